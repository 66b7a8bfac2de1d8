package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.connection.Queries;
import io.syncpipeline.mysql.internal.connection.Server;
import io.syncpipeline.mysql.internal.connection.ServerVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A server that is being looked at, with what several checks ask for.
 *
 * @param connection for more questions
 * @param server what kind of server it is
 * @param readerId the id under which changes will be followed
 * @param tables the tables that will be read
 * @param variables global variables by name; those the server does not have are missing
 * @param grants the account's privileges
 */
record CheckedServer(
        Connection connection,
        Server server,
        long readerId,
        List<TableId> tables,
        Map<String, String> variables,
        Grants grants) {

    private static final String[] VARIABLES = {
        "log_bin",
        "binlog_format",
        "binlog_row_image",
        "binlog_row_value_options",
        "binlog_expire_logs_seconds",
        "binlog_expire_logs_auto_purge",
        "expire_logs_days",
        "log_slave_updates",
        "log_replica_updates",
        "max_allowed_packet",
        "enforce_gtid_consistency",
        "innodb_native_foreign_keys"
    };

    static CheckedServer of(Connection connection, Server server, long readerId, Collection<TableId> tables)
            throws SQLException {
        return new CheckedServer(
                connection,
                server,
                readerId,
                tables.stream().sorted().toList(),
                Queries.globalVariables(connection, VARIABLES),
                Grants.of(connection));
    }

    ServerVersion version() {
        return server.version();
    }

    /** A global variable; empty text when the server does not have it. */
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    boolean has(String variable) {
        return variables.containsKey(variable);
    }
}
