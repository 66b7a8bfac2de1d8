package io.syncpipeline.mysql.internal.snapshot;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.internal.binlog.GtidSet;
import io.syncpipeline.mysql.internal.connection.Queries;
import io.syncpipeline.mysql.internal.connection.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a change that came through the binlog can be read. The server sends a transaction's events before the storage engine has
 * committed it, so a read right after the event may still miss it; the time between is short, unless commits wait for semi-synchronous
 * replicas. Immutable and thread-safe.
 */
final class Visibility {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Server server;
    private final Duration uncertainty;

    /**
     * How to wait at this server.
     *
     * @param uncertainty after which time a change counts as visible where the server cannot be asked
     */
    Visibility(Server server, Duration uncertainty) {
        this.server = server;
        this.uncertainty = uncertainty;
    }

    /** Waits until everything before the place can be read. */
    void await(SnapshotConnection connection, BinlogPosition dispatched) throws InterruptedException {
        if (!server.tellsVisibility()) {
            return;
        }
        GtidSet gtids = dispatched.gtids();
        if (server.hasMySqlGtids() && gtids == null) {
            // A start by file and offset, whose transactions have no names yet
            TimeUnit.NANOSECONDS.sleep(uncertainty.toNanos());
            return;
        }
        long deadline = System.nanoTime() + LIMIT.toNanos();
        long pause = FIRST_PAUSE_NANOS;
        while (!connection.use("waiting for " + dispatched + " to be visible", open -> isVisible(open, dispatched))) {
            if (System.nanoTime() > deadline) {
                throw SourceException.retryable(
                        "what the binlog of " + connection.settings().address() + " held before " + dispatched
                                + " was not visible to reads within " + LIMIT
                                + ". Commits may be waiting for a semi-synchronous replica; see SHOW PROCESSLIST",
                        null);
            }
            TimeUnit.NANOSECONDS.sleep(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
    }

    private boolean isVisible(Connection connection, BinlogPosition dispatched) throws SQLException {
        if (server.version().mariaDb()) {
            String file = dispatched.file();
            return file == null
                    ? snapshot(connection, true).covers(dispatched)
                    : snapshot(connection, false).covers(BinlogPosition.at(file, dispatched.offset()));
        }
        // @@gtid_executed gets a transaction after the engine has committed it. Without GLOBAL, MySQL 5.7 answers with
        // an empty set
        return Queries.text(connection, "SELECT GTID_SUBSET('" + dispatched.gtids() + "', @@GLOBAL.gtid_executed)")
                .orElse("0")
                .equals("1");
    }

    /**
     * Where the binlog stood for a consistent snapshot that is taken now. Reads that begin later see at least as much, so the snapshot
     * need not be kept.
     */
    private static BinlogPosition snapshot(Connection connection, boolean byGtids) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
            try {
                Map<String, String> status = Queries.status(connection, "binlog\\_snapshot\\_%");
                String file = status.getOrDefault("binlog_snapshot_file", "");
                String offset = status.getOrDefault("binlog_snapshot_position", "0");
                if (!byGtids) {
                    return BinlogPosition.at(file, Long.parseLong(offset));
                }
                String gtids = Queries.text(connection, "SELECT BINLOG_GTID_POS('" + file + "', " + offset + ")")
                        .orElse("");
                return BinlogPosition.after(GtidSet.parse(gtids, true));
            } finally {
                statement.execute("COMMIT");
            }
        }
    }
}
