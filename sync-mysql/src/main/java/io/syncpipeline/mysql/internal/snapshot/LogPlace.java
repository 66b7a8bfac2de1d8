package io.syncpipeline.mysql.internal.snapshot;

import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.internal.connection.BinlogStatus;
import io.syncpipeline.mysql.internal.connection.ServerVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Stamps copied rows with the end of the binlog, as changes are stamped with their place in it. Thread-safe. */
final class LogPlace {

    private static final int LACKS_PRIVILEGE = 1227;

    private final ServerVersion version;
    private volatile boolean unknown;

    LogPlace(ServerVersion version) {
        this.version = version;
    }

    /** The place now; 0:0 when the server writes no binlog or does not tell this account, which copying alone does not need. */
    Transaction at(Connection connection, Instant time) throws SQLException {
        if (unknown) {
            return new Transaction(0, 0, time);
        }
        try {
            return BinlogStatus.of(connection, version)
                    .map(end -> new Transaction(BinlogPosition.fileNumber(end.file()), end.offset(), time))
                    .orElseGet(() -> new Transaction(0, 0, time));
        } catch (SQLException e) {
            if (e.getErrorCode() != LACKS_PRIVILEGE) {
                throw e;
            }
            unknown = true;
            return new Transaction(0, 0, time);
        }
    }
}
