package io.syncpipeline.mysql.internal.session;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.internal.connection.Failures;
import io.syncpipeline.mysql.internal.connection.MySqlConnector;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The connection over which a session asks its questions, one at a time. It is made when needed and dropped after a failure. */
final class SessionConnection implements AutoCloseable {

    private static final int VALIDATION_SECONDS = 5;

    // A lock of its own rather than a monitor, as it is held while the server is asked
    private final ReentrantLock lock = new ReentrantLock();
    private final MySqlConnector connector;
    private @Nullable Connection connection;
    private boolean closed;

    SessionConnection(MySqlConnector connector) {
        this.connector = connector;
    }

    /** Something to ask the server. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** Asks. An idle connection that the server has ended meanwhile is replaced. */
    <T> T use(String doing, Question<T> question) {
        lock.lock();
        try {
            try {
                return question.ask(open());
            } catch (SQLException e) {
                drop();
                throw Failures.during(doing, connector.settings(), e);
            }
        } finally {
            lock.unlock();
        }
    }

    private Connection open() throws SQLException {
        if (closed) {
            throw SourceException.retryable(
                    "the session with " + connector.settings().address() + " is closed", null);
        }
        Connection open = connection;
        if (open != null && open.isValid(VALIDATION_SECONDS)) {
            return open;
        }
        drop();
        open = connector.open();
        connection = open;
        return open;
    }

    private void drop() {
        Connection dropped = connection;
        connection = null;
        if (dropped != null) {
            try {
                dropped.abort(Runnable::run);
            } catch (SQLException e) {
                throw Failures.during("ending a connection", connector.settings(), e);
            }
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            Connection open = connection;
            connection = null;
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            throw Failures.during("closing a connection", connector.settings(), e);
        } finally {
            lock.unlock();
        }
    }
}
