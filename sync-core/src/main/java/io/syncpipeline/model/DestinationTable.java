package io.syncpipeline.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A destination table, as it is or as it shall be.
 *
 * @param name its name, without project or schema, which belong to the sink
 * @param kind its kind
 * @param columns its data columns in order
 * @param primaryKey names of the key's columns in key order; empty for tables without a key
 * @param partitionColumns its partition columns in order; empty for a table without partitions
 * @param bucketCount the number of buckets that rows are spread over; 0: the sink's default
 * @param comment its comment; empty for none
 * @param properties further table properties in the sink's own words; {@link #LIFECYCLE} is a number of days
 */
public record DestinationTable(
        String name,
        TableKind kind,
        List<DestinationColumn> columns,
        List<String> primaryKey,
        List<DestinationColumn> partitionColumns,
        int bucketCount,
        String comment,
        Map<String, String> properties) {

    /** The property that says after how many days the destination drops what has not changed. */
    public static final String LIFECYCLE = "lifecycle";

    public DestinationTable {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(comment, "comment");
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        partitionColumns = List.copyOf(partitionColumns);
        properties = Map.copyOf(properties);
    }

    /** The index of a data column, by name without regard to case. */
    public OptionalInt indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(column)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
