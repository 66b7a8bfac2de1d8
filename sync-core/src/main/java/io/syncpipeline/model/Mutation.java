package io.syncpipeline.model;

import org.jspecify.annotations.Nullable;

/** One write to a destination table: values in the order of the destination's columns. Immutable; the array is not copied. */
public final class Mutation {

    /** What to do with the row. */
    public enum Kind {
        /** Insert the row, or replace the one with the same key. */
        UPSERT,
        /** Delete the row with this key; only the key's values need be there. */
        DELETE,
        /** Add the row to a table without a key. */
        APPEND
    }

    private final Kind kind;
    private final @Nullable Object[] values;
    private final String partition;
    private final int byteSize;

    /**
     * A write.
     *
     * @param kind what to do
     * @param values one value per data column of the destination, of the class its {@link DataType} names; kept, not copied
     * @param partition the partition to write to as {@code name=value} parts joined by commas; empty for a table without partitions
     * @param byteSize about how many bytes of memory it takes
     */
    public Mutation(Kind kind, @Nullable Object[] values, String partition, int byteSize) {
        this.kind = kind;
        this.values = values;
        this.partition = partition;
        this.byteSize = byteSize;
    }

    /** What to do with the row. */
    public Kind kind() {
        return kind;
    }

    /** The value of a destination column, or null. */
    public @Nullable Object get(int index) {
        return values[index];
    }

    /** The number of values. */
    public int size() {
        return values.length;
    }

    /** The partition to write to; empty for a table without partitions. */
    public String partition() {
        return partition;
    }

    /** About how many bytes of memory this mutation takes. */
    public int byteSize() {
        return byteSize;
    }
}
