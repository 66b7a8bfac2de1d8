package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.connection.Queries;
import io.syncpipeline.mysql.internal.connection.SqlText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the storage engine changes by itself, following a foreign key, is not logged, except by MySQL 9.6 and later, where the server
 * itself follows the keys.
 */
final class ForeignKeyCascadeCheck implements Check {

    private static final int SHOWN_TABLES = 10;

    /** MariaDB shows the keys of each table by a statement of its own; of a server with more tables, the first ones are looked at. */
    private static final int LOOKED_AT_TABLES = 1000;

    private static final int TABLE_DENIED = 1142;
    private static final Pattern CASCADE =
            Pattern.compile("\\s*CONSTRAINT .* FOREIGN KEY .* ON (DELETE|UPDATE) (CASCADE|SET NULL|SET DEFAULT).*");

    @Override
    public List<Finding> findings(CheckedServer server) throws SQLException {
        if (server.variable("innodb_native_foreign_keys").equals("OFF")
                || server.tables().isEmpty()) {
            return List.of();
        }
        Set<TableId> changed = server.version().mariaDb() ? byDefinition(server) : byCatalog(server);
        if (changed.isEmpty()) {
            return List.of();
        }
        String names =
                changed.stream().limit(SHOWN_TABLES).map(TableId::toString).collect(Collectors.joining(", "));
        return List.of(
                Finding.warning(
                        "foreign keys",
                        changed.size()
                                + " tables are changed by foreign keys with CASCADE, SET NULL or SET DEFAULT, which the server does not"
                                + " log: " + names + (changed.size() > SHOWN_TABLES ? ", ..." : ""),
                        "delete and update child rows by statements of their own, or copy these tables again after such changes"));
    }

    private static Set<TableId> byCatalog(CheckedServer server) throws SQLException {
        Set<TableId> tables = Set.copyOf(server.tables());
        Set<TableId> changed = new TreeSet<>();
        for (Map<String, String> row : Queries.rows(
                server.connection(),
                "SELECT CONSTRAINT_SCHEMA, TABLE_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE DELETE_RULE IN"
                        + " ('CASCADE', 'SET NULL', 'SET DEFAULT') OR UPDATE_RULE IN ('CASCADE', 'SET NULL', 'SET DEFAULT')")) {
            TableId table = new TableId(row.getOrDefault("constraint_schema", ""), row.getOrDefault("table_name", ""));
            if (tables.contains(table)) {
                changed.add(table);
            }
        }
        return changed;
    }

    // MariaDB's catalog shows foreign keys only to accounts that may change the table
    private static Set<TableId> byDefinition(CheckedServer server) throws SQLException {
        Set<TableId> changed = new TreeSet<>();
        for (TableId table : server.tables()
                .subList(0, Math.min(LOOKED_AT_TABLES, server.tables().size()))) {
            if (definition(server.connection(), table).lines().anyMatch(line -> CASCADE.matcher(line)
                    .matches())) {
                changed.add(table);
            }
        }
        return changed;
    }

    private static String definition(Connection connection, TableId table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW CREATE TABLE " + SqlText.table(table))) {
            return result.next() ? result.getString(2) : "";
        } catch (SQLException e) {
            if (e.getErrorCode() == TABLE_DENIED) {
                // The check of privileges says so
                return "";
            }
            throw e;
        }
    }
}
