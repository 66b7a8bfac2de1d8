package io.syncpipeline.internal.plan;

import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.TableSchema;
import java.util.List;

/**
 * Turns row changes of one source table in one shape into mutations of its destination. Compiled once per shape; immutable, thread-safe,
 * pure.
 */
public sealed interface RowMapper permits ReplayMapper, LogMapper {

    /** The shape this mapper was compiled for. */
    TableSchema schema();

    /** Whether this mapper is for rows of this shape. Nearly always it is the same object, so that comparing costs nothing. */
    @SuppressWarnings("ReferenceEquality")
    default boolean fits(TableSchema shape) {
        return schema() == shape || schema().equals(shape);
    }

    /**
     * Appends the mutations of a change.
     *
     * @throws DirtyRowException when the row holds a date that no calendar has in a column that may not be NULL, or a rule's value cannot be
     *     had
     */
    void map(RowChange change, List<Mutation> out);

    /**
     * Appends only what a change removes: a deleted row, or the old one of one that has another key or partition now. Needs no column but
     * those of the key and the partition.
     */
    void mapDeletes(RowChange change, List<Mutation> out);

    /**
     * Appends the record of a statement that changed the table; nothing where statements leave none.
     *
     * @param index the number of the change among those of its transaction
     */
    void map(SchemaChange change, long index, List<Mutation> out);
}
