package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.connection.SqlText;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The account has to be allowed to read the tables. */
final class SelectPrivilegeCheck implements Check {

    private static final int TABLE_DENIED = 1142;
    private static final int COLUMN_DENIED = 1143;
    private static final int SHOWN_TABLES = 10;

    @Override
    public List<Finding> findings(CheckedServer server) throws SQLException {
        Grants grants = server.grants();
        if (grants.has("SELECT") && !grants.restricted()) {
            return List.of();
        }
        List<TableId> denied = new ArrayList<>();
        for (TableId table : server.tables()) {
            if (isDenied(server, table)) {
                denied.add(table);
            }
        }
        if (denied.isEmpty()) {
            return List.of();
        }
        String names =
                denied.stream().limit(SHOWN_TABLES).map(TableId::toString).collect(Collectors.joining(", "));
        String more = denied.size() > SHOWN_TABLES ? " and " + (denied.size() - SHOWN_TABLES) + " more" : "";
        return List.of(Finding.error(
                "privileges",
                "the account " + grants.account() + " lacks SELECT on " + denied.size() + " tables: " + names + more,
                hint(grants, denied)));
    }

    private static boolean isDenied(CheckedServer server, TableId table) throws SQLException {
        try (Statement statement = server.connection().createStatement()) {
            statement.executeQuery("SELECT * FROM " + SqlText.table(table) + " LIMIT 0");
            return false;
        } catch (SQLException e) {
            if (e.getErrorCode() == TABLE_DENIED || e.getErrorCode() == COLUMN_DENIED) {
                return true;
            }
            throw e;
        }
    }

    private static String hint(Grants grants, List<TableId> denied) {
        return denied.stream()
                .map(TableId::database)
                .distinct()
                .limit(SHOWN_TABLES)
                .map(database -> "GRANT SELECT ON " + SqlText.name(database) + ".* TO " + grants.account())
                .collect(Collectors.joining("; "));
    }
}
