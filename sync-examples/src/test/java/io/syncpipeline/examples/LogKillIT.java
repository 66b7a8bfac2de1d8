package io.syncpipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.odps.OdpsException;
import io.syncpipeline.maxcompute.local.Fault;
import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.maxcompute.local.RequestKind;
import io.syncpipeline.mysql.testserver.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes change logs over and over, and has the service lose answers: each change is in its log once. */
@Timeout(1200)
class LogKillIT {

    private static final int KILLS = Integer.getInteger("sync.test.logKills", 4);
    private static final int LARGE_TRANSACTION = 3_000;
    private static final Duration LONGEST = Duration.ofSeconds(180);
    private static final List<RequestKind> HARMED = List.of(
            RequestKind.UPLOAD_CREATE, RequestKind.UPLOAD_WRITE, RequestKind.UPLOAD_RELOAD, RequestKind.UPLOAD_COMMIT);

    @Test
    void eachChangeIsInItsLogOnceAfterKillsAtRandomMoments(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("sync.test.seed", System.nanoTime());
        System.out.println("LogKillIT seed " + seed + "; repeat with -Dsync.test.seed=" + seed);
        TestServer server = TestServer.shared();
        String database = server.freshDatabase("logs");
        SourceDatabase source =
                new SourceDatabase(server.host(), server.port(), server.user(), server.password(), "DISABLED");
        for (String table : List.of("flat", "json")) {
            server.execute("CREATE TABLE " + database + "." + table + " (id BIGINT PRIMARY KEY, v BIGINT NOT NULL)");
        }
        try (LocalMaxCompute maxCompute = LocalMaxCompute.builder()
                .project("logs")
                .directory(directory.resolve("maxcompute"))
                .start()) {
            DestinationProject destination = new DestinationProject(
                    maxCompute.endpoint(), maxCompute.tunnelEndpoint(), maxCompute.project(), "local", "local");
            PipelineProcess.Settings settings = new PipelineProcess.Settings(
                    source, destination, directory, database, 1_000, Duration.ofMillis(150), "256m");
            try (PipelineProcess first = PipelineProcess.start(settings, LogMain.class)) {
                first.await("running", LONGEST);
            }
            Changes changes = new Changes(server, database, seed);
            Future<?> running = changes.start();
            kill(settings, maxCompute, new Random(seed));
            int deaths = dieAtEachStep(settings);
            changes.stop(running);
            try (PipelineProcess last = PipelineProcess.start(settings, LogMain.class)) {
                last.await("running", LONGEST);
                awaitSame(last, source, destination, database);
                last.stop(LONGEST);
            }
            assertSame(source, destination, database);
            ReplayedLog flat = flat(destination);
            ReplayedLog json = json(destination);
            System.out.println("LogKillIT: " + KILLS + " kills, " + deaths + " deaths at a step, "
                    + changes.transactions + " transactions, "
                    + flat.records() + " flattened and " + json.records() + " JSON records, " + json.statements()
                    + " of them statements");
            assertThat(json.statements()).isEqualTo(changes.statements);
            assertThat(flat.records()).isPositive();
        }
        server.execute("DROP DATABASE " + database);
    }

