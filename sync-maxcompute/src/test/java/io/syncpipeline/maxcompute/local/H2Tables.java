package io.syncpipeline.maxcompute.local;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Creates and alters the H2 tables behind the tables of the catalog. Callers hold the table's lock. */
final class H2Tables {

    private final Database database;

    H2Tables(Database database) {
        this.database = database;
    }

    /** The H2 name of a table. */
    static String name(TableDefinition table) {
        return Names.h2(table.schema()) + "." + Names.h2(table.name());
    }

    void create(TableDefinition table) throws SQLException {
        List<String> parts = new ArrayList<>();
        List<String> key = new ArrayList<>();
        for (TableColumn column : table.columns()) {
            parts.add(definition(column, table.largeColumns().contains(column.id())));
        }
        for (TableColumn column : table.partitionColumns()) {
            parts.add(definition(column, false));
            key.add(Names.h2(column.name()));
        }
        if (table.hasPrimaryKey()) {
            table.primaryKey().forEach(name -> key.add(Names.h2(name)));
            parts.add("PRIMARY KEY(" + String.join(",", key) + ")");
        }
        database.run("CREATE TABLE " + name(table) + "(" + String.join(",", parts) + ")");
    }

    void drop(TableDefinition table) throws SQLException {
        database.run("DROP TABLE " + name(table));
    }

    void truncate(TableDefinition table) throws SQLException {
        database.run("TRUNCATE TABLE " + name(table));
    }

    void rename(TableDefinition table, String newName) throws SQLException {
        database.run("ALTER TABLE " + name(table) + " RENAME TO " + Names.h2(newName));
    }

    /** Adds a column after the others, before the partition columns. */
    void addColumn(TableDefinition table, TableColumn column) throws SQLException {
        String place = table.isPartitioned()
                ? " BEFORE " + Names.h2(table.partitionColumns().get(0).name())
                : "";
        database.run("ALTER TABLE " + name(table) + " ADD COLUMN " + definition(column, false) + place);
    }

    void dropColumn(TableDefinition table, TableColumn column) throws SQLException {
        database.run("ALTER TABLE " + name(table) + " DROP COLUMN " + Names.h2(column.name()));
    }

    void renameColumn(TableDefinition table, TableColumn column, String newName) throws SQLException {
        database.run("ALTER TABLE " + name(table) + " ALTER COLUMN " + Names.h2(column.name()) + " RENAME TO "
                + Names.h2(newName));
    }

    void retypeColumn(TableDefinition table, TableColumn column, ColumnType type, boolean large) throws SQLException {
        database.run("ALTER TABLE " + name(table) + " ALTER COLUMN " + Names.h2(column.name()) + " SET DATA TYPE "
                + H2Types.definition(type, large));
    }

    void allowNull(TableDefinition table, TableColumn column) throws SQLException {
        database.run("ALTER TABLE " + name(table) + " ALTER COLUMN " + Names.h2(column.name()) + " DROP NOT NULL");
    }

    private static String definition(TableColumn column, boolean large) {
        return Names.h2(column.name()) + " " + H2Types.definition(column.type(), large)
                + (column.nullable() ? "" : " NOT NULL");
    }
}
