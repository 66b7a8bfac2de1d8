package io.syncpipeline.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.RecordingSink;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whole pipelines from a real server: where they begin, and how far they say they are behind. */
@Timeout(120)
class PipelineIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofMillis(200);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final RecordingSink sink = new RecordingSink();

    /** A pipeline of the table {@code t} of a database. */
    private SyncPipeline.Builder pipeline(TestServer server, String database) {
        return SyncPipeline.builder()
                .name("start")
                .source(TestSources.source(server).heartbeatInterval(HEARTBEAT).build())
                .sink(sink)
                .tables(TableSelector.named(database, "t"))
                .checkpointStore(CheckpointStore.inMemory())
                .tuning(Tuning.builder()
                        .commitInterval(Duration.ofMillis(100))
                        .restartDelay(Duration.ofMillis(200))
                        .restartLimit(1_000)
                        .chunkRows(100)
                        .build());
    }

    private static String freshTable(TestServer server) {
        String database = server.freshDatabase("pipeline");
        server.execute("CREATE TABLE " + database + ".t (id INT PRIMARY KEY, v INT)");
        return database;
    }

    private static Map<Integer, Integer> source(TestServer server, String database) {
        Map<Integer, Integer> rows = new TreeMap<>();
        try (Connection connection = server.root();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT id, v FROM " + database + ".t")) {
            while (result.next()) {
                rows.put(result.getInt(1), result.getInt(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    private Map<Integer, Integer> destination(String database) {
        Map<Integer, Integer> rows = new TreeMap<>();
        for (Map<String, ?> row : sink.rows(database + "_t")) {
            rows.put((Integer) row.get("id"), (Integer) row.get("v"));
        }
        return rows;
    }

    private void awaitRows(SyncRun run, String database, Map<Integer, Integer> rows) {
        await().atMost(PATIENCE).until(() -> {
            assertThat(run.status().state()).isNotEqualTo(SyncState.FAILED);
            return sink.tables().contains(database + "_t")
                    && destination(database).equals(rows);
        });
    }

    private static void awaitRunning(SyncRun run) {
        await().atMost(PATIENCE).until(() -> run.status().state() == SyncState.RUNNING);
    }

    @Test
    void followingFromTheEarliestPlaceAndCopyingEndInTheSameRows() throws Exception {
        TestServer server = TestServer.shared();
        String database = freshTable(server);
        for (int i = 0; i < 50; i++) {
            server.execute(
                    "INSERT INTO " + database + ".t VALUES (" + i + ", 0), (" + (1_000 + i) + ", 0)",
                    "UPDATE " + database + ".t SET v = v + 1 WHERE id <= " + i,
                    "DELETE FROM " + database + ".t WHERE id = " + (1_000 + i));
        }
        try (SyncRun run = pipeline(server, database).build().start(StartPoint.earliest())) {
            for (int i = 0; i < 20; i++) {
                server.execute(
                        "UPDATE " + database + ".t SET v = v + 1 WHERE id % 3 = " + i % 3,
                        "INSERT INTO " + database + ".t VALUES (" + (2_000 + i) + ", " + i + ")");
            }
            await().atMost(PATIENCE).until(() -> run.status().allTablesCopied());
            server.execute("INSERT INTO " + database + ".t VALUES (9999, 0)");
            awaitRows(run, database, source(server, database));
            assertThat(run.stop()).isEqualTo(SyncState.STOPPED);
        }
        server.execute("DROP DATABASE " + database);
    }

    @Test
    void aStartPointTakesTheCheckpointsPlaceOnce() throws Exception {
        TestServer server = TestServer.shared();
        String database = freshTable(server);
        SyncPipeline pipeline =
                pipeline(server, database).mode(SyncMode.INCREMENTAL).build();
        Position begin;
        try (SyncRun run = pipeline.start(StartPoint.latest())) {
            awaitRunning(run);
            begin = TestSources.positionOf(server);
            server.execute("INSERT INTO " + database + ".t VALUES (1, 1)");
            awaitRows(run, database, Map.of(1, 1));
            run.stop();
        }
        server.execute("INSERT INTO " + database + ".t VALUES (2, 2)");
        try (SyncRun run = pipeline.start(StartPoint.latest())) {
            awaitRunning(run);
            server.execute("INSERT INTO " + database + ".t VALUES (3, 3)");
            awaitRows(run, database, Map.of(1, 1, 3, 3));
            run.stop();
        }
        try (SyncRun run = pipeline.start(StartPoint.position(begin))) {
            awaitRows(run, database, Map.of(1, 1, 2, 2, 3, 3));
            run.stop();
        }
        server.execute("INSERT INTO " + database + ".t VALUES (4, 4)");
        try (SyncRun run = pipeline.start()) {
            awaitRows(run, database, source(server, database));
            assertThat(run.status().changes()).isEqualTo(1);
        }
        server.execute("DROP DATABASE " + database);
    }

    @Test
    void aPlaceThatTheServerDoesNotHaveEndsTheRunAtOnce() {
        TestServer server = TestServer.shared();
        String database = freshTable(server);
        SyncPipeline pipeline = pipeline(server, database).build();
        try (SyncRun run = pipeline.start(StartPoint.position(MySqlPosition.file("binlog.999999", 4)))) {
            assertThatThrownBy(() -> run.await(PATIENCE))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("binlog.999999 is not on ");
        }
        try (SyncRun run = pipeline.start(StartPoint.at(Instant.parse("2100-01-01T00:00:00Z")))) {
            assertThatThrownBy(() -> run.await(PATIENCE))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageContaining("future");
        }
        server.execute("DROP DATABASE " + database);
    }

    @Test
    void aChangeOfShapeBehindTheStartPointStopsTheRunWithBothShapes() {
        TestServer server = TestServer.shared();
        String database = freshTable(server);
        Position begin = TestSources.positionOf(server);
        server.execute(
                "INSERT INTO " + database + ".t VALUES (1, 1)",
                "ALTER TABLE " + database + ".t ADD COLUMN more INT",
                "INSERT INTO " + database + ".t VALUES (2, 2, 2)");
        try (SyncRun run =
                pipeline(server, database).mode(SyncMode.INCREMENTAL).build().start(StartPoint.position(begin))) {
            assertThatThrownBy(() -> run.await(PATIENCE))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(database + ".t were logged with another shape than the tracked one")
                    .hasMessageContaining("2 columns against 3")
                    .hasMessageContaining("begin behind that change");
        }
        server.execute("DROP DATABASE " + database);
    }

    @Test
    void theDelayOfAnIdleServerStaysSmallAndGrowsOnceItIsGone(@TempDir Path directory) throws Exception {
        try (TestServer server = TestServer.start(directory)) {
            String database = freshTable(server);
            try (SyncRun run = pipeline(server, database).build().start()) {
                server.execute("INSERT INTO " + database + ".t VALUES (1, 1)");
                awaitRows(run, database, Map.of(1, 1));
                long written = System.nanoTime();
                // were it the time since the last transaction, it would be as long as nothing has been written
                await().atMost(PATIENCE).until(() -> {
                    Duration idle = Duration.ofNanos(System.nanoTime() - written);
                    return idle.compareTo(HEARTBEAT.multipliedBy(10)) > 0 && lag(run).compareTo(idle.dividedBy(3)) < 0;
                });

                server.stop();

                await().atMost(PATIENCE).until(() -> run.status().restarts() > 0);
                Duration gone = lag(run);
                await().atMost(PATIENCE).until(() -> lag(run).compareTo(gone.plus(HEARTBEAT.multipliedBy(10))) > 0);
                assertThat(run.status().state()).isNotEqualTo(SyncState.FAILED);

                server.restart();
                await().atMost(PATIENCE).until(() -> lag(run).compareTo(HEARTBEAT.multipliedBy(5)) < 0);
                server.execute("INSERT INTO " + database + ".t VALUES (2, 2)");
                awaitRows(run, database, Map.of(1, 1, 2, 2));
            }
        }
    }

    private static Duration lag(SyncRun run) {
        return run.status().lag().orElseThrow();
    }
}
