package io.syncpipeline.internal.plan;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The columns of a destination as its source tables want them, one after the other. A column that several have takes the wider type. */
final class MergedColumns {

    private final String destination;
    private final List<Finding> findings;
    private final Map<String, DestinationColumn> columns = new LinkedHashMap<>();
    private final Map<String, TableId> origin = new LinkedHashMap<>();

    MergedColumns(String destination, List<Finding> findings) {
        this.destination = destination;
        this.findings = findings;
    }

    /** Adds a column of a source table, which has no other of the same name. */
    void add(TableId table, DestinationColumn wanted) {
        String id = wanted.name().toLowerCase(Locale.ROOT);
        DestinationColumn known = columns.putIfAbsent(id, wanted);
        TableId first = origin.computeIfAbsent(id, c -> table);
        if (known == null) {
            return;
        }
        Optional<DataType> wider = ValueTypes.wider(known.valueType(), wanted.valueType());
        boolean alike = known.type().equals(wanted.type()) || !known.valueType().equals(wanted.valueType());
        if (wider.isEmpty() || !alike) {
            findings.add(Finding.error(
                    destination,
                    "column '" + wanted.name() + "' has different types: " + known.valueType() + " in " + first + ", "
                            + wanted.valueType() + " in " + table,
                    "make the source columns alike, or do not merge these tables"));
        } else if (!wider.get().equals(known.valueType())) {
            columns.put(id, wanted);
        }
    }

    List<DestinationColumn> all() {
        return List.copyOf(columns.values());
    }
}
