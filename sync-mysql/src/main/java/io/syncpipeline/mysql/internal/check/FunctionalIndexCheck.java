package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.connection.Queries;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Functional indexes, of versions that log the columns hidden behind them as if they were the table's own. */
final class FunctionalIndexCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) throws SQLException {
        if (!server.version().isMySqlFrom(8, 0, 13) || server.version().isMySqlFrom(8, 0, 18)) {
            return List.of();
        }
        Set<TableId> indexed = new HashSet<>();
        for (Map<String, String> row : Queries.rows(
                server.connection(),
                "SELECT DISTINCT TABLE_SCHEMA, TABLE_NAME FROM information_schema.STATISTICS WHERE EXPRESSION IS NOT NULL")) {
            indexed.add(new TableId(row.getOrDefault("table_schema", ""), row.getOrDefault("table_name", "")));
        }
        return server.tables().stream()
                .filter(indexed::contains)
                .map(table -> Finding.error(
                        table.toString(),
                        "the table has a functional index: the server hides a column behind it, which "
                                + server.version() + " logs with the rows at a place that cannot be told",
                        "update the server to 8.0.18 or later, drop the index, or leave the table out"))
                .toList();
    }
}
