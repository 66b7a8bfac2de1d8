package io.syncpipeline.examples;

import com.aliyun.odps.Column;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.Table;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.task.SQLTask;
import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.plan.TablePlan;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SourceSession;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.status.SyncStatus;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * What the small examples have in common: servers, statements at the source, a run that is waited for, and the destination's rows on the
 * screen. An example is then little more than a pipeline and some SQL. Used by one thread.
 */
final class Example implements AutoCloseable {

    private static final String MARKER = "example_marker";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(50);
    /** The service refuses to read all partitions of a table unless it is told to. */
    private static final Map<String, String> HINTS = Map.of("odps.sql.allow.fullscan", "true");

    private final QuickStartServers servers;
    private final QuickStartOptions options;
    private final PrintStream out;
    private final Connection connection;
    private final MySqlSource source;
    private final SourceSession session;
    private final List<String> databases = new ArrayList<>();
    private @Nullable SyncRun run;

    /** An example, from its first statement to its last rows. */
    @FunctionalInterface
    interface Script {

        /** Shows it. */
        void show(Example example) throws Exception;
    }

    private Example(
            QuickStartServers servers,
            QuickStartOptions options,
            PrintStream out,
            Connection connection,
            MySqlSource source,
            SourceSession session) {
        this.servers = servers;
        this.options = options;
        this.out = out;
        this.connection = connection;
        this.source = source;
        this.session = session;
    }

    /** Runs an example as a program; {@code --help} shows its options. */
    static void main(Script script, String... arguments) throws Exception {
        // The binlog client logs through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(script, out, arguments));
    }

    static int run(Script script, PrintStream out, String... arguments) throws Exception {
        if (QuickStartOptions.asksForHelp(arguments)) {
            out.print(QuickStartOptions.EXAMPLE_HELP);
            return 0;
        }
        QuickStartOptions options;
        try {
            options = QuickStartOptions.parseExample(System.getenv(), arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage() + "; --help shows all options");
            return 2;
        }
        try (QuickStartServers servers = QuickStartServers.start(options, out)) {
            show(script, servers, options, out);
            return 0;
        } catch (SyncException | SQLException e) {
            out.println("failed: " + e.getMessage());
            return 1;
        }
    }

    private static void show(Script script, QuickStartServers servers, QuickStartOptions options, PrintStream out)
            throws Exception {
        MySqlSource source = servers.pipelineSource();
        try (Connection connection = servers.writer();
                SourceSession session = source.open(new SessionOptions("example", 1 << 20, 1, Clock.systemUTC()));
                Example example = new Example(servers, options, out, connection, source, session)) {
            example.database(MARKER);
            example.execute("CREATE TABLE " + MARKER + ".t (id BIGINT AUTO_INCREMENT PRIMARY KEY)");
            script.show(example);
        }
    }

    // ----------------------------------------------------------------------- source

    /** Makes databases at the source, which must not be there yet and are dropped at the end. */
    void database(String... names) throws SQLException {
        for (String name : names) {
            execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
            databases.add(name);
        }
    }

