package io.syncpipeline.testkit;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table of a {@link RecordingSink}: its shape and its committed rows. Not thread-safe. */
final class RecordedTable {

    private DestinationTable shape;
    private final Map<List<Object>, Map<String, @Nullable Object>> rows = new LinkedHashMap<>();
    private long appended;

    RecordedTable(DestinationTable shape) {
        this.shape = shape;
    }

    DestinationTable shape() {
        return shape;
    }

    void apply(DestinationTable writtenAs, Mutation mutation) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
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

    /** The committed rows in the order of their keys' text, each as values by column name. */
    List<Map<String, @Nullable Object>> rows() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        rows.entrySet().stream()
                .sorted(Comparator.comparing(e -> sortable(e.getKey())))
                .forEach(e -> {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    shape.columns().forEach(c -> row.put(c.name(), e.getValue().get(id(c.name()))));
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
