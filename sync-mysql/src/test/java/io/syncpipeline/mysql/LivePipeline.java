package io.syncpipeline.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.RecordingSink;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pipelines from one database of the test server into memory, and the comparison of both ends. All kinds of DDL are carried over, those
 * that destroy rows included. Tables whose names begin with {@code u_} are not selected.
 */
final class LivePipeline implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final TestServer SERVER = TestServer.shared();

    final String database;
    final RecordingSink sink;
    final SteppedSource source;
    private final CheckpointStore store = CheckpointStore.inMemory();
    private int marks;

    LivePipeline(LeakCheck leaks) {
        this.database = SERVER.freshDatabase("live");
        this.sink = leaks.watch(new RecordingSink());
        this.source = new SteppedSource(TestSources.source(SERVER).build(), "t");
        execute("CREATE TABLE mark (id int PRIMARY KEY)");
    }

    /** A pipeline that can be changed before it is built. Chunks are small. */
    SyncPipeline.Builder builder() {
        SyncPipeline.Builder builder = SyncPipeline.builder()
                .name(database)
                .source(source)
                .sink(sink)
                .checkpointStore(store)
                .tables(TableSelector.matching(database, "(?!u_).*"))
                .tuning(Tuning.builder()
                        .commitInterval(Duration.ofMillis(100))
                        .restartDelay(Duration.ofMillis(10))
                        .copyReaders(2)
                        .chunkRows(100)
                        .build());
        for (DdlKind kind : DdlKind.values()) {
            builder.onDdl(kind, DdlAction.NORMAL);
        }
        return builder;
    }

    SyncRun start() {
        return builder().build().start();
    }

    /** Executes statements in the database, each committed by itself. */
    void execute(String... sql) {
        String current = "";
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String next : sql) {
                current = next;
                statement.execute(next);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the test server refused: " + current, e);
        }
    }

    /** Waits until a statement that begins so waits for a lock on its tables. */
    void awaitWaiting(String sql) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet result =
                            statement.executeQuery("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = '"
                                    + database + "' AND INFO LIKE '" + sql + "%' AND STATE LIKE '%metadata lock%'")) {
                result.next();
                return result.getInt(1) > 0;
            }
        });
    }

    Connection connect() throws SQLException {
        Connection connection = SERVER.root();
        connection.setCatalog(database);
        return connection;
    }

    /** Puts rows with these numbers for {@code id} into a table, each as the values that a format gives for its number. */
    void insert(String table, String columns, String format, int from, int count) {
        List<String> rows = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            rows.add("(" + format.replace("#", String.valueOf(i)) + ")");
        }
        execute("INSERT INTO " + table + " (" + columns + ") VALUES " + String.join(",", rows));
    }

    /** Waits until everything that was logged before has come to the destination, and every copy is complete. */
    void awaitCaughtUp(SyncRun run) {
        int mark = ++marks;
        execute("INSERT INTO mark VALUES (" + mark + ")");
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            requireRunning(run);
            return sink.tables().contains(database + "_mark")
                    && rows("mark").containsKey(String.valueOf(mark))
                    && run.status().allTablesCopied();
        });
    }

    private static void requireRunning(SyncRun run) {
        if (run.status().state() == SyncState.FAILED) {
            throw new AssertionError("the run failed", run.status().failure().orElse(null));
        }
    }

    /** Waits until everything has come, and compares tables of both ends row by row. */
    void awaitSame(SyncRun run, String... tables) {
        awaitCaughtUp(run);
        // what came in one interval with the mark may be committed a moment after it
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            for (String table : tables) {
                Map<String, Map<String, @Nullable String>> expected = onServer(table);
                assertThat(columnsOf(expected, rows(table)))
                        .as("rows of %s", table)
                        .isEqualTo(expected);
            }
        });
    }

    /** Waits until the run has failed. */
    SyncException awaitFailure(SyncRun run) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> run.status().state() == SyncState.FAILED);
        return run.status().failure().orElseThrow();
    }

    /** The destination's columns in order. */
    List<String> columns(String table) {
        return sink.table(database + "_" + table).columns().stream()
                .map(column -> column.name())
                .toList();
    }

    /** The destination's rows as text, by the text of their {@code id}. */
    Map<String, Map<String, @Nullable String>> rows(String table) {
        Map<String, Map<String, @Nullable String>> rows = new TreeMap<>();
        for (Map<String, @Nullable Object> row : sink.rows(database + "_" + table)) {
            Map<String, @Nullable String> texts = new TreeMap<>();
            row.forEach((column, value) -> texts.put(column, value == null ? null : text(value)));
            rows.put(String.valueOf(texts.get("id")), texts);
        }
        return rows;
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }

    /** The server's rows as text, by the text of their {@code id}. */
    Map<String, Map<String, @Nullable String>> onServer(String table) {
        Map<String, Map<String, @Nullable String>> rows = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM `" + table + "`")) {
            while (result.next()) {
                Map<String, @Nullable String> row = new TreeMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnName(i), result.getString(i));
                }
                rows.put(String.valueOf(row.get("id")), row);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(table + " cannot be read", e);
        }
        return rows;
    }

    /** The rows, as far as the server's rows have their columns. */
    private static Map<String, Map<String, @Nullable String>> columnsOf(
            Map<String, Map<String, @Nullable String>> expected, Map<String, Map<String, @Nullable String>> rows) {
        rows.forEach((id, row) -> {
            Map<String, @Nullable String> wanted = expected.get(id);
            if (wanted != null) {
                row.keySet().retainAll(wanted.keySet());
            }
        });
        return rows;
    }

    @Override
    public void close() {
        SERVER.execute("DROP DATABASE `" + database + "`");
    }
}
