package io.syncpipeline.internal.plan;

import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.Transaction;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The partition that a row belongs to, bound to a shape of its table. Immutable, thread-safe. */
final class RowPartition {

    /** What has one text that everybody would write. */
    private static final Set<Kind> NAMEABLE =
            EnumSet.of(Kind.BOOLEAN, Kind.INT8, Kind.INT16, Kind.INT32, Kind.INT64, Kind.TEXT, Kind.DATE);

    private final List<String> names;
    private final List<ColumnValue> values;

    /**
     * A partition.
     *
     * @throws DefinitionException when a value is of a kind that does not name a partition
     */
    RowPartition(List<String> names, List<ColumnValue> values, TableId table) {
        this.names = names;
        this.values = values;
        for (int i = 0; i < names.size(); i++) {
            if (!NAMEABLE.contains(values.get(i).type().kind())) {
                throw new DefinitionException("the partition '" + names.get(i) + "' of " + table + " would be named by "
                        + values.get(i).type()
                        + " values; use asTime for times, or a function that gives a text or a whole number");
            }
        }
    }

    boolean isNone() {
        return names.isEmpty();
    }

    /** Whether the row alone decides where it is. */
    boolean isOfTheRow() {
        return values.stream().allMatch(ColumnValue::ofTheRow);
    }

    /**
     * The partition of one image of a change, as {@link io.syncpipeline.model.Mutation#partition()} has it.
     *
     * @throws DirtyRowException when a value is NULL or cannot be had
     */
    String of(RowChange change, Row row) {
        if (names.isEmpty()) {
            return "";
        }
        StringBuilder partition = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            append(partition, i, values.get(i).of(change, row), change);
        }
        return partition.toString();
    }

    /**
     * The partition of the record of a statement.
     *
     * @throws DirtyRowException when a value is NULL or cannot be had
     */
    String ofStatement(Transaction transaction) {
        StringBuilder partition = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            append(partition, i, values.get(i).ofStatement(transaction), "a statement");
        }
        return partition.toString();
    }

    private void append(StringBuilder partition, int i, @Nullable Object value, Object of) {
        if (value == null || value instanceof InvalidDate) {
            throw new DirtyRowException("the partition '" + names.get(i) + "' of " + of + " would be named "
                    + (value == null ? "NULL" : value)
                    + "; correct the row, or give such rows a partition with orElse");
        }
        partition.append(i == 0 ? "" : ",").append(names.get(i)).append('=').append(value);
    }
}
