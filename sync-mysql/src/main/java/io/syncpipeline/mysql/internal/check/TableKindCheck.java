package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.connection.Queries;
import io.syncpipeline.mysql.internal.connection.SqlText;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tables that keep the history of their rows log it too. */
final class TableKindCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) throws SQLException {
        if (!server.version().mariaDb()) {
            return List.of();
        }
        Set<TableId> versioned = new HashSet<>();
        for (Map<String, String> row : Queries.rows(
                server.connection(),
                "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_TYPE = 'SYSTEM VERSIONED'")) {
            versioned.add(new TableId(row.getOrDefault("table_schema", ""), row.getOrDefault("table_name", "")));
        }
        return server.tables().stream()
                .filter(versioned::contains)
                .map(table -> Finding.error(
                        table.toString(),
                        "the table is system-versioned: its log holds the history of rows beside the rows, which cannot be told apart",
                        "leave the table out, or ALTER TABLE " + SqlText.table(table) + " DROP SYSTEM VERSIONING"))
                .toList();
    }
}
