package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import io.syncpipeline.mysql.internal.connection.PreparedXa;
import java.sql.SQLException;
import java.util.List;

/**
 * The rows of an XA transaction are logged when it is prepared. A first start looks for them in the present binlog file and the one before;
 * of a transaction that was prepared earlier following knows nothing when it is committed later, and stops then.
 */
final class PreparedTransactionsCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) throws SQLException {
        List<String> prepared = PreparedXa.of(server.connection()).orElse(List.of());
        if (prepared.isEmpty()) {
            return List.of();
        }
        return List.of(Finding.warning(
                "XA transactions",
                prepared.size() + " XA transactions are prepared and not decided, such as '" + prepared.get(0)
                        + "'; when one was prepared before the last two binlog files, changes captured tables and is committed,"
                        + " following that begins now stops",
                "commit or roll them back (XA RECOVER lists them) before the first start if they are old; a pipeline that has followed the log"
                        + " since before knows their rows"));
    }
}
