package io.syncpipeline.examples;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.maxcompute.MaxComputeSink;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.SslMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.status.SyncStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A pipeline in a process of its own, to be killed. It says {@code running} when it has started and {@code copied} when all tables have
 * been; it stops in good order when its standard input ends, and then says {@code stopped}. {@link PipelineProcess} starts it.
 */
final class PipelineMain {

    private PipelineMain() {}

    /** Host, port, user, password, endpoint, tunnel endpoint, project, checkpoint directory, database, chunk rows, interval in ms. */
    public static void main(String[] arguments) throws Exception {
        SyncPipeline pipeline = SyncPipeline.builder()
                .name("process")
                .source(MySqlSource.builder()
                        .hostname(arguments[0])
                        .port(Integer.parseInt(arguments[1]))
                        .username(arguments[2])
                        .password(arguments[3])
                        .sslMode(SslMode.DISABLED)
                        .build())
                .sink(MaxComputeSink.builder()
                        .endpoint(arguments[4])
                        .tunnelEndpoint(arguments[5])
                        .project(arguments[6])
                        .accessKey("local", "local")
                        .bucketCount(2)
                        .build())
                .tables(TableSelector.matching(arguments[8], ".*"))
                .tuning(Tuning.builder()
                        .chunkRows(Integer.parseInt(arguments[9]))
                        .commitInterval(Duration.ofMillis(Long.parseLong(arguments[10])))
                        .restartDelay(Duration.ofMillis(200))
                        .restartLimit(20)
                        .build())
                .checkpointStore(CheckpointStore.file(Path.of(arguments[7])))
                .build();
        try (SyncRun run = pipeline.start()) {
            Thread reporter = new Thread(() -> report(run), "reporter");
            reporter.setDaemon(true);
            reporter.start();
            stopAtEndOfInput(run);
        }
    }

    private static void report(SyncRun run) {
        boolean running = false;
        boolean copied = false;
        try {
            while (!run.await(Duration.ofMillis(20)).isEnd()) {
                SyncStatus status = run.status();
                if (!running && !status.tables().isEmpty()) {
                    running = true;
                    System.out.println("running");
                }
                if (!copied && running && status.allTablesCopied()) {
                    copied = true;
                    System.out.println("copied");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            e.printStackTrace();
            // The process must not look alive when its pipeline is not.
            Runtime.getRuntime().halt(3);
        }
    }

    private static void stopAtEndOfInput(SyncRun run) throws IOException, InterruptedException {
        int next = System.in.read();
        while (next >= 0) {
            next = System.in.read();
        }
        run.stop();
        System.out.println("stopped");
    }
}
