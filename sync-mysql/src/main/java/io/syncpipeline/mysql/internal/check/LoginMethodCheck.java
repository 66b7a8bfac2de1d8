package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import io.syncpipeline.mysql.internal.connection.Queries;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The binlog client knows fewer login methods than the JDBC driver: with {@code sha256_password} tables can be copied, but not followed.
 * Every account may see how it logs in itself.
 */
final class LoginMethodCheck implements Check {

    private static final String UNKNOWN_METHOD = "sha256_password";

    @Override
    public List<Finding> findings(CheckedServer server) throws SQLException {
        if (server.version().mariaDb()) {
            // It does not have the method, and before 10.2 not the statement either
            return List.of();
        }
        List<Map<String, String>> rows = Queries.rows(server.connection(), "SHOW CREATE USER CURRENT_USER()");
        boolean unknown = rows.stream()
                .flatMap(row -> row.values().stream())
                .anyMatch(statement -> statement.contains("IDENTIFIED WITH '" + UNKNOWN_METHOD + "'"));
        return unknown
                ? List.of(
                        Finding.error(
                                "login",
                                "the account logs in with " + UNKNOWN_METHOD
                                        + ", with which tables can be copied but not followed",
                                "ALTER USER ... IDENTIFIED WITH caching_sha2_password BY '...', or mysql_native_password before MySQL 8.0"))
                : List.of();
    }
}