    /** Executes statements at the source, and shows them. */
    void source(String... statements) throws SQLException {
        out.println();
        for (String sql : statements) {
            out.println("mysql> " + sql.strip().replace("\n", "\n       ") + ";");
            execute(sql);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    // --------------------------------------------------------------------- pipeline

    /** A pipeline with both ends, to which an example adds its tables and rules. */
    SyncPipeline.Builder pipeline() {
        return SyncPipeline.builder()
                .name("example")
                .source(source)
                .sink(servers.pipelineSink())
                .tuning(Tuning.builder()
                        .commitInterval(options.commitInterval())
                        .build());
    }

    /** Prints the plan, starts the pipeline, and waits until the tables are copied. */
    void start(SyncPipeline pipeline) throws InterruptedException {
        SyncPlan plan = pipeline.plan().orThrow();
        plan.tables().stream().filter(TablePlan::exists).findFirst().ifPresent(table -> {
            throw new IllegalStateException(
                    "the destination has a table " + table.destination().name()
                            + " already; the example would mix its rows with what is there: drop it first");
        });
        out.println();
        out.println(plan.toString().stripTrailing());
        run = pipeline.start();
        await(status -> status.state() == SyncState.RUNNING && status.allTablesCopied());
    }

    /** Waits until the destination has everything that was done at the source, and prints all rows of some tables. */
    void show(String... tables) throws SQLException, OdpsException, InterruptedException {
        awaitEndOfLog();
        for (String table : tables) {
            print(table);
        }
    }

    /** Waits likewise, and prints some columns of a change log's records, in the order of the changes. */
    void showLog(String table, String... columns) throws SQLException, OdpsException, InterruptedException {
        awaitEndOfLog();
        List<String> order = List.of("_sequence_id_", "_after_image_");
        List<String> all =
                Stream.concat(order.stream(), Stream.of(columns)).distinct().toList();
        List<List<String>> rows = new ArrayList<>();
        for (List<String> row : select(table, all)) {
            rows.add(Stream.of(columns).map(c -> row.get(all.indexOf(c))).toList());
        }
        String selected = String.join(", ", columns) + " FROM " + table + " ORDER BY " + String.join(", ", order);
        print("SELECT " + selected, List.of(columns), rows);
    }

    private void awaitEndOfLog() throws SQLException, InterruptedException {
        execute("INSERT INTO " + MARKER + ".t VALUES (NULL)");
        Position end = session.positionAt(StartPoint.latest());
        await(status -> status.position().filter(p -> session.covers(p, end)).isPresent());
    }

    private void await(Predicate<SyncStatus> done) throws InterruptedException {
        SyncRun running = run;
        if (running == null) {
            throw new IllegalStateException("the pipeline was not started");
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.test(running.status())) {
            if (System.nanoTime() > end || running.await(POLL).isEnd()) {
                throw new IllegalStateException("waited in vain; the run is " + running.status());
            }
        }
    }

    // ------------------------------------------------------------------ destination

    private void print(String name) throws OdpsException {
        Table table = servers.destination().odps().tables().get(name);
        table.reload();
        List<String> columns = Stream.concat(
                        table.getSchema().getColumns().stream(), table.getSchema().getPartitionColumns().stream())
                .map(Column::getName)
                .toList();
        print("SELECT * FROM " + name, columns, select(name, columns));
    }

    /** Some columns of all rows, in the order of their texts. */
    private List<List<String>> select(String name, List<String> columns) throws OdpsException {
        Odps odps = servers.destination().odps();
        String query = "SELECT `" + String.join("`, `", columns) + "` FROM " + name + ";";
        List<List<String>> rows = new ArrayList<>();
        for (Record row : SQLTask.getResult(SQLTask.run(odps, odps.getDefaultProject(), query, HINTS, null))) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                String value = row.getString(i);
                values.add(value == null || value.equals("\\N") ? "NULL" : value);
            }
            rows.add(values);
        }
        rows.sort((a, b) -> String.join("\0", a).compareTo(String.join("\0", b)));
        return rows;
    }

    private void print(String query, List<String> columns, List<List<String>> rows) {
        List<List<String>> lines = new ArrayList<>(rows);
        lines.add(0, columns);
        out.println();
        out.println("maxcompute> " + query + ";");
        aligned(lines).forEach(line -> out.println("  " + line));
    }

    private static List<String> aligned(List<List<String>> rows) {
        int[] width = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            Arrays.setAll(width, i -> Math.max(width[i], row.get(i).length()));
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < width.length; i++) {
                line.append(i == 0 ? "" : " | ")
                        .append(row.get(i))
                        .append(" ".repeat(width[i] - row.get(i).length()));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Stops the pipeline and drops the databases. */
    @Override
    public void close() throws SQLException {
        SyncRun running = run;
        if (running != null) {
            running.close();
        }
        for (String database : databases) {
            execute("DROP DATABASE " + database);
        }
    }
}
