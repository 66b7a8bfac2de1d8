package io.syncpipeline.maxcompute.internal.table;

import java.util.List;

/**
 * One partition of a table.
 *
 * @param values the value of each partition column in their order; empty for a table without partitions
 * @param specification the partition as the tunnel names it: {@code name=value} parts joined by commas; empty for a table without
 *     partitions
 */
public record Partition(List<String> values, String specification) {

    /** The only "partition" of a table without partition columns. */
    public static final Partition NONE = new Partition(List.of(), "");

    public Partition {
        values = List.copyOf(values);
    }
}
