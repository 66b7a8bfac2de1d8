package io.syncpipeline.examples;

import com.aliyun.odps.OdpsException;
import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.status.SyncStatus;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * A whole pipeline in one run: copies a shop from MySQL to MaxCompute, follows its changes, is stopped and goes on from its checkpoint,
 * and compares every row of both sides at the end. Starts servers of its own unless it is told to use others; {@code --help} says how.
 */
public final class QuickStart {

    private static final Duration LONGEST_COPY = Duration.ofMinutes(60);
    private static final Duration LONGEST_CATCH_UP = Duration.ofMinutes(2);

    private final QuickStartOptions options;
    private final QuickStartServers servers;
    private final PrintStream out;

    private QuickStart(QuickStartOptions options, QuickStartServers servers, PrintStream out) {
        this.options = options;
        this.servers = servers;
        this.out = out;
    }

    /** Runs the example; {@code --help} shows its options. */
    public static void main(String[] arguments) throws Exception {
        // The binlog client logs through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        // The platform's character set may lack what the shop's customers are called.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(out, arguments));
    }

    static int run(PrintStream out, String... arguments) throws Exception {
        if (QuickStartOptions.asksForHelp(arguments)) {
            out.print(QuickStartOptions.HELP);
            return 0;
        }
        QuickStartOptions options;
        try {
            options = QuickStartOptions.parse(System.getenv(), arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage() + "; --help shows all options");
            return 2;
        }
        try (QuickStartServers servers = QuickStartServers.start(options, out)) {
            servers.fillShop(options.rows(), out);
            return new QuickStart(options, servers, out).show();
        } catch (SyncException e) {
            out.println("failed: " + e.getMessage());
            return 1;
        }
    }

    private int show() throws Exception {
        SyncPipeline pipeline = pipeline();
        out.println();
        out.println("Checks: " + pipeline.check().orThrow());
        SyncPlan plan = pipeline.plan();
        out.println();
        out.println(plan);
        plan.orThrow();

        out.println("Copy");
        List<ComparedTable> tables = options.ownSource() ? planned(plan) : Shop.TABLES;
        ComparisonResult result = options.ownSource() ? followOwnSource(tables) : followShop(tables);
        out.println();
        out.println(result);
        return result.identical() ? 0 : 1;
    }

    /** A definition from scratch, as a restarted process would make it; what it has done is in the checkpoint directory. */
    private SyncPipeline pipeline() {
        SyncPipeline.Builder pipeline = SyncPipeline.builder()
                .name("quick-start")
                .source(servers.pipelineSource())
                .sink(servers.pipelineSink())
                .mode(SyncMode.FULL_AND_INCREMENTAL)
                .tuning(Tuning.builder()
                        .commitInterval(options.commitInterval())
                        .build())
                .checkpointStore(CheckpointStore.file(servers.checkpoints()));
        if (options.ownSource()) {
            return pipeline.tables(TableSelector.matching(options.databases(), options.tables()))
                    .build();
        }
        return pipeline.tables(Shop.tables()).tables(Shop.shards()).build();
    }

    private static List<ComparedTable> planned(SyncPlan plan) {
        return plan.tables().stream()
                .map(t -> new ComparedTable(
                        t.destination().name(),
                        t.sources().stream().map(s -> s.schema().table()).toList()))
                .toList();
    }

    private ComparisonResult followOwnSource(List<ComparedTable> tables) throws Exception {
        try (SyncRun run = pipeline().start()) {
            awaitCopy(run);
            out.println();
            out.println("Following changes for " + options.follow().toSeconds() + " s");
            long end = System.nanoTime() + options.follow().toNanos();
            while (System.nanoTime() < end) {
                checkAlive(run, Duration.ofSeconds(2));
                out.println(ProgressDisplay.following(run.status()));
            }
            run.stop();
        }
        return compare(tables);
    }

    private ComparisonResult followShop(List<ComparedTable> tables) throws Exception {
        SyncRun run = pipeline().start();
        try (Connection shop = servers.administrator()) {
            awaitCopy(run);
            out.println();
            out.println("Changes");
            for (Shop.Step step : Shop.changes()) {
                switch (step.title()) {
                    case "stop" -> stop(run);
                    case "start" -> run = startAgain(run);
                    default -> apply(step, shop, run);
                }
            }
            awaitLastChange(run);
            stop(run);
        } finally {
            run.close();
        }
        return compare(tables);
    }

    private void apply(Shop.Step step, Connection shop, SyncRun run) throws SQLException, InterruptedException {
        step.execute(shop);
        if (step.title().isEmpty()) {
            return;
        }
        out.println("  " + step.title());
        if (!run.status().state().isEnd()) {
            checkAlive(run, options.commitInterval().plusMillis(200));
            out.println(ProgressDisplay.following(run.status()));
        }
    }

    private void stop(SyncRun run) throws InterruptedException {
        run.stop();
        out.println("  stopped; " + ProgressDisplay.saved(run.status()));
    }

    private SyncRun startAgain(SyncRun stopped) {
        stopped.close();
        SyncRun run = pipeline().start();
        out.println("  started again from its checkpoint");
        return run;
    }

    @SuppressWarnings("SystemConsoleNull") // java.base's console is asked for, which is null without a terminal
    private void awaitCopy(SyncRun run) throws InterruptedException {
        ProgressDisplay display = new ProgressDisplay(out, System.console() != null);
        long start = System.nanoTime();
        SyncStatus status = run.status();
        while (status.tables().isEmpty() || !status.allTablesCopied()) {
            if (System.nanoTime() - start > LONGEST_COPY.toNanos()) {
                throw new IllegalStateException("the copy has not ended in " + LONGEST_COPY);
            }
            checkAlive(run, Duration.ofMillis(200));
            status = run.status();
            display.copying(status);
        }
        display.copying(status);
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(Locale.ROOT, "  copied %,d rows in %.1f s%n", status.copiedRows(), seconds);
    }

    /** Waits until the destination shows the last change. */
    private void awaitLastChange(SyncRun run) throws Exception {
        long start = System.nanoTime();
        List<ComparedTable> changedLast = List.of(Shop.CHANGED_LAST);
        while (!compare(changedLast).identical() && System.nanoTime() - start < LONGEST_CATCH_UP.toNanos()) {
            checkAlive(run, Duration.ofMillis(500));
        }
        out.printf(Locale.ROOT, "  the last change arrived after %.1f s%n", (System.nanoTime() - start) / 1e9);
    }

    /** Waits a moment; a run that failed meanwhile throws its reason. */
    private static void checkAlive(SyncRun run, Duration time) throws InterruptedException {
        if (run.await(time).isEnd()) {
            throw new IllegalStateException("the run has ended: " + run.status().state());
        }
    }

    private ComparisonResult compare(List<ComparedTable> tables) throws SQLException, OdpsException, IOException {
        return TableComparison.compare(servers.source(), servers.destination(), tables);
    }
}
