package io.syncpipeline.testkit;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.TableAlteration;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table of a {@link RecordingSink}: its shape and its committed rows. Not thread-safe. */
final class RecordedTable {

    private DestinationTable shape;
    private final Map<List<Object>, Map<String, @Nullable Object>> rows = new LinkedHashMap<>();
    private final Map<Map<String, Object>, String> partitions = new LinkedHashMap<>();
    private long appended;

    RecordedTable(DestinationTable shape) {
        this.shape = shape;
    }

    DestinationTable shape() {
        return shape;
    }

    /**
     * The values of the partition that a mutation names, by column.
     *
     * @throws DirtyRowException when a value is empty
     * @throws IllegalArgumentException when the text names other columns than the table has
     */
    static Map<String, Object> partition(DestinationTable table, String text) {
        Map<String, Object> values = new LinkedHashMap<>();
        String[] parts = text.isEmpty() ? new String[0] : text.split(",", -1);
        if (parts.length != table.partitionColumns().size()) {
            throw misnamed(table, text);
        }
        for (int i = 0; i < parts.length; i++) {
            DestinationColumn column = table.partitionColumns().get(i);
            int equals = parts[i].indexOf('=');
            if (equals < 0 || !parts[i].substring(0, equals).equalsIgnoreCase(column.name())) {
                throw misnamed(table, text);
            }
            String value = parts[i].substring(equals + 1);
            if (value.isEmpty()) {
                throw new DirtyRowException(
                        table.name() + ": the partition column '" + column.name() + "' is empty in '" + text + "'");
            }
            values.put(id(column.name()), RecordedTypes.ofPartition(column.type(), value));
        }
        return values;
    }

    private static IllegalArgumentException misnamed(DestinationTable table, String text) {
        return new IllegalArgumentException(table.name() + " is partitioned by "
                + table.partitionColumns().stream().map(DestinationColumn::name).toList()
                + "; a mutation names the partition '" + text + "'");
    }

    /** The partitions that were written to, as the first mutation of each named it. */
    List<String> partitions() {
        return List.copyOf(partitions.values());
    }

    void apply(DestinationTable writtenAs, Mutation mutation) {
        Map<String, Object> partition = partition(writtenAs, mutation.partition());
        if (!partition.isEmpty()) {
            partitions.putIfAbsent(partition, mutation.partition());
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>(partition);
        for (int i = 0; i < mutation.size(); i++) {
            row.put(id(writtenAs.columns().get(i).name()), comparable(mutation.get(i)));
        }
        switch (mutation.kind()) {
            case UPSERT -> rows.put(key(row), row);
            case DELETE -> rows.remove(key(row));
            case APPEND -> rows.put(List.of(appended++), row);
        }
    }

    private List<Object> key(Map<String, @Nullable Object> row) {
        List<Object> key = new ArrayList<>();
        for (DestinationColumn column : shape.partitionColumns()) {
            key.add(Objects.requireNonNull(row.get(id(column.name()))));
        }
        for (String column : shape.primaryKey()) {
            Object value = row.get(id(column));
            if (value == null) {
                throw SinkException.fatal(shape.name() + ": the key column '" + column + "' is NULL in " + row, null);
            }
            key.add(value);
        }
        return key;
    }

    private static @Nullable Object comparable(@Nullable Object value) {
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }

    /**
     * The committed rows in the order of their partitions' and keys' text, each as values by column name, those of partition columns last.
     */
    List<Map<String, @Nullable Object>> rows() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        rows.entrySet().stream()
                .sorted(Comparator.comparing(e -> sortable(e.getKey())))
                .forEach(e -> {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    shape.columns().forEach(c -> row.put(c.name(), e.getValue().get(id(c.name()))));
                    shape.partitionColumns()
                            .forEach(c -> row.put(c.name(), e.getValue().get(id(c.name()))));
                    all.add(row);
                });
        return all;
    }

    private static String sortable(List<Object> key) {
        StringBuilder text = new StringBuilder();
        for (Object part : key) {
            text.append(part instanceof Number n ? String.format("%020d", n.longValue()) : part)
                    .append('|');
        }
        return text.toString();
    }

    int size() {
        return rows.size();
    }

    void truncate() {
        rows.clear();
    }

    void alter(TableAlteration alteration) {
        List<DestinationColumn> columns = new ArrayList<>(shape.columns());
        if (alteration instanceof TableAlteration.AddColumns add) {
            add.columns().stream()
                    .filter(c -> shape.indexOf(c.name()).isEmpty())
                    .forEach(columns::add);
        } else if (alteration instanceof TableAlteration.DropColumns drop) {
            columns.removeIf(c -> drop.names().stream().anyMatch(c.name()::equalsIgnoreCase));
            drop.names().forEach(n -> rows.values().forEach(row -> row.remove(id(n))));
        } else if (alteration instanceof TableAlteration.ChangeType change) {
            int index = index(change.column().name()).orElseThrow(() -> refused("it has no such column", alteration));
            columns.set(index, change.column());
            DataType stored = RecordedTypes.stored(change.column().type());
            rows.values()
                    .forEach(row -> row.computeIfPresent(
                            id(change.column().name()), (name, value) -> ScriptedTable.convert(value, stored)));
        } else if (alteration instanceof TableAlteration.RenameColumn rename) {
            rename(columns, rename);
        }
        shape = new DestinationTable(
                shape.name(),
                shape.kind(),
                columns,
                shape.primaryKey(),
                shape.partitionColumns(),
                shape.bucketCount(),
                shape.comment(),
                shape.properties());
    }

    private void rename(List<DestinationColumn> columns, TableAlteration.RenameColumn rename) {
        Optional<Integer> from = index(rename.from());
        Optional<Integer> to = index(rename.to());
        if (from.isEmpty() && to.isPresent()) {
            return;
        }
        if (from.isEmpty() || to.isPresent()) {
            throw refused("it has the columns " + columns, rename);
        }
        if (shape.primaryKey().stream().anyMatch(rename.from()::equalsIgnoreCase)) {
            throw refused("a key column cannot be renamed", rename);
        }
        DestinationColumn old = columns.get(from.get());
        columns.set(
                from.get(),
                new DestinationColumn(rename.to(), old.type(), old.valueType(), old.nullable(), old.comment()));
        rows.values().forEach(row -> row.put(id(rename.to()), row.remove(id(rename.from()))));
    }

    void renamed(String to) {
        shape = new DestinationTable(
                to,
                shape.kind(),
                shape.columns(),
                shape.primaryKey(),
                shape.partitionColumns(),
                shape.bucketCount(),
                shape.comment(),
                shape.properties());
    }

    private SinkException refused(String why, TableAlteration alteration) {
        return SinkException.fatal(shape.name() + " cannot be altered by " + alteration + ": " + why, null);
    }

    private Optional<Integer> index(String column) {
        var index = shape.indexOf(column);
        return index.isPresent() ? Optional.of(index.getAsInt()) : Optional.empty();
    }

    private static String id(String column) {
        return column.toLowerCase(Locale.ROOT);
    }
}
