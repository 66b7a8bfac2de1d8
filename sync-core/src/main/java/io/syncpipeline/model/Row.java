package io.syncpipeline.model;

import org.jspecify.annotations.Nullable;

/**
 * One image of a row: its values in the order of the columns of the {@link TableSchema} it came with, each of the class that {@link
 * DataType.Kind} names, or null. Immutable as long as nobody changes the arrays inside; they are not copied.
 */
public final class Row {

    private final @Nullable Object[] values;
    private final int byteSize;

    /**
     * A row of the given values.
     *
     * @param values the values; kept, not copied
     * @param byteSize about how many bytes of memory the row takes; memory budgets count with it
     */
    public Row(@Nullable Object[] values, int byteSize) {
        this.values = values;
        this.byteSize = byteSize;
    }

    /** The value at a column's index, or null. */
    public @Nullable Object get(int index) {
        return values[index];
    }

    /** The number of values. */
    public int size() {
        return values.length;
    }

    /** About how many bytes of memory this row takes. */
    public int byteSize() {
        return byteSize;
    }
}
