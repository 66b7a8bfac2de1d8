package io.syncpipeline.mysql.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What kind of server answers. Asked once when a session is opened. Immutable.
 *
 * @param version product and version
 * @param gtidMode MySQL's {@code gtid_mode}; {@code OFF} for MariaDB, which has GTIDs of another kind and always
 * @param serverId its {@code server_id}
 * @param lowerCaseTableNames its {@code lower_case_table_names}: 0, 1 or 2
 * @param characterSet its {@code character_set_server}
 * @param explicitDefaultsForTimestamp its {@code explicit_defaults_for_timestamp}
 * @param uuid MySQL's {@code server_uuid}; null for MariaDB
 */
public record Server(
        ServerVersion version,
        String gtidMode,
        long serverId,
        int lowerCaseTableNames,
        String characterSet,
        boolean explicitDefaultsForTimestamp,
        @Nullable String uuid) {

    /** Asks the server. */
    public static Server of(Connection connection) throws SQLException {
        ServerVersion version = ServerVersion.parse(connection.getMetaData().getDatabaseProductVersion());
        Map<String, String> variables = Queries.globalVariables(
                connection,
                "gtid_mode",
                "server_id",
                "lower_case_table_names",
                "character_set_server",
                "explicit_defaults_for_timestamp",
                "server_uuid");
        return new Server(
                version,
                version.mariaDb() ? "OFF" : variables.getOrDefault("gtid_mode", "OFF"),
                Long.parseLong(variables.getOrDefault("server_id", "0")),
                Integer.parseInt(variables.getOrDefault("lower_case_table_names", "0")),
                variables.getOrDefault("character_set_server", "utf8mb4"),
                variables.getOrDefault("explicit_defaults_for_timestamp", "ON").equals("ON"),
                variables.get("server_uuid"));
    }

    /** Whether each transaction of this MySQL server has a GTID. */
    public boolean hasMySqlGtids() {
        return gtidMode.equals("ON");
    }

    /** Whether it can be asked if a logged change is visible to reads. */
    public boolean tellsVisibility() {
        return version.mariaDb() || hasMySqlGtids();
    }
}
