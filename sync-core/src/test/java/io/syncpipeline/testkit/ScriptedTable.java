package io.syncpipeline.testkit;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table of a {@link ScriptedSource} at one moment: its shape, and its rows in the order of its key. Not thread-safe. */
final class ScriptedTable {

    private static final Comparator<List<Object>> BY_KEY = ScriptedTable::compareKeys;

    private final TreeMap<List<Object>, @Nullable Object[]> rows = new TreeMap<>(BY_KEY);
    private TableSchema schema;
    private int[] key;

    ScriptedTable(TableSchema schema) {
        this.schema = schema;
        this.key = keyOf(schema);
    }

    private static int[] keyOf(TableSchema schema) {
        return ScriptedSource.keyOf(schema).stream()
                .mapToInt(k -> schema.indexOf(k).orElseThrow())
                .toArray();
    }

    TableSchema schema() {
        return schema;
    }

    List<Object> key(@Nullable Object[] row) {
        List<Object> values = new ArrayList<>();
        for (int i : key) {
            values.add(Objects.requireNonNull(row[i], "a key column may not be NULL"));
        }
        return values;
    }

    @Nullable
    Object[] get(List<Object> wanted) {
        Object[] row = rows.get(wanted);
        if (row == null) {
            throw new IllegalArgumentException(schema.table() + " has no row with the key " + wanted);
        }
        return row;
    }

    boolean has(List<Object> wanted) {
        return rows.containsKey(wanted);
    }

    void put(@Nullable Object[] row) {
        rows.put(key(row), row);
    }

    void remove(List<Object> gone) {
        rows.remove(gone);
    }

    void clear() {
        rows.clear();
    }

    int size() {
        return rows.size();
    }

    /** The rows with keys greater than one (null: from the first) up to another, inclusive (null: to the last). */
    List<@Nullable Object[]> between(@Nullable List<Object> after, @Nullable List<Object> upTo) {
        var range = after == null ? rows : rows.tailMap(after, false);
        if (upTo != null) {
            if (after != null && compareKeys(after, upTo) >= 0) {
                return List.of();
            }
            range = range.headMap(upTo, true);
        }
        return new ArrayList<>(range.values());
    }

    /** Every row as values by column name. */
    List<Map<String, @Nullable Object>> asMaps() {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        for (@Nullable Object[] row : rows.values()) {
            maps.add(asMap(schema, row));
        }
        return maps;
    }

    /** A row as values by column name. */
    static Map<String, @Nullable Object> asMap(TableSchema schema, @Nullable Object[] row) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < row.length; i++) {
            map.put(schema.columns().get(i).name(), row[i]);
        }
        return map;
    }

    /** Goes on with another shape: columns keep their values by name, those that are new are NULL. */
    void reshape(SchemaChange change, TableSchema after) {
        int[] from = new int[after.columns().size()];
        for (int i = 0; i < from.length; i++) {
            from[i] = schema.indexOf(nameBefore(change, after.columns().get(i).name()))
                    .orElse(-1);
        }
        List<@Nullable Object[]> old = new ArrayList<>(rows.values());
        rows.clear();
        schema = after;
        key = keyOf(after);
        for (@Nullable Object[] row : old) {
            @Nullable Object[] values = new @Nullable Object[from.length];
            for (int i = 0; i < from.length; i++) {
                Column column = after.columns().get(i);
                values[i] = from[i] < 0 ? null : convert(row[from[i]], column.type());
            }
            put(values);
        }
    }

    private static String nameBefore(SchemaChange change, String name) {
        return change.steps().stream()
                .filter(s -> s instanceof SchemaChange.ColumnRenamed r && r.to().equals(name))
                .map(s -> ((SchemaChange.ColumnRenamed) s).from())
                .findFirst()
                .orElse(name);
    }

    /** A value as a test writes it, in the class that its type names. */
    static @Nullable Object convert(@Nullable Object value, DataType type) {
        if (value instanceof String text) {
            return type.kind() == DataType.Kind.TEXT || type.kind() == DataType.Kind.JSON ? Text.of(text) : value;
        }
        if (value instanceof Number number) {
            return switch (type.kind()) {
                case INT8 -> number.byteValue();
                case INT16 -> number.shortValue();
                case INT32 -> number.intValue();
                case INT64 -> number.longValue();
                case FLOAT32 -> number.floatValue();
                case FLOAT64 -> number.doubleValue();
                case DECIMAL -> new BigDecimal(number.toString()).setScale(type.scale());
                case TEXT -> Text.of(number.toString());
                case BOOLEAN, BINARY, DATE, TIME, DATETIME, TIMESTAMP, JSON, FLOAT_VECTOR -> value;
            };
        }
        return value;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compareKeys(List<Object> a, List<Object> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = ((Comparable) a.get(i)).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
