package io.syncpipeline.testkit;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts the shape of a source table together. Not thread-safe. */
public final class Shape {

    private final TableId table;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> uniqueKeys = new ArrayList<>();
    private List<String> primaryKey = List.of();

    private Shape(TableId table) {
        this.table = table;
    }

    /** A table without columns. */
    public static Shape of(String database, String table) {
        return new Shape(new TableId(database, table));
    }

    /** Adds a column that may be NULL. */
    public Shape column(String name, DataType type) {
        columns.add(nullable(name, type));
        return this;
    }

    /** Adds a column that may be NULL. */
    public Shape column(String name, DataType.Kind kind) {
        return column(name, DataType.of(kind));
    }

    /** Adds a column that may not be NULL. */
    public Shape required(String name, DataType type) {
        columns.add(new Column(name, type, nativeType(type), "", false, ""));
        return this;
    }

    /** Adds a column that may not be NULL. */
    public Shape required(String name, DataType.Kind kind) {
        return required(name, DataType.of(kind));
    }

    /** Names the columns of the primary key. */
    public Shape key(String... names) {
        primaryKey = List.of(names);
        return this;
    }

    /** Adds a unique key whose columns may not be NULL. */
    public Shape unique(String... names) {
        uniqueKeys.add(List.of(names));
        return this;
    }

    /** The shape. */
    public TableSchema build() {
        return new TableSchema(table, columns, primaryKey, uniqueKeys, "");
    }

    /** A column that may be NULL. */
    public static Column nullable(String name, DataType type) {
        return new Column(name, type, nativeType(type), "", true, "");
    }

    private static String nativeType(DataType type) {
        return type.toString().toLowerCase(Locale.ROOT);
    }
}