    private static void kill(PipelineProcess.Settings settings, LocalMaxCompute maxCompute, Random random)
            throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            RequestKind harmed = HARMED.get(random.nextInt(HARMED.size()));
            maxCompute.misbehave(Fault.loseAnswer(harmed).after(random.nextInt(6)));
            try (PipelineProcess process = PipelineProcess.start(settings, LogMain.class)) {
                process.await("running", LONGEST);
                process.live(Duration.ofMillis(random.nextInt(1_500)));
                process.kill();
            }
        }
    }

    /** Lets processes die at each step of writing, sending, recording, committing and saving; returns how many came to theirs. */
    private static int dieAtEachStep(PipelineProcess.Settings settings) throws Exception {
        int deaths = 0;
        for (DyingEnds.Step step : DyingEnds.Step.values()) {
            boolean settling = step == DyingEnds.Step.BEFORE_SETTLING || step == DyingEnds.Step.AFTER_SETTLING;
            if (settling) {
                // So that there is something to settle
                deaths += die(settings, DyingEnds.Step.BEFORE_A_COMMIT + " 1");
            }
            deaths += die(settings, step + " " + (settling ? 1 : 3));
        }
        assertThat(deaths).isGreaterThanOrEqualTo(DyingEnds.Step.values().length);
        return deaths;
    }

    private static int die(PipelineProcess.Settings settings, String step) throws Exception {
        PipelineProcess.Settings dying = new PipelineProcess.Settings(
                settings.source(),
                settings.destination(),
                settings.directory(),
                settings.database(),
                settings.chunkRows(),
                settings.commitInterval(),
                settings.heap(),
                step);
        try (PipelineProcess process = PipelineProcess.start(dying, LogMain.class)) {
            return process.diesWithin(LONGEST) ? 1 : 0;
        }
    }

    private static ReplayedLog flat(DestinationProject destination) throws OdpsException, IOException {
        return ReplayedLog.of(
                destination,
                "SELECT _sequence_id_, _operation_type_, _before_image_, _after_image_, id, v FROM flat_log"
                        + " ORDER BY _sequence_id_, _after_image_;");
    }

    private static ReplayedLog json(DestinationProject destination) throws OdpsException, IOException {
        return ReplayedLog.of(
                destination,
                "SELECT _sequence_id_, _operation_type_, _before_image_, _after_image_,"
                        + " REGEXP_REPLACE(_data_columns_, '^.\"id\":([0-9]+),.*$', '$1'),"
                        + " REGEXP_REPLACE(_data_columns_, '^.*\"v\":([0-9]+).*$', '$1') FROM json_log"
                        + " ORDER BY _sequence_id_, _after_image_;");
    }

    private static void assertSame(SourceDatabase source, DestinationProject destination, String database)
            throws SQLException, OdpsException, IOException {
        assertThat(flat(destination).rows()).isEqualTo(rows(source, database + ".flat"));
        assertThat(json(destination).rows()).isEqualTo(rows(source, database + ".json"));
    }

    private static void awaitSame(
            PipelineProcess process, SourceDatabase source, DestinationProject destination, String database)
            throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        boolean same = false;
        while (!same && System.nanoTime() < end) {
            process.live(Duration.ofMillis(500));
            try {
                assertSame(source, destination, database);
                same = true;
            } catch (AssertionError e) {
                // Partitions become visible one after the other; the last look says what is wrong
                same = false;
            }
        }
    }

    private static Map<Long, Long> rows(SourceDatabase source, String table) throws SQLException {
        Map<Long, Long> rows = new TreeMap<>();
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT id, v FROM " + table)) {
            while (found.next()) {
                rows.put(found.getLong(1), found.getLong(2));
            }
        }
        return rows;
    }

    /** Random transactions on both tables, one every few milliseconds; each change gives its row a version that no row had. */
    private static final class Changes {

        private static final long PAUSE_MILLIS = 4;

        private final Connection connection;
        private final String database;
        private final Random random;
        private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        private long version;
        private int transactions;
        private int statements;

        Changes(TestServer server, String database, long seed) throws SQLException {
            this.connection = server.root();
            this.database = database;
            this.random = new Random(seed + 1);
        }

        Future<?> start() {
            return executor.scheduleWithFixedDelay(this::change, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }

        /** Ends them; throws what made one fail. */
        void stop(Future<?> running) throws Exception {
            running.cancel(false);
            executor.shutdown();
            assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            if (!running.isCancelled()) {
                running.get();
            }
            connection.close();
        }

        private void change() {
            try (Statement statement = connection.createStatement()) {
                transact(statement);
                if (transactions % 300 == 299 && statements < 5) {
                    statements++;
                    statement.execute("ALTER TABLE " + database + ".json ADD COLUMN c" + statements + " INT NULL");
                }
            } catch (SQLException e) {
                throw new IllegalStateException("a random transaction failed", e);
            }
        }

        private void transact(Statement statement) throws SQLException {
            connection.setAutoCommit(false);
            int count = random.nextInt(200) == 0 ? LARGE_TRANSACTION : 1 + random.nextInt(5);
            if (count == LARGE_TRANSACTION) {
                large(statement);
            } else {
                for (int i = 0; i < count; i++) {
                    changeOne(statement);
                }
            }
            if (random.nextInt(10) == 0) {
                connection.rollback();
            } else {
                connection.commit();
            }
            connection.setAutoCommit(true);
            transactions++;
        }

        private String table() {
            return database + (random.nextBoolean() ? ".flat" : ".json");
        }

        private void changeOne(Statement statement) throws SQLException {
            int key = random.nextInt(200);
            version++;
            switch (random.nextInt(3)) {
                case 0 ->
                    statement.execute(
                            "INSERT IGNORE INTO " + table() + " (id, v) VALUES (" + key + ", " + version + ")");
                case 1 -> statement.execute("UPDATE " + table() + " SET v = " + version + " WHERE id = " + key);
                default -> statement.execute("DELETE FROM " + table() + " WHERE id = " + key);
            }
        }

        private void large(Statement statement) throws SQLException {
            String table = table();
            statement.execute("DELETE FROM " + table + " WHERE id >= 1000");
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < LARGE_TRANSACTION; i++) {
                version++;
                rows.append(i == 0 ? "" : ", ")
                        .append('(')
                        .append(1_000 + i)
                        .append(", ")
                        .append(version)
                        .append(')');
            }
            statement.execute("INSERT INTO " + table + " (id, v) VALUES " + rows);
        }
    }
}
