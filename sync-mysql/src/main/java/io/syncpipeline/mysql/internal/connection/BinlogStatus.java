package io.syncpipeline.mysql.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The end of a server's binlog. Immutable.
 *
 * @param file the file that is being written, such as {@code binlog.000042}
 * @param offset where the next event will begin in it
 * @param gtids the transactions logged so far, in the server's own words: a GTID set of MySQL, a GTID list of MariaDB; empty when there
 *     are none
 */
public record BinlogStatus(String file, long offset, String gtids) {

    /**
     * Asks the server, which needs the privilege REPLICATION CLIENT.
     *
     * @return the end, or empty when the server writes no binlog
     */
    public static Optional<BinlogStatus> of(Connection connection, ServerVersion version) throws SQLException {
        List<Map<String, String>> rows = Queries.rows(connection, statement(version));
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> row = rows.get(0);
        String file = row.getOrDefault("file", "");
        long offset = Long.parseLong(row.getOrDefault("position", "0"));
        // Long sets are shown on several lines
        String gtids = version.mariaDb()
                ? mariaDbGtids(connection, file, offset)
                : row.getOrDefault("executed_gtid_set", "").replaceAll("\\s", "");
        return Optional.of(new BinlogStatus(file, offset, gtids));
    }

    private static String statement(ServerVersion version) {
        return version.isMySqlFrom(8, 2, 0) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
    }

    // Asked for the very place shown before: @@gtid_binlog_pos may have moved on meanwhile
    private static String mariaDbGtids(Connection connection, String file, long offset) throws SQLException {
        return Queries.text(connection, "SELECT BINLOG_GTID_POS('" + file.replace("'", "''") + "', " + offset + ")")
                .orElse("");
    }
}
