package io.syncpipeline.examples;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.status.SyncStatus;
import java.time.Duration;
import java.util.Locale;

/**
 * Checks, plans and starts a pipeline in a process of its own, and says after how many seconds each was done: {@code checked}, {@code
 * planned}, {@code positioned} and {@code copied}. It then stops, and says {@code stopped}. Takes the arguments of {@link PipelineMain}.
 */
final class ManyTablesMain {

    private static final Duration POLL = Duration.ofMillis(20);

    private ManyTablesMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        SyncPipeline pipeline = PipelineMain.pipeline(arguments);
        long start = System.nanoTime();
        pipeline.check().orThrow();
        start = tell("checked", start);
        SyncPlan plan = pipeline.plan().orThrow();
        start = tell("planned " + plan.tables().size() + " tables", start);
        try (SyncRun run = pipeline.start()) {
            while (run.status().position().isEmpty() && !run.await(POLL).isEnd()) {
                Thread.onSpinWait();
            }
            start = tell("positioned", start);
            SyncStatus status = run.status();
            while ((status.tables().isEmpty() || !status.allTablesCopied())
                    && !run.await(POLL).isEnd()) {
                status = run.status();
            }
            start = tell("copied", start);
            run.stop();
        }
        tell("stopped", start);
    }

    private static long tell(String what, long start) {
        long now = System.nanoTime();
        System.out.printf(Locale.ROOT, "%s in %.1f s%n", what, (now - start) / 1e9);
        return now;
    }
}
