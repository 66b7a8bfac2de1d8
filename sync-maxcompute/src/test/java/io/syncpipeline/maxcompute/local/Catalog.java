package io.syncpipeline.maxcompute.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The schemas, tables and partitions of the project, kept in the database and in memory. Thread-safe; a table's own
 * changes are made under its lock.
 */
final class Catalog {

    /** The schema of tables that are named without one. */
    static final String DEFAULT_SCHEMA = "default";

    private static final String INTERNAL = "\"local maxcompute\"";

    private final Database database;
    private final Set<String> schemas = new ConcurrentSkipListSet<>();
    private final Map<String, Table> tables = new ConcurrentHashMap<>();
    private final AtomicLong lastTableId = new AtomicLong();

    Catalog(Database database) throws SQLException {
        this.database = database;
        try (Connection connection = database.open();
                Statement statement = connection.createStatement()) {
            prepare(statement);
            load(statement);
        }
    }

    private static void prepare(Statement statement) throws SQLException {
        statement.execute("CREATE SCHEMA IF NOT EXISTS " + INTERNAL);
        statement.execute("CREATE TABLE IF NOT EXISTS " + INTERNAL + ".schemas(name VARCHAR PRIMARY KEY)");
        statement.execute("CREATE TABLE IF NOT EXISTS " + INTERNAL
                + ".tables(id BIGINT PRIMARY KEY, definition CHARACTER LARGE OBJECT)");
        statement.execute("CREATE TABLE IF NOT EXISTS " + INTERNAL
                + ".partitions(table_id BIGINT, path VARCHAR, created TIMESTAMP(3), PRIMARY KEY(table_id, path))");
        statement.execute("CREATE SCHEMA IF NOT EXISTS " + Names.h2(DEFAULT_SCHEMA));
        statement.execute("MERGE INTO " + INTERNAL + ".schemas VALUES('" + DEFAULT_SCHEMA + "')");
    }

    private void load(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT name FROM " + INTERNAL + ".schemas")) {
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
        }
        try (ResultSet rows = statement.executeQuery("SELECT definition FROM " + INTERNAL + ".tables")) {
            while (rows.next()) {
                TableDefinition definition = DefinitionJson.read(rows.getString(1));
                tables.put(key(definition.schema(), definition.name()), new Table(definition));
                lastTableId.accumulateAndGet(definition.id(), Math::max);
            }
        }
        for (Table table : tables.values()) {
            loadPartitions(statement, table);
        }
    }

    private static void loadPartitions(Statement statement, Table table) throws SQLException {
        TableDefinition definition = table.definition();
        try (ResultSet rows = statement.executeQuery(
                "SELECT path, created FROM " + INTERNAL + ".partitions WHERE table_id = " + definition.id())) {
            while (rows.next()) {
                table.partitions.put(
                        Partition.parse(definition, rows.getString(1)),
                        rows.getTimestamp(2).toInstant());
            }
        }
    }

    List<String> schemas() {
        return List.copyOf(schemas);
    }

    boolean hasSchema(String schema) {
        return schemas.contains(Names.folded(schema));
    }

    void createSchema(String schema) throws SQLException {
        database.run("CREATE SCHEMA IF NOT EXISTS " + Names.h2(schema));
        database.run("MERGE INTO " + INTERNAL + ".schemas VALUES('" + schema + "')");
        schemas.add(schema);
    }

    void dropSchema(String schema) throws SQLException {
        database.run("DROP SCHEMA " + Names.h2(schema));
        database.run("DELETE FROM " + INTERNAL + ".schemas WHERE name = '" + schema + "'");
        schemas.remove(schema);
    }

    Optional<Table> find(String schema, String name) {
        return Optional.ofNullable(tables.get(key(Names.folded(schema), Names.folded(name))));
    }

    /** The tables of a schema in the order of their names. */
    List<Table> tables(String schema) {
        return tables.values().stream()
                .filter(table -> table.definition().schema().equalsIgnoreCase(schema))
                .sorted(Comparator.comparing(table -> table.definition().name()))
                .toList();
    }

    long nextTableId() {
        return lastTableId.incrementAndGet();
    }

    /** Adds a table whose H2 table exists. */
    void add(TableDefinition definition) throws SQLException {
        store(definition);
        tables.put(key(definition.schema(), definition.name()), new Table(definition));
    }

    /** Removes a table whose H2 table is gone. */
    void remove(Table table) throws SQLException {
        TableDefinition definition = table.definition();
        tables.remove(key(definition.schema(), definition.name()));
        table.drop();
        database.run("DELETE FROM " + INTERNAL + ".tables WHERE id = " + definition.id());
        database.run("DELETE FROM " + INTERNAL + ".partitions WHERE table_id = " + definition.id());
    }

    /** Replaces the definition of a table, which may have another name. */
    void redefine(Table table, TableDefinition definition) throws SQLException {
        TableDefinition before = table.definition();
        store(definition);
        table.define(definition);
        String oldKey = key(before.schema(), before.name());
        String newKey = key(definition.schema(), definition.name());
        if (!oldKey.equals(newKey)) {
            tables.put(newKey, table);
            tables.remove(oldKey);
        }
    }

    void addPartitions(Table table, Collection<Partition> partitions) throws SQLException {
        Instant now = Instant.now();
        try (Connection connection = database.open();
                PreparedStatement insert =
                        connection.prepareStatement("MERGE INTO " + INTERNAL + ".partitions VALUES(?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (Partition partition : partitions) {
                insert.setLong(1, table.definition().id());
                insert.setString(2, partition.path(table.definition()));
                insert.setTimestamp(3, Timestamp.from(now));
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
        partitions.forEach(partition -> table.partitions.put(partition, now));
    }

    void removePartition(Table table, Partition partition) throws SQLException {
        try (Connection connection = database.open();
                PreparedStatement delete = connection.prepareStatement(
                        "DELETE FROM " + INTERNAL + ".partitions WHERE table_id = ? AND path = ?")) {
            delete.setLong(1, table.definition().id());
            delete.setString(2, partition.path(table.definition()));
            delete.executeUpdate();
        }
        table.partitions.remove(partition);
    }

    private void store(TableDefinition definition) throws SQLException {
        try (Connection connection = database.open();
                PreparedStatement merge =
                        connection.prepareStatement("MERGE INTO " + INTERNAL + ".tables KEY(id) VALUES(?, ?)")) {
            merge.setLong(1, definition.id());
            merge.setString(2, DefinitionJson.write(definition));
            merge.executeUpdate();
        }
    }

    private static String key(String schema, String name) {
        return schema + "." + name;
    }
}
