package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table's shape with all that later statements may refer to: index names and the default character set. Immutable. */
final class TrackedTable {

    /** Stands for the name of an index whose name is not known. */
    static final String UNKNOWN_NAME = "";

    private final TableSchema schema;
    private final String charset;
    private final List<TrackedColumn> columns;
    private final List<TableIndex> indexes;

    TrackedTable(
            TableId id,
            String charset,
            List<TrackedColumn> columns,
            List<String> primaryKey,
            List<TableIndex> indexes,
            String comment) {
        this.charset = charset;
        this.columns = List.copyOf(columns);
        this.indexes = List.copyOf(indexes);
        List<Column> plain = columns.stream().map(TrackedColumn::column).toList();
        List<List<String>> uniqueKeys = indexes.stream()
                .filter(TableIndex::unique)
                .map(TableIndex::columns)
                .filter(key -> identifies(key, plain))
                .toList();
        this.schema = new TableSchema(id, plain, primaryKey, ServerTable.ordered(uniqueKeys), comment);
    }

    /**
     * A table of a known shape, which may be older than what the server says now.
     *
     * @param schema the shape, which counts
     * @param table what the server says now, for what the shape leaves out; null when it does not have the table
     * @param databaseCharset the character set of tables that name none
     */
    static TrackedTable of(TableSchema schema, @Nullable ServerTable table, String databaseCharset) {
        String charset = table == null ? usualCharset(schema, databaseCharset) : table.charset();
        List<TableIndex> indexes = new ArrayList<>();
        List<List<String>> unnamed = new ArrayList<>(schema.uniqueKeys());
        if (table != null) {
            table.uniqueKeys().forEach((name, key) -> {
                boolean known = unnamed.remove(key);
                // one that is not known was made after the shape, or waits for a column to become NOT NULL
                if (known || !identifies(key, schema.columns())) {
                    indexes.add(new TableIndex(name, true, key));
                }
            });
        }
        unnamed.forEach(key -> indexes.add(new TableIndex(UNKNOWN_NAME, true, key)));
        return new TrackedTable(
                schema.table(), charset, tracked(schema), schema.primaryKey(), indexes, schema.comment());
    }

    private static List<TrackedColumn> tracked(TableSchema schema) {
        return schema.columns().stream().map(TrackedColumn::of).toList();
    }

    /** The one character set that all columns have, for a table that the server has no more and cannot be asked for. */
    private static String usualCharset(TableSchema schema, String databaseCharset) {
        List<String> charsets = schema.columns().stream()
                .map(Column::charset)
                .filter(charset -> !charset.isEmpty())
                .distinct()
                .toList();
        return charsets.size() == 1 ? charsets.get(0) : databaseCharset;
    }

    private static boolean identifies(List<String> key, List<Column> columns) {
        return !key.isEmpty()
                && key.stream().allMatch(name -> columns.stream()
                        .anyMatch(column -> column.name().equalsIgnoreCase(name) && !column.nullable()));
    }

    TableId id() {
        return schema.table();
    }

    TableSchema schema() {
        return schema;
    }

    String charset() {
        return charset;
    }

    List<TrackedColumn> columns() {
        return columns;
    }

    List<TableIndex> indexes() {
        return indexes;
    }

    /** The same table under another name. */
    TrackedTable renamed(TableId name) {
        return new TrackedTable(name, charset, columns, schema.primaryKey(), indexes, schema.comment());
    }

    /** Another table made in the likeness of this one. */
    TrackedTable copiedAs(TableId name) {
        return new TrackedTable(name, charset, tracked(schema), schema.primaryKey(), indexes, schema.comment());
    }
}
