package io.syncpipeline.mysql.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Asks a server for its prepared XA transactions. */
public final class PreparedXa {

    // MySQL 8.0 and later let only accounts with XA_RECOVER_ADMIN ask
    private static final int NOT_ALLOWED = 1401;

    private PreparedXa() {}

    /** The names of the transactions that are prepared and not decided; empty when the account may not ask. */
    public static Optional<List<String>> of(Connection connection) throws SQLException {
        try {
            return Optional.of(Queries.rows(connection, "XA RECOVER").stream()
                    .map(row -> row.getOrDefault("data", ""))
                    .toList());
        } catch (SQLException e) {
            if (e.getErrorCode() == NOT_ALLOWED) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
