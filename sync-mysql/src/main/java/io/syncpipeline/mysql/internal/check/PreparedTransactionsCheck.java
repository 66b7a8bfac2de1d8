package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import io.syncpipeline.mysql.internal.connection.Queries;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The rows of an XA transaction are logged when it is prepared. Following that begins behind that place knows nothing of them when the
 * transaction is committed later, and stops then.
 */
final class PreparedTransactionsCheck implements Check {

    // MySQL 8.0 and later let only accounts with XA_RECOVER_ADMIN ask
    private static final int NOT_ALLOWED = 1401;

    @Override
    public List<Finding> findings(CheckedServer server) throws SQLException {
        List<Map<String, String>> prepared;
        try {
            prepared = Queries.rows(server.connection(), "XA RECOVER");
        } catch (SQLException e) {
            if (e.getErrorCode() == NOT_ALLOWED) {
                return List.of();
            }
            throw e;
        }
        if (prepared.isEmpty()) {
            return List.of();
        }
        return List.of(Finding.warning(
                "XA transactions",
                prepared.size() + " XA transactions are prepared and not decided, such as '"
                        + prepared.get(0).getOrDefault("data", "")
                        + "'; when one changes captured tables and is committed, following that began after its preparation stops",
                "commit or roll them back (XA RECOVER lists them) before the first start; a pipeline that has followed the log since"
                        + " before knows their rows"));
    }
}
