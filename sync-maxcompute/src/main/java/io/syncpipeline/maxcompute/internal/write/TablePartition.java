package io.syncpipeline.maxcompute.internal.write;

import java.util.Map;

/**
 * What one upsert session writes to. Its text is for messages.
 *
 * @param table the table
 * @param partition the specification of the partition; empty for a table without partitions
 */
record TablePartition(String table, String partition) {

    /** The parameters of a request about it, besides those in its path. */
    Map<String, String> parameters() {
        return partition.isEmpty() ? Map.of() : Map.of("partition", partition);
    }

    @Override
    public String toString() {
        return partition.isEmpty() ? "table " + table : "partition " + partition + " of table " + table;
    }
}
