package io.syncpipeline.maxcompute.internal.record;

import java.util.List;

/**
 * What the tunnel says about a table when a session is opened: what records must look like and which bucket they belong to.
 *
 * @param columns the table's columns in order
 * @param hashKey names of the columns whose hashes choose the bucket
 * @param hasher the service's name of the hash function: {@code default} or {@code legacy}
 * @param bucketCount the number of buckets
 */
public record TableLayout(List<Field> columns, List<String> hashKey, String hasher, int bucketCount) {

    public TableLayout {
        columns = List.copyOf(columns);
        hashKey = List.copyOf(hashKey);
    }

    /**
     * One column of the table.
     *
     * @param name its name
     * @param type its type as the tunnel spells it
     * @param nullable whether it may hold NULL
     */
    public record Field(String name, String type, boolean nullable) {}
}
