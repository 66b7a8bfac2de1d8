package io.syncpipeline.mysql.internal.session;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.internal.binlog.GtidSet;
import io.syncpipeline.mysql.internal.connection.BinlogStatus;
import io.syncpipeline.mysql.internal.connection.Queries;
import io.syncpipeline.mysql.internal.connection.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks, before a log is followed from a position, whether it still is the log that the position was taken from: a server that was reset,
 * or restored from a backup, or a replica that lags behind, lacks what the position says is done. Asked for its log, such a server may
 * wait without a word for the missing transactions (MariaDB), or leave out what it has logged since under their names.
 */
final class ResumeCheck {

    // "Error when executing command SHOW BINLOG EVENTS: ..."
    private static final int WRONG_OFFSET = 1220;

    // an account that may follow may not be allowed to list events, depending on the server's version
    private static final int NO_ACCESS = 1227;

    private static final Set<String> WITHIN_TRANSACTIONS = Set.of(
            "Query",
            "Xid",
            "Table_map",
            "Write_rows",
            "Update_rows",
            "Delete_rows",
            "Write_rows_v1",
            "Update_rows_v1",
            "Delete_rows_v1",
            "Transaction_payload",
            "Annotate_rows",
            "XA_prepare");

    private final Connection connection;
    private final Server server;
    private final String address;
    private final BinlogPosition from;
    private final BinlogPosition place;
    private final boolean byGtids;

    /**
     * A check of one position.
     *
     * @param connection asks the server
     * @param server what kind of server it is
     * @param address the server, for messages
     * @param from the position
     * @param byGtids whether the server is asked for what comes behind GTIDs rather than for a file and offset
     */
    ResumeCheck(Connection connection, Server server, String address, BinlogPosition from, boolean byGtids) {
        this.connection = connection;
        this.server = server;
        this.address = address;
        this.from = from;
        this.place = from.readFrom();
        this.byGtids = byGtids;
    }

    /**
     * Asks the server.
     *
     * @throws SourceException when the log is another one, or does not reach to the position yet
     * @throws SQLException when the server cannot be asked
     */
    void run() throws SQLException {
        Optional<BinlogStatus> status = BinlogStatus.of(connection, server.version());
        if (status.isEmpty()) {
            return; // a log that is not written cannot be followed either, which is reported with the reason
        }
        BinlogStatus end = status.get();
        if (from.file() != null && place.file() != null && isThisServersFile()) {
            checkEnd(end, from.file());
            checkEvent(place.file());
        }
        GtidSet gtids = from.gtids();
        // GTIDs of the other kind of server are refused when the log is asked for
        if (byGtids && gtids != null && gtids.isMariaDb() == server.version().mariaDb()) {
            checkGtids(end, gtids);
        }
    }

    private boolean isThisServersFile() {
        return place.server() == null ? !byGtids : place.server().equals(server.uuid());
    }

    private void checkEnd(BinlogStatus end, String file) {
        long number = BinlogPosition.fileNumber(file);
        long last = BinlogPosition.fileNumber(end.file());
        if (number > last || (number == last && from.offset() > end.offset())) {
            throw another("its log ends at " + end.file() + ":" + end.offset());
        }
    }

    /**
     * An event begins at the position, or the file ends there. Servers differ in what they answer to an offset within an event: an
     * error, or the event behind it. With GTIDs it need not be the first of a transaction: heartbeats tell of places within those that
     * a server skips.
     */
    private void checkEvent(String file) throws SQLException {
        if (Queries.rows(connection, "SHOW BINARY LOGS").stream().noneMatch(row -> file.equals(row.get("log_name")))) {
            return; // purged, which the server tells when it is asked for its log
        }
        long offset = Math.max(place.offset(), BinlogPosition.FIRST_OFFSET);
        List<Map<String, String>> rows;
        try {
            rows = Queries.rows(
                    connection, "SHOW BINLOG EVENTS IN '" + file.replace("'", "''") + "' FROM " + offset + " LIMIT 1");
        } catch (SQLException e) {
            if (e.getErrorCode() == WRONG_OFFSET) {
                throw another("no event begins at " + file + ":" + offset + " (" + e.getMessage() + ")");
            }
            if (e.getErrorCode() == NO_ACCESS) {
                return;
            }
            throw e;
        }
        if (rows.isEmpty()) {
            return;
        }
        Map<String, String> event = rows.get(0);
        if (!Long.toString(offset).equals(event.get("pos"))) {
            throw another("no event begins at " + file + ":" + offset);
        }
        String type = event.getOrDefault("event_type", "");
        if (!byGtids && WITHIN_TRANSACTIONS.contains(type)) {
            throw another("no transaction begins at " + file + ":" + offset + ", but an event of type " + type);
        }
    }

    private void checkGtids(BinlogStatus end, GtidSet gtids) throws SQLException {
        GtidSet logged = GtidSet.parse(end.gtids(), server.version().mariaDb());
        if (logged.covers(gtids)) {
            return;
        }
        // a moment after the transaction's commit began, or on a replica, they may still come
        throw SourceException.retryable(
                "cannot go on from " + from + ": " + address + " has only the transactions " + logged
                        + ". It is a replica that lags behind, or it was reset, restored or promoted without the others; when they"
                        + " do not come, copy the tables again",
                null);
    }

    private SourceException another(String reason) {
        return SourceException.fatal(
                "cannot go on from " + from + ": the log of " + address
                        + " is not the one that this position was taken from, because " + reason
                        + ". It was reset (RESET BINARY LOGS, RESET MASTER), restored from a backup, or lost its end in a crash without"
                        + " sync_binlog=1; copy the tables again",
                null);
    }
}
