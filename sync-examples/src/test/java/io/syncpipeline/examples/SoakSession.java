package io.syncpipeline.examples;

import io.syncpipeline.mysql.testserver.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A connection that changes the soak's tables, opened again after it was lost: the server may crash at any time. Statements may fail
 * when others change the same rows or tables at the same time; which may is said here, and any other failure is one of the test. Used
 * by one thread at a time.
 */
final class SoakSession implements AutoCloseable {

    /** Server errors that a statement of a concurrent, random workload may meet. */
    private static final Set<Integer> EXPECTED = Set.of(
            1050, // a table of this name is there already
            1051, // there is no such table
            1053, // the server is shutting down
            1054, // there is no such column
            1060, // a column of this name is there already
            1062, // the key is there already
            1091, // there is no such column to drop
            1146, // there is no such table
            1205, // waited too long for a lock
            1213, // deadlock
            1264, // the value is out of the column's range
            1406, // the text is too long
            1412, // the table was changed by another session
            1690, // the result is out of the type's range
            1317, // interrupted
            1397, // XA: no such transaction
            1402, // XA: was rolled back
            1614, // XA: was rolled back for a deadlock
            1613, // XA: was rolled back for waiting too long
            1927); // killed

    private final TestServer server;
    private final String database;
    private final String settings;
    private final Outcomes outcomes;
    private @Nullable Connection connection;

    /** What became of the transactions of all sessions. Thread-safe. */
    static final class Outcomes {

        private final AtomicLong transactions = new AtomicLong();
        private final AtomicLong completed = new AtomicLong();
        private final Map<Integer, Long> failed = new TreeMap<>();

        /** Transactions that ended as they were meant to: committed, rolled back or prepared. */
        long completed() {
            return completed.get();
        }

        /** All that were begun. */
        long transactions() {
            return transactions.get();
        }

        private synchronized void failed(int error) {
            failed.merge(error, 1L, Long::sum);
        }

        @Override
        public synchronized String toString() {
            return completed + " of " + transactions + " transactions completed, the others failed with " + failed;
        }
    }

    /** What is done over the connection. */
    @FunctionalInterface
    interface Work {
        void with(Connection connection, Statement statement) throws SQLException;
    }

    /**
     * @param settings the session's own, as SET wants them
     */
    SoakSession(TestServer server, String database, String settings, Outcomes outcomes) {
        this.server = server;
        this.database = database;
        this.settings = settings;
        this.outcomes = outcomes;
    }

    /** Does something that counts as one transaction; a failure that has to be expected is counted and ends it. */
    void transaction(Work work) {
        try {
            Connection open = open();
            outcomes.transactions.incrementAndGet();
            open.setAutoCommit(true);
            try (Statement statement = open.createStatement()) {
                work.with(open, statement);
            }
            outcomes.completed.incrementAndGet();
        } catch (SQLException e) {
            close();
            outcomes.failed(isLost(e) ? 0 : e.getErrorCode());
            if (!isLost(e) && !EXPECTED.contains(e.getErrorCode())) {
                throw new IllegalStateException(
                        "a statement of the soak failed with " + e.getErrorCode() + ": " + e.getMessage(), e);
            }
        }
    }

    private static boolean isLost(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("08") || e.getErrorCode() == 1053;
    }

    private Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = server.root();
            connection = open;
            try (Statement statement = open.createStatement()) {
                statement.execute("USE " + database);
                statement.execute("SET SESSION innodb_lock_wait_timeout = 1, SESSION lock_wait_timeout = 2");
                if (!settings.isEmpty()) {
                    statement.execute(settings);
                }
            }
        }
        return open;
    }

    /** Closes the connection; the server rolls back what was not committed. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // The server is gone, and the connection with it.
                outcomes.failed(e.getErrorCode());
            }
        }
    }
}
