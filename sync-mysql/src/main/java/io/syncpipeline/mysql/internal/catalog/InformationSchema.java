package io.syncpipeline.mysql.internal.catalog;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.ddl.ServerTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads the server's catalog. A few tables are asked for one by one, which every server answers without looking at others; many are
 * read by database, or all at once, so that the number of queries does not grow with the number of tables. Used by one thread at a time.
 */
public final class InformationSchema {

    private static final String NOT_SYSTEM =
            "TABLE_SCHEMA NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys', 'ndbinfo')";

    /** From this many tables on they are read by database rather than one by one. */
    private static final int MANY_TABLES = 20;

    /** From this many databases on the whole server is read at once. */
    private static final int MANY_DATABASES = 50;

    private final Connection connection;

    /** Asks over this connection, which stays the caller's. */
    public InformationSchema(Connection connection) {
        this.connection = connection;
    }

    /** All tables that the filter accepts, in order; no views, sequences, temporary or system tables. */
    public List<TableId> tables(Predicate<TableId> filter) throws SQLException {
        List<TableId> tables = new ArrayList<>();
        String query =
                "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_TYPE IN ('BASE TABLE',"
                        + " 'SYSTEM VERSIONED') AND " + NOT_SYSTEM;
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                TableId table = new TableId(result.getString(1), result.getString(2));
                if (filter.test(table)) {
                    tables.add(table);
                }
            }
        }
        tables.sort(null);
        return tables;
    }

    /**
     * The definitions of the given tables; one that does not exist is missing in the result.
     *
     * @throws io.syncpipeline.model.SourceException fatal, when one of the tables cannot be captured
     */
    public Map<TableId, ServerTable> definitions(Collection<TableId> tables) throws SQLException {
        Set<TableId> wanted = new HashSet<>(tables);
        Map<TableId, TableDefinition> found = new LinkedHashMap<>();
        for (Part part : parts(wanted)) {
            readTables(part, wanted, found);
            readColumns(part, found);
            readKeys(part, found);
        }
        Map<TableId, ServerTable> definitions = new LinkedHashMap<>();
        for (TableId table : tables) {
            TableDefinition definition = found.get(table);
            if (definition != null) {
                definitions.put(table, definition.build());
            }
        }
        return definitions;
    }

    /** One table's definition, or empty when it does not exist. */
    public Optional<ServerTable> definition(TableId table) throws SQLException {
        return Optional.ofNullable(definitions(List.of(table)).get(table));
    }

    /** The default character set of a database, or empty when it does not exist. */
    public Optional<String> databaseCharset(String database) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?")) {
            statement.setString(1, database);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(result.getString(2)) : Optional.empty();
            }
        }
    }

    /** About how many rows a table has, by the storage engine's statistics; 0 when it has none. */
    public long estimatedRows(TableId table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT TABLE_ROWS FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?")) {
            statement.setString(1, table.database());
            statement.setString(2, table.table());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getLong(1) : 0;
            }
        }
    }

    /**
     * About how many bytes the rows of tables take, without their secondary indexes, by the storage engine's statistics; MySQL 8 keeps them
     * for a day ({@code information_schema_stats_expiry}). One of which they say nothing is missing in the result.
     */
    public Map<TableId, Long> dataBytes(Collection<TableId> tables) throws SQLException {
        Set<TableId> wanted = new HashSet<>(tables);
        Map<TableId, Long> bytes = new LinkedHashMap<>();
        for (Part part : parts(wanted)) {
            String columns = "TABLE_SCHEMA, TABLE_NAME, DATA_LENGTH";
            read("SELECT " + columns + " FROM information_schema.TABLES WHERE " + part.condition(), part, result -> {
                TableId table = new TableId(result.getString(1), result.getString(2));
                long length = result.getLong(3);
                if (wanted.contains(table) && !result.wasNull()) {
                    bytes.put(table, length);
                }
            });
        }
        return bytes;
    }

    /** A condition that covers some of the tables, with the values of its places. */
    private record Part(String condition, List<String> values) {}

    private static List<Part> parts(Set<TableId> wanted) {
        if (wanted.size() <= MANY_TABLES) {
            return wanted.stream()
                    .map(table ->
                            new Part("TABLE_SCHEMA = ? AND TABLE_NAME = ?", List.of(table.database(), table.table())))
                    .toList();
        }
        List<String> databases =
                wanted.stream().map(TableId::database).distinct().toList();
        if (databases.size() <= MANY_DATABASES) {
            return databases.stream()
                    .map(database -> new Part("TABLE_SCHEMA = ?", List.of(database)))
                    .toList();
        }
        return List.of(new Part(NOT_SYSTEM, List.of()));
    }

    private void readTables(Part part, Set<TableId> wanted, Map<TableId, TableDefinition> found) throws SQLException {
        String columns = "TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, TABLE_COLLATION, TABLE_COMMENT";
        read("SELECT " + columns + " FROM information_schema.TABLES WHERE " + part.condition(), part, result -> {
            TableId table = new TableId(result.getString(1), result.getString(2));
            String type = result.getString(3);
            // Names are compared without regard to case in the catalog of old servers, so tables come that nobody wants
            if (wanted.contains(table) && (type.equals("BASE TABLE") || type.equals("SYSTEM VERSIONED"))) {
                found.put(
                        table,
                        new TableDefinition(
                                table, type.equals("SYSTEM VERSIONED"), result.getString(4), result.getString(5)));
            }
        });
    }

    private void readColumns(Part part, Map<TableId, TableDefinition> found) throws SQLException {
        String columns =
                "TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, CHARACTER_SET_NAME, IS_NULLABLE, COLUMN_COMMENT,"
                        + " ORDINAL_POSITION";
        String order = " ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION";
        read(
                "SELECT " + columns + " FROM information_schema.COLUMNS WHERE " + part.condition() + order,
                part,
                result -> {
                    TableDefinition table = found.get(new TableId(result.getString(1), result.getString(2)));
                    if (table != null) {
                        String charset = result.getString(5);
                        table.column(
                                result.getString(3),
                                result.getString(4),
                                charset == null ? "" : charset,
                                result.getString(6).equals("YES"),
                                result.getString(7));
                    }
                });
    }

    private void readKeys(Part part, Map<TableId, TableDefinition> found) throws SQLException {
        String columns = "TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART, NULLABLE, SEQ_IN_INDEX";
        String order = " ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX";
        String query = "SELECT " + columns + " FROM information_schema.STATISTICS WHERE NON_UNIQUE = 0 AND "
                + part.condition() + order;
        read(query, part, result -> {
            TableDefinition table = found.get(new TableId(result.getString(1), result.getString(2)));
            if (table != null) {
                boolean partial = result.getString(5) != null;
                table.keyColumn(result.getString(3), result.getString(4), partial, "YES".equals(result.getString(6)));
            }
        });
    }

    @FunctionalInterface
    private interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }

    private void read(String query, Part part, RowConsumer consumer) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < part.values().size(); i++) {
                statement.setString(i + 1, part.values().get(i));
            }
            // Row by row: a server with many tables answers with more than should be held twice
            statement.setFetchSize(Integer.MIN_VALUE);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    consumer.accept(result);
                }
            }
        }
    }
}
