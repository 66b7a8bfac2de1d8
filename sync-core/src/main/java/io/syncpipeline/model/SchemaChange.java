package io.syncpipeline.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A statement that changed a table. Every row change before it has the old shape, every later one the new. A source sends a {@link
 * Progress} directly before it, unless no row change came since the last one, and directly after it. A statement that changes several
 * tables is several of these, one after the other in the order in which the statement takes them, with one and the same transaction.
 *
 * @param table the table, under the name it had before the statement
 * @param sql the statement as the source logged it
 * @param steps what the statement did, in its order; empty when it changed nothing that a copy of the table has (an index, say)
 * @param after the table's shape after the statement (for a rename under its new name); null when it is gone, also for
 *     a table that comes in, whose shape nobody knows and which the source has no more
 * @param transaction where and when it was logged
 */
public record SchemaChange(
        TableId table,
        String sql,
        List<Step> steps,
        @Nullable TableSchema after,
        Transaction transaction) implements SourceEvent {

    public SchemaChange {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(transaction, "transaction");
        steps = List.copyOf(steps);
    }

    /** One thing that a statement did to a table. */
    public sealed interface Step {

        /** The kind of change, by which users choose what to do about it. */
        DdlKind kind();
    }

    /** The table came into being. */
    public record TableCreated() implements Step {
        @Override
        public DdlKind kind() {
            return DdlKind.CREATE_TABLE;
        }
    }

    /** The table is gone. */
    public record TableDropped() implements Step {
        @Override
        public DdlKind kind() {
            return DdlKind.DROP_TABLE;
        }
    }

    /** All rows are gone, without a row change for each. */
    public record TableTruncated() implements Step {
        @Override
        public DdlKind kind() {
            return DdlKind.TRUNCATE_TABLE;
        }
    }

    /**
     * The table has another name, and its rows came with it. When a tool for changing large tables puts an altered copy in the place of a
     * table, the source reports the steps between the two shapes as a change of that table instead.
     *
     * @param to the new name
     */
    public record TableRenamed(TableId to) implements Step {
        @Override
        public DdlKind kind() {
            return DdlKind.RENAME_TABLE;
        }
    }

    /**
     * A column was added, anywhere among the others.
     *
     * @param column the new column
     */
    public record ColumnAdded(Column column) implements Step {
        @Override
        public DdlKind kind() {
            return DdlKind.ADD_COLUMN;
        }
    }

    /**
     * A column was dropped.
     *
     * @param name its name
     */
    public record ColumnDropped(String name) implements Step {
        @Override
        public DdlKind kind() {
            return DdlKind.DROP_COLUMN;
        }
    }

    /**
     * A column has another name; its type is as it was.
     *
     * @param from the old name
     * @param to the new name
     */
    public record ColumnRenamed(String from, String to) implements Step {
        @Override
        public DdlKind kind() {
            return DdlKind.RENAME_COLUMN;
        }
    }

    /**
     * A column has another type, nullability or comment.
     *
     * @param before the column as it was
     * @param after the column as it is, under the same name
     */
    public record ColumnModified(Column before, Column after) implements Step {
        @Override
        public DdlKind kind() {
            return DdlKind.MODIFY_COLUMN;
        }
    }
}
