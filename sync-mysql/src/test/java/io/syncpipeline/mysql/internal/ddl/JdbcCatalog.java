package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.type.MySqlType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a test server's information_schema, in a way of its own so that it can disagree with what it is compared with. */
final class JdbcCatalog implements ServerCatalog {

    private final Connection connection;

    JdbcCatalog(Connection connection) {
        this.connection = connection;
    }

    ServerDialect dialect() throws SQLException {
        String version = single("SELECT VERSION()");
        String[] numbers = version.replaceFirst("[^0-9.].*", "").split("\\.", -1);
        int number = Integer.parseInt(numbers[0]) * 10_000
                + Integer.parseInt(numbers[1]) * 100
                + Integer.parseInt(numbers[2]);
        return new ServerDialect(
                version.contains("MariaDB"),
                number,
                Integer.parseInt(single("SELECT @@lower_case_table_names")),
                single("SELECT @@character_set_server"),
                single("SELECT @@explicit_defaults_for_timestamp").equals("1"));
    }

    /** The mode of this connection's session, from its names rather than its bits. */
    SqlMode mode() throws SQLException {
        List<String> names = List.of(single("SELECT @@sql_mode").split(",", -1));
        return new SqlMode(
                names.contains("ANSI_QUOTES"),
                !names.contains("NO_BACKSLASH_ESCAPES"),
                names.contains("REAL_AS_FLOAT"),
                names.contains("MAXDB"),
                names.contains("ORACLE"));
    }

    String single(String sql) throws SQLException {
        return rows(sql).get(0).get(0);
    }

    /** All tables of the databases whose names begin so. */
    Map<TableId, ServerTable> tablesOf(String databasePrefix) throws SQLException {
        return read("TABLE_SCHEMA LIKE ?", databasePrefix + "%");
    }

    @Override
    public String databaseCharset(String database) {
        try {
            return rows(
                            "SELECT DEFAULT_CHARACTER_SET_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?",
                            database)
                    .get(0)
                    .get(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<TableId, ServerTable> tables(Collection<TableId> tables) {
        Map<TableId, ServerTable> found = new HashMap<>();
        try {
            for (TableId id : tables) {
                found.putAll(read("TABLE_SCHEMA = ? AND TABLE_NAME = ?", id.database(), id.table()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private Map<TableId, ServerTable> read(String condition, String... parameters) throws SQLException {
        Map<TableId, List<Column>> columns = new HashMap<>();
        for (List<String> row : rows(
                "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, CHARACTER_SET_NAME, IS_NULLABLE, COLUMN_COMMENT"
                        + " FROM information_schema.COLUMNS WHERE " + condition + " ORDER BY ORDINAL_POSITION",
                parameters)) {
            columns.computeIfAbsent(id(row), id -> new ArrayList<>()).add(column(row.subList(2, row.size())));
        }
        Map<TableId, List<List<String>>> keyParts = new HashMap<>();
        for (List<String> row : rows(
                "SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS"
                        + " WHERE NON_UNIQUE = 0 AND " + condition + " ORDER BY INDEX_NAME, SEQ_IN_INDEX",
                parameters)) {
            keyParts.computeIfAbsent(id(row), id -> new ArrayList<>()).add(row.subList(2, row.size()));
        }
        Map<TableId, ServerTable> tables = new HashMap<>();
        for (List<String> row : rows(
                "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_COLLATION, TABLE_COMMENT FROM information_schema.TABLES"
                        + " WHERE TABLE_TYPE = 'BASE TABLE' AND " + condition,
                parameters)) {
            TableId id = id(row);
            tables.put(
                    id,
                    table(
                            id,
                            columns.getOrDefault(id, List.of()),
                            keyParts.getOrDefault(id, List.of()),
                            row.get(2).replaceFirst("_.*", ""),
                            row.get(3)));
        }
        return tables;
    }

    private static TableId id(List<String> row) {
        return new TableId(row.get(0), row.get(1));
    }

    private static Column column(List<String> row) {
        boolean labels = row.get(1).startsWith("enum(") || row.get(1).startsWith("set(");
        return MySqlType.column(
                row.get(0),
                row.get(1).replaceAll(" */\\*M?!.*\\*/", ""),
                row.get(2).isEmpty() && labels ? "binary" : row.get(2),
                row.get(3).equals("YES"),
                row.get(4));
    }

    private static ServerTable table(
            TableId id, List<Column> columns, List<List<String>> keyParts, String charset, String comment) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        List<String> partial = new ArrayList<>();
        for (List<String> part : keyParts) {
            String name = part.get(0);
            keys.computeIfAbsent(name, n -> new ArrayList<>()).add(part.get(1));
            if (!name.equals("PRIMARY")
                    && (part.get(1).isEmpty() || !part.get(2).isEmpty())) {
                partial.add(name);
            }
        }
        partial.forEach(keys::remove);
        List<String> primaryKey = keys.getOrDefault("PRIMARY", List.of());
        keys.remove("PRIMARY");
        List<List<String>> identifying = keys.values().stream()
                .filter(key -> key.stream().allMatch(name -> columns.stream()
                        .anyMatch(column -> column.name().equals(name) && !column.nullable())))
                .toList();
        return new ServerTable(new TableSchema(id, columns, primaryKey, identifying, comment), charset, keys);
    }

    /** The rows of a query; NULL as empty text. */
    List<List<String>> rows(String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                List<List<String>> rows = new ArrayList<>();
                int width = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= width; i++) {
                        String value = result.getString(i);
                        row.add(value == null ? "" : value);
                    }
                    rows.add(row);
                }
                return rows;
            }
        }
    }
}
