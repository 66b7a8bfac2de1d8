package io.syncpipeline.internal.plan;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import io.syncpipeline.spi.SinkSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of a destination as its source tables want them, one after the other. A column that several have takes the least type that
 * holds the values of all.
 */
final class MergedColumns {

    private final String destination;
    private final SinkSession sink;
    private final List<Finding> findings;
    private final Map<String, DestinationColumn> columns = new LinkedHashMap<>();
    private final Map<String, TableId> origin = new LinkedHashMap<>();

    MergedColumns(String destination, SinkSession sink, List<Finding> findings) {
        this.destination = destination;
        this.sink = sink;
        this.findings = findings;
    }

    /** Adds a column of a source table, which has no other of the same name. */
    void add(TableId table, DestinationColumn wanted) {
        String id = wanted.name().toLowerCase(Locale.ROOT);
        DestinationColumn known = columns.putIfAbsent(id, wanted);
        TableId first = origin.computeIfAbsent(id, c -> table);
        if (known != null) {
            merge(id, known, first, wanted, table);
        }
    }

    private void merge(String id, DestinationColumn known, TableId first, DestinationColumn wanted, TableId table) {
        DataType some = known.valueType();
        DataType other = wanted.valueType();
        Optional<DataType> common = ValueTypes.common(some, other);
        String differs = "column '" + wanted.name() + "' has different types: " + some + " in " + first + ", " + other
                + " in " + table;
        if (common.isEmpty() || (some.equals(other) && !known.type().equals(wanted.type()))) {
            findings.add(Finding.error(
                    destination,
                    some.equals(other)
                            ? "rules choose different types for column '" + wanted.name() + "': " + known.type()
                                    + " in " + first + ", " + wanted.type() + " in " + table
                            : differs,
                    "make the source columns alike, give them the same rule, or do not merge these tables"));
        } else if (common.get().equals(other) && !other.equals(some)) {
            columns.put(id, wanted);
        } else if (!common.get().equals(some)) {
            DestinationColumn held = holding(known, wanted, common.get());
            findings.add(Finding.info(destination, differs + "; it becomes " + held.type() + ", which holds both"));
            columns.put(id, held);
        }
    }

    /** A column for a type that neither has. One type that rules choose for both stays. */
    private DestinationColumn holding(DestinationColumn known, DestinationColumn wanted, DataType common) {
        String type = known.type().equals(wanted.type())
                ? known.type()
                : sink.typeFor(new Column(known.name(), common, "", "", true, known.comment()));
        return new DestinationColumn(known.name(), type, common, known.nullable(), known.comment());
    }

    List<DestinationColumn> all() {
        return List.copyOf(columns.values());
    }
}
