package io.syncpipeline.examples;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.maxcompute.MaxComputeSink;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.SslMode;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.WriteMode;
import io.syncpipeline.status.SyncState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A pipeline in a process of its own, to be killed, that writes change logs: a flattened one in partitions of the table {@code flat}, a JSON
 * one of {@code json}. It says {@code running} when its first checkpoint is saved, and stops in good order when its standard input ends. The
 * arguments are those of {@link PipelineMain}, the last one being a step of {@link DyingEnds} and a number, at which it dies, or empty; {@link
 * PipelineProcess} starts it.
 */
final class LogMain {

    private LogMain() {}

    public static void main(String[] arguments) throws Exception {
        String database = arguments[8];
        DyingEnds dying = new DyingEnds(arguments[11]);
        SyncPipeline pipeline = SyncPipeline.builder()
                .name("logs")
                .source(MySqlSource.builder()
                        .hostname(arguments[0])
                        .port(Integer.parseInt(arguments[1]))
                        .username(arguments[2])
                        .password(arguments[3])
                        .sslMode(SslMode.DISABLED)
                        .build())
                .sink(dying.sink(MaxComputeSink.builder()
                        .endpoint(arguments[4])
                        .tunnelEndpoint(arguments[5])
                        .project(arguments[6])
                        .accessKey("local", "local")
                        .build()))
                .mode(SyncMode.INCREMENTAL)
                .tables(TableSelector.named(database, "flat", "json"))
                .rule(MappingRule.forAllTables().destinationName(NameTemplate.of("${table_name}_log")))
                .rule(MappingRule.forTable(database, "flat")
                        .writeMode(WriteMode.appendFlattened())
                        .partition("p", ValueAssigner.function("HASH_MOD(#{id}, 3)")))
                .rule(MappingRule.forTable(database, "json").writeMode(WriteMode.appendJson()))
                .tuning(Tuning.builder()
                        .commitInterval(Duration.ofMillis(Long.parseLong(arguments[10])))
                        .restartDelay(Duration.ofMillis(10))
                        .restartLimit(1_000)
                        .build())
                .checkpointStore(dying.store(CheckpointStore.file(Path.of(arguments[7]))))
                .build();
        try (SyncRun run = pipeline.start()) {
            Thread reporter = new Thread(() -> report(run), "reporter");
            reporter.setDaemon(true);
            reporter.start();
            awaitEndOfInput();
            run.stop();
            System.out.println("stopped");
        }
    }

    private static void report(SyncRun run) {
        boolean running = false;
        try {
            while (!run.await(Duration.ofMillis(10)).isEnd()) {
                if (!running && run.status().state() == SyncState.RUNNING) {
                    running = true;
                    System.out.println("running");
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

    private static void awaitEndOfInput() throws IOException {
        int read = 0;
        while (read >= 0) {
            read = System.in.read();
        }
    }
}
