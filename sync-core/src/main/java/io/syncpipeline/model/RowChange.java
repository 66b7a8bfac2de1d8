package io.syncpipeline.model;

import org.jspecify.annotations.Nullable;

/** One row inserted, updated, deleted or copied. Immutable. */
public final class RowChange implements SourceEvent {

    /** What happened to the row. */
    public enum Operation {
        /** The row was read by the first copy: only {@link #after()} is there. */
        COPY,
        /** The row is new: only {@link #after()} is there. */
        INSERT,
        /** The row changed: both images are there. */
        UPDATE,
        /** The row is gone: only {@link #before()} is there. */
        DELETE
    }

    private final TableSchema schema;
    private final Operation operation;
    private final @Nullable Row before;
    private final @Nullable Row after;
    private final Transaction transaction;
    private final long index;

    private RowChange(
            TableSchema schema,
            Operation operation,
            @Nullable Row before,
            @Nullable Row after,
            Transaction transaction,
            long index) {
        this.schema = schema;
        this.operation = operation;
        this.before = before;
        this.after = after;
        this.transaction = transaction;
        this.index = index;
    }

    /** A row read by a copy. */
    public static RowChange copy(TableSchema schema, Row after, Transaction transaction, long index) {
        return new RowChange(schema, Operation.COPY, null, after, transaction, index);
    }

    /** A new row. */
    public static RowChange insert(TableSchema schema, Row after, Transaction transaction, long index) {
        return new RowChange(schema, Operation.INSERT, null, after, transaction, index);
    }

    /** A changed row, with both images. */
    public static RowChange update(TableSchema schema, Row before, Row after, Transaction transaction, long index) {
        return new RowChange(schema, Operation.UPDATE, before, after, transaction, index);
    }

    /** A deleted row. */
    public static RowChange delete(TableSchema schema, Row before, Transaction transaction, long index) {
        return new RowChange(schema, Operation.DELETE, before, null, transaction, index);
    }

    /** The shape of the table when the row changed; both images have it. */
    public TableSchema schema() {
        return schema;
    }

    /** The table the row belongs to. */
    public TableId table() {
        return schema.table();
    }

    /** What happened. */
    public Operation operation() {
        return operation;
    }

    /**
     * The image before an update or a delete.
     *
     * @throws IllegalStateException for an insert or a copy, which have none
     */
    public Row before() {
        if (before == null) {
            throw new IllegalStateException(operation + " of " + table() + " has no image before it");
        }
        return before;
    }

    /**
     * The image after an insert, an update or a copy.
     *
     * @throws IllegalStateException for a delete, which has none
     */
    public Row after() {
        if (after == null) {
            throw new IllegalStateException(operation + " of " + table() + " has no image after it");
        }
        return after;
    }

    /** The transaction it belongs to. */
    public Transaction transaction() {
        return transaction;
    }

    /** The number of the row within its transaction, from 0 and growing; within its chunk for a copied row. */
    public long index() {
        return index;
    }

    /** About how many bytes of memory this change takes. */
    public int byteSize() {
        return 48 + (before == null ? 0 : before.byteSize()) + (after == null ? 0 : after.byteSize());
    }

    @Override
    public String toString() {
        return operation + " " + table() + " at " + transaction.segment() + ":" + transaction.offset() + "#" + index;
    }
}
