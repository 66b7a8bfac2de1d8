package io.syncpipeline.examples;

import io.syncpipeline.mysql.testserver.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Everything that changes the source during a soak: writers and a session that changes shapes. Started and stopped once. */
final class SoakWorkload implements AutoCloseable {

    private static final int WRITERS = 3;
    private static final long WRITER_PAUSE_MILLIS = 4;
    private static final long DEFINITION_PAUSE_MILLIS = 400;
    private static final Duration LONGEST = Duration.ofSeconds(120);

    private final Place place;
    private final SoakSession.Outcomes outcomes = new SoakSession.Outcomes();
    private final PreparedByHand prepared;
    private final List<AutoCloseable> sessions = new ArrayList<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(WRITERS + 1);

    /** Where the workload works, and what it does there. */
    record Place(TestServer server, String database, List<SoakTable> tables, long seed) {}

    SoakWorkload(Place place) {
        this.place = place;
        this.prepared = new PreparedByHand(place.database());
    }

    /** Makes the tables, with rows in them. */
    void prepare() throws SQLException {
        try (Connection root = place.server().root();
                Statement statement = root.createStatement()) {
            statement.execute("USE " + place.database());
            statement.execute("CREATE TABLE marker (id INT NOT NULL PRIMARY KEY, step INT NOT NULL)");
            statement.execute("INSERT INTO marker VALUES (1, 0)");
            for (SoakTable table : place.tables()) {
                statement.execute(table.create());
                statement.execute(RandomStatements.firstRows(table));
            }
        }
    }

    void start() {
        for (int i = 0; i < WRITERS; i++) {
            RandomWriter writer = new RandomWriter(place, i, prepared, outcomes);
            sessions.add(writer);
            running.add(executor.scheduleWithFixedDelay(writer, 0, WRITER_PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        }
        RandomDefinitions definitions = new RandomDefinitions(place, outcomes);
        sessions.add(definitions);
        running.add(executor.scheduleWithFixedDelay(
                definitions, DEFINITION_PAUSE_MILLIS, DEFINITION_PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** The pipeline has begun to follow. */
    void followed() {
        prepared.allow();
    }

    /** Waits until so many more transactions have been completed. */
    void await(int transactions) {
        long goal = outcomes.completed() + transactions;
        Awaitility.await("transactions of the workload")
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> outcomes.completed() >= goal || running.stream().anyMatch(Future::isDone));
        requireAlive();
    }

    private void requireAlive() {
        for (Future<?> session : running) {
            if (session.isDone()) {
                try {
                    session.get();
                } catch (ExecutionException e) {
                    throw new IllegalStateException("the workload failed", e.getCause());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    SoakSession.Outcomes outcomes() {
        return outcomes;
    }

    /** Ends all changes, and the transactions that are still prepared. The last change is the marker's. */
    void stop() throws Exception {
        requireAlive();
        close();
        place.server().execute("UPDATE " + place.database() + ".marker SET step = step + 1");
    }

    /** Ends all changes, and the transactions that are still prepared, whose locks would outlive everything. */
    @Override
    public void close() throws Exception {
        executor.shutdown();
        if (!executor.awaitTermination(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("a transaction has not ended within " + LONGEST);
        }
        for (AutoCloseable session : sessions) {
            session.close();
        }
        try (Connection root = place.server().root();
                Statement statement = root.createStatement()) {
            prepared.endAll(statement, new Random(place.seed()));
        }
    }
}
