package io.syncpipeline.mysql.internal.session;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.Progress;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.FollowedTable;
import io.syncpipeline.spi.SourceSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A table with the columns {@code id INT} and {@code text}, of which a test writes rows and follows the inserts from some place. */
final class WatchedTable implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final TestServer server;
    private final TableId id;
    private final SourceSession session;

    WatchedTable(TestServer server) {
        this.server = server;
        this.id = new TableId(server.freshDatabase("start"), "t");
        server.execute("CREATE TABLE " + id + " (id INT PRIMARY KEY, text LONGTEXT)");
        this.session = TestSources.open(server);
    }

    SourceSession session() {
        return session;
    }

    TableId id() {
        return id;
    }

    WatchedTable insert(int key) {
        server.execute(insertSql(key));
        return this;
    }

    String insertSql(int key) {
        return "INSERT INTO " + id + " VALUES (" + key + ", REPEAT('x', 300))";
    }

    /** One value of the first row of a query. */
    String value(String sql, int column) {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? String.valueOf(result.getString(column)) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The server's clock. */
    Instant now() {
        String[] parts = value("SELECT UNIX_TIMESTAMP(NOW(6))", 1).split("\\.", -1);
        return Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]) * 1_000);
    }

    /** The keys that are inserted from a place on, up to the given one; following ends there. */
    Followed follow(Position from, int last) throws InterruptedException {
        return follow(from, keys -> keys.contains(last));
    }

    /** The table as it is now, followed from a reader's start. */
    FollowedTable followed() {
        return FollowedTable.fromStart(schema());
    }

    /** The key of the row that a reader brings next. */
    static int next(ChangeReader reader) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (System.nanoTime() < deadline) {
            for (SourceEvent event : reader.poll(Duration.ofMillis(200))) {
                if (event instanceof RowChange change) {
                    return (Integer) change.after().get(0);
                }
            }
        }
        throw new AssertionError("no row within " + LONGEST_WAIT);
    }

    private TableSchema schema() {
        return Optional.ofNullable(session.schemas(List.of(id)).get(id)).orElseThrow();
    }

    private Followed follow(Position from, Predicate<List<Integer>> ended) throws InterruptedException {
        List<Integer> keys = new ArrayList<>();
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        try (ChangeReader reader = session.follow(from, List.of(followed()), table -> false)) {
            while (System.nanoTime() < deadline) {
                for (SourceEvent event : reader.poll(Duration.ofMillis(200))) {
                    if (event instanceof RowChange change) {
                        keys.add((Integer) change.after().get(0));
                    } else if (event instanceof Progress progress && ended.test(keys)) {
                        return new Followed(keys, progress.position());
                    }
                }
            }
        }
        throw new AssertionError("not within " + LONGEST_WAIT + "; came: " + keys);
    }

    /**
     * What came.
     *
     * @param keys the keys of the inserted rows, in order
     * @param end a place behind the last one
     */
    record Followed(List<Integer> keys, Position end) {}

    @Override
    public void close() {
        session.close();
        server.execute("DROP DATABASE " + id.database());
    }
}
