package io.syncpipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.testserver.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Large tables and transactions in processes with small heaps, which end when memory does. {@code -Dsync.test.heap.rows} makes the table
 * as large as that; ten million rows need a heap of 4 GB for the test itself, which compares them.
 */
@Timeout(7200)
class SmallHeapIT {

    private static final int ROWS = Integer.getInteger("sync.test.heap.rows", 1_000_000);
    private static final int CHANGED_ROWS = Math.min(ROWS, 1_000_000);
    private static final String HEAP = "128m";
    private static final Duration LONGEST = Duration.ofMinutes(30);

    @Test
    void millionsOfRowsAreCopiedAndATransactionOfAMillionIsFollowed(@TempDir Path directory) throws Exception {
        TestServer server = TestServer.shared();
        String database = server.freshDatabase("heap");
        SourceDatabase source =
                new SourceDatabase(server.host(), server.port(), server.user(), server.password(), "DISABLED");
        ComparedTable marker = table(database, "marker");
        try (Connection root = server.root();
                Statement statement = root.createStatement();
                LocalMaxCompute maxCompute = LocalMaxCompute.builder()
                        .project("heap")
                        .directory(directory.resolve("maxcompute"))
                        .start()) {
            DestinationProject destination = new DestinationProject(
                    maxCompute.endpoint(), maxCompute.tunnelEndpoint(), maxCompute.project(), "local", "local");
            fill(statement, database);

            try (PipelineProcess process = start(source, destination, directory, database)) {
                long start = System.nanoTime();
                process.await("copied", LONGEST);
                tell(ROWS + " rows copied", start);
                start = System.nanoTime();
                for (int from = 0; from < CHANGED_ROWS; from += 100_000) {
                    statement.execute("UPDATE events SET hits = hits + 1, seen = '2024-07-08 09:10:11' WHERE id >= "
                            + from + " AND id < " + (from + 100_000));
                }
                statement.execute("UPDATE marker SET step = 1");
                awaitIdentical(process, source, destination, marker);
                tell(CHANGED_ROWS + " rows followed in transactions of 100000", start);
                process.stop(LONGEST);
            }
            try (PipelineProcess process = start(source, destination, directory, database)) {
                process.await("running", LONGEST);
                long start = System.nanoTime();
                statement.execute("UPDATE events SET hits = -1 WHERE id < " + CHANGED_ROWS);
                statement.execute("UPDATE marker SET step = 2");
                awaitIdentical(process, source, destination, marker);
                tell(CHANGED_ROWS + " rows followed in one transaction", start);
                process.stop(LONGEST);
            }
            ComparisonResult result =
                    TableComparison.compare(source, destination, List.of(table(database, "events"), marker));
            assertThat(result.toString()).isEqualTo("identical: 2 tables, " + (ROWS + 1) + " rows");
        }
        server.execute("DROP DATABASE " + database);
    }

    private static void tell(String what, long start) {
        System.out.printf(
                Locale.ROOT, "SmallHeapIT: %s with -Xmx%s in %.1f s%n", what, HEAP, (System.nanoTime() - start) / 1e9);
    }

    private static ComparedTable table(String database, String name) {
        return new ComparedTable(database + "_" + name, List.of(new TableId(database, name)));
    }

    private static void fill(Statement statement, String database) throws SQLException {
        statement.execute("USE " + database);
        // What is copied anyway does not have to be logged as well.
        statement.execute("SET SESSION sql_log_bin = 0");
        statement.execute("CREATE TABLE marker (id INT NOT NULL PRIMARY KEY, step INT NOT NULL)");
        statement.execute("INSERT INTO marker VALUES (1, 0)");
        statement.execute(
                "CREATE TABLE events (id INT NOT NULL PRIMARY KEY, hits INT NOT NULL, who VARCHAR(60) NOT NULL,"
                        + " amount DECIMAL(12,2) NOT NULL, seen DATETIME NOT NULL)");
        statement.execute("INSERT INTO events VALUES (0, 0, 'first', 0, '2024-01-01 00:00:00')");
        for (int rows = 1; rows < ROWS; rows *= 2) {
            int more = Math.min(rows, ROWS - rows);
            statement.execute("INSERT INTO events SELECT id + " + rows + ", 0, CONCAT('visitor ', LEFT(SHA2(id + "
                    + rows + ", 256), 40)), (id + " + rows + ") / 7, seen FROM events WHERE id < " + more);
        }
        statement.execute("SET SESSION sql_log_bin = 1");
    }

    private static PipelineProcess start(
            SourceDatabase source, DestinationProject destination, Path directory, String database) throws Exception {
        return PipelineProcess.start(new PipelineProcess.Settings(
                source, destination, directory, database, 50_000, Duration.ofSeconds(2), HEAP));
    }

    private static void awaitIdentical(
            PipelineProcess process, SourceDatabase source, DestinationProject destination, ComparedTable table)
            throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end
                && !TableComparison.compare(source, destination, List.of(table)).identical()) {
            process.live(Duration.ofSeconds(1));
        }
    }
}
