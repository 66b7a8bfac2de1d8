package io.syncpipeline.examples;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.maxcompute.MaxComputeSink;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.SslMode;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.spi.Sink;
import io.syncpipeline.spi.Source;
import io.syncpipeline.status.SyncStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A pipeline in a process of its own, to be killed. It says {@code running} when it has started and {@code copied} when all tables have
 * been; it stops in good order when its standard input ends, and then says {@code stopped}. Every kind of DDL is carried over. {@link
 * PipelineProcess} starts it.
 *
 * <p>Each line of its standard input is a command: a number, a word, and what the word needs. When the command is done it says {@code
 * done} and the number.
 *
 * <ul>
 *   <li>{@code when-copied}: done when no table is being copied
 *   <li>{@code copy-again} and a table, as in {@code shop.orders}: done when the table's new copy is certain to happen
 *   <li>{@code exclude} and an expression: done when the tables whose names match are not followed any more, but all others are
 * </ul>
 */
final class PipelineMain {

    private static final Duration POLL = Duration.ofMillis(20);

    private final String[] arguments;
    private final Source source;
    private final Sink sink;
    private final CheckpointStore store;

    private PipelineMain(String[] arguments) {
        this.arguments = arguments;
        this.source = MySqlSource.builder()
                .hostname(arguments[0])
                .port(Integer.parseInt(arguments[1]))
                .username(arguments[2])
                .password(arguments[3])
                .sslMode(SslMode.DISABLED)
                .build();
        this.sink = MaxComputeSink.builder()
                .endpoint(arguments[4])
                .tunnelEndpoint(arguments[5])
                .project(arguments[6])
                .accessKey("local", "local")
                .bucketCount(2)
                .build();
        this.store = CheckpointStore.file(Path.of(arguments[7]));
    }

    /**
     * Host, port, user, password, endpoint, tunnel endpoint, project, checkpoint directory, database, chunk rows, interval in ms, an
     * expression for tables to leave out.
     */
    public static void main(String[] arguments) throws Exception {
        PipelineMain main = new PipelineMain(arguments);
        try (SyncRun run = main.pipeline(arguments[11]).start()) {
            Thread reporter = new Thread(() -> report(run), "reporter");
            reporter.setDaemon(true);
            reporter.start();
            main.obeyUntilEndOfInput(run);
        }
    }

    /** The pipeline that the arguments describe. */
    static SyncPipeline pipeline(String[] arguments) {
        return new PipelineMain(arguments).pipeline(arguments[11]);
    }

    private SyncPipeline pipeline(String excluded) {
        SyncPipeline.Builder builder = SyncPipeline.builder()
                .name("process")
                .source(source)
                .sink(sink)
                .tables(TableSelector.matching(arguments[8], ".*").except(".*", excluded))
                .tuning(Tuning.builder()
                        .chunkRows(Integer.parseInt(arguments[9]))
                        .commitInterval(Duration.ofMillis(Long.parseLong(arguments[10])))
                        .restartDelay(Duration.ofMillis(10))
                        .restartWindow(Duration.ofMinutes(1))
                        .restartLimit(1000)
                        .build())
                .checkpointStore(store);
        for (DdlKind kind : DdlKind.values()) {
            builder.onDdl(kind, DdlAction.NORMAL);
        }
        return builder.build();
    }

    private static void report(SyncRun run) {
        boolean running = false;
        boolean copied = false;
        try {
            while (!run.await(POLL).isEnd()) {
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

    private void obeyUntilEndOfInput(SyncRun run) throws IOException, InterruptedException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", 3);
            switch (words[1]) {
                case "when-copied" -> awaitCopied(run);
                case "copy-again" -> {
                    String[] table = words[2].split("\\.", 2);
                    run.copyAgain(new TableId(table[0], table[1]));
                }
                case "exclude" -> run.apply(pipeline(words[2]));
                default -> throw new IllegalArgumentException("no such command: " + line);
            }
            System.out.println("done " + words[0]);
        }
        run.stop();
        System.out.println("stopped");
    }

    private static void awaitCopied(SyncRun run) throws InterruptedException {
        SyncStatus status = run.status();
        // Between two attempts a run has no tables.
        while (status.tables().isEmpty() || !status.allTablesCopied()) {
            if (run.await(POLL).isEnd()) {
                throw new IllegalStateException("the run ended before all tables were copied");
            }
            status = run.status();
        }
    }
}
