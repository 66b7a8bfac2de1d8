package io.syncpipeline.mysql.internal.snapshot;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.internal.connection.ConnectionSettings;
import io.syncpipeline.mysql.internal.connection.Failures;
import io.syncpipeline.mysql.internal.connection.MySqlConnector;
import io.syncpipeline.mysql.internal.connection.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot reader's connection: opened when it is needed, dropped after a failure, and ended by whoever closes the reader. Only {@link
 * #close()} may be called by another thread.
 */
final class SnapshotConnection {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotConnection.class);

    /** The query's connection has ended meanwhile. */
    private static final int NO_SUCH_THREAD = 1094;

    private final MySqlConnector connector;
    private final String pipeline;
    private final Object lock = new Object();
    private @Nullable Connection connection;
    private String serverThread = "";
    private boolean busy;
    private boolean closed;

    /** Connects by the given connector, which stays the caller's. */
    SnapshotConnection(MySqlConnector connector, String pipeline) {
        this.connector = connector;
        this.pipeline = pipeline;
    }

    /** Something to do over the connection. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    ConnectionSettings settings() {
        return connector.settings();
    }

    /** Does something; a failure drops the connection. */
    <T> T use(String doing, Work<T> work) {
        Connection open = open();
        busy(true);
        try {
            return work.run(open);
        } catch (SQLException e) {
            drop();
            throw failure(doing, e);
        } finally {
            busy(false);
        }
    }

    /** The open connection. */
    Connection open() {
        synchronized (lock) {
            refuseWhenClosed();
            if (connection != null) {
                return connection;
            }
        }
        Connection opened = connector.open();
        try {
            String id = Queries.text(opened, "SELECT CONNECTION_ID()").orElse("");
            synchronized (lock) {
                if (!closed) {
                    connection = opened;
                    serverThread = id;
                    return opened;
                }
            }
        } catch (SQLException e) {
            abort(opened);
            throw Failures.during("opening a connection for copying", settings(), e);
        }
        abort(opened);
        throw closedAlready();
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw closedAlready();
        }
    }

    private SourceException closedAlready() {
        return SourceException.retryable("the snapshot reader of " + settings().address() + " is closed", null);
    }

    /** What a failure means, which may have been brought about by closing. */
    SourceException failure(String doing, SQLException e) {
        synchronized (lock) {
            if (closed) {
                return SourceException.retryable(doing + " was ended, as the snapshot reader was closed", e);
            }
        }
        return Failures.during(doing, settings(), e);
    }

    /** Says whether the server is working on something that it has to be told to end when the reader is closed. */
    void busy(boolean now) {
        synchronized (lock) {
            busy = now;
        }
    }

    /** Cuts the connection off, whatever is under way. The next use opens another one. */
    void drop() {
        Connection dropped;
        synchronized (lock) {
            dropped = connection;
            connection = null;
        }
        if (dropped != null) {
            abort(dropped);
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("a connection that is of no more use could not be ended", e);
        }
    }

    void close() {
        Connection open;
        boolean working;
        String thread;
        synchronized (lock) {
            open = connection;
            working = busy;
            thread = serverThread;
            closed = true;
        }
        if (open == null) {
            return;
        }
        if (working) {
            kill(thread);
            drop();
            return;
        }
        synchronized (lock) {
            connection = null;
        }
        try {
            open.close();
        } catch (SQLException e) {
            LOG.debug("{}: an idle connection could not be closed", pipeline, e);
        }
    }

    // The server notices a connection that was cut off only when it next sends a row, which may be long after.
    private void kill(String thread) {
        try (Connection other = connector.open();
                Statement statement = other.createStatement()) {
            statement.execute("KILL QUERY " + thread);
        } catch (SQLException | SourceException e) {
            if (!(e instanceof SQLException failure && failure.getErrorCode() == NO_SUCH_THREAD)) {
                LOG.warn(
                        "{}: query {} of {} could not be killed; it ends when the server next writes to it",
                        pipeline,
                        thread,
                        settings(),
                        e);
            }
        }
    }
}
