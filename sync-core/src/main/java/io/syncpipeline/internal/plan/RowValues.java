package io.syncpipeline.internal.plan;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a destination's columns for rows of one shape: those of source columns, and those that rules add. Immutable, thread-safe.
 */
final class RowValues {

    /** The source index of a destination column that the source does not have. */
    static final int ABSENT = -1;

    private final TableSchema schema;
    private final String destination;
    private final int[] sourceIndex;
    private final boolean[] mayBeInvalid;
    private final boolean[] inKey;

    /** The wider type of a destination column that several tables are merged into; null where values pass as they are. */
    private final @Nullable DataType[] wider;

    /** The values of columns that rules add; null where the source has the column. */
    private final @Nullable ColumnValue[] added;

    /** The source columns that tell rows apart in messages. */
    private final int[] shownKey;

    RowValues(TableSchema schema, DestinationTable table, TableRules rules) {
        List<DestinationColumn> columns = table.columns();
        this.schema = schema;
        this.destination = table.name();
        this.sourceIndex = new int[columns.size()];
        this.mayBeInvalid = new boolean[columns.size()];
        this.inKey = new boolean[columns.size()];
        this.wider = new @Nullable DataType[columns.size()];
        this.added = new @Nullable ColumnValue[columns.size()];
        for (int i = 0; i < sourceIndex.length; i++) {
            String name = columns.get(i).name();
            inKey[i] = table.primaryKey().stream().anyMatch(name::equalsIgnoreCase);
            sourceIndex[i] = rules.indexFor(name, schema);
            if (sourceIndex[i] == ABSENT) {
                added[i] = rules.valueOf(name, schema).orElse(null);
            } else {
                Column column = schema.columns().get(sourceIndex[i]);
                DataType valueType = columns.get(i).valueType();
                mayBeInvalid[i] = isCalendar(column);
                wider[i] = ValueTypes.needsWidening(column.type(), valueType) ? valueType : null;
            }
        }
        this.shownKey = shownKey(schema, table, rules);
    }

    private static int[] shownKey(TableSchema schema, DestinationTable table, TableRules rules) {
        return table.primaryKey().isEmpty()
                ? schema.primaryKey().stream()
                        .flatMapToInt(name -> schema.indexOf(name).stream())
                        .toArray()
                : table.primaryKey().stream()
                        .mapToInt(name -> rules.indexFor(name, schema))
                        .filter(index -> index != ABSENT)
                        .toArray();
    }

    private static boolean isCalendar(Column column) {
        return switch (column.type().kind()) {
            case DATE, DATETIME, TIMESTAMP -> true;
            case BOOLEAN,
                    INT8,
                    INT16,
                    INT32,
                    INT64,
                    DECIMAL,
                    FLOAT32,
                    FLOAT64,
                    TEXT,
                    BINARY,
                    TIME,
                    JSON,
                    FLOAT_VECTOR -> false;
        };
    }

    /** How many columns the destination has. */
    int size() {
        return sourceIndex.length;
    }

    /** The index of the source column that a destination column gets its values from; {@link #ABSENT} when there is none. */
    int source(int column) {
        return sourceIndex[column];
    }

    /** Whether a destination column has values: those of a source column, or of a rule. */
    boolean has(int column) {
        return sourceIndex[column] != ABSENT || added[column] != null;
    }

    /**
     * The value of a destination column for one image of a change.
     *
     * @throws DirtyRowException when it is a date that no calendar has, and the column may not be NULL; or a rule's value cannot be had
     */
    @Nullable
    Object of(int column, RowChange change, Row row) {
        int from = sourceIndex[column];
        if (from == ABSENT) {
            Object computed = added[column] == null ? null : added[column].of(change, row);
            return computed instanceof InvalidDate date ? addedSubstitute(date, column, change, row) : computed;
        }
        Object value = row.get(from);
        if (mayBeInvalid[column] && value instanceof InvalidDate date) {
            return substitute(date, from, row);
        }
        DataType wide = wider[column];
        return wide == null || value == null
                ? value
                : ValueTypes.widened(value, schema.columns().get(from).type(), wide);
    }

    /** The values of all columns for one image of a change. */
    @Nullable
    Object[] of(RowChange change, Row row) {
        @Nullable Object[] values = new @Nullable Object[sourceIndex.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = of(i, change, row);
        }
        return values;
    }

    /** The values of all columns where there is no row, for a statement: those that rules add and that need none. */
    @Nullable
    Object[] ofStatement(Transaction transaction) {
        @Nullable Object[] values = new @Nullable Object[sourceIndex.length];
        for (int i = 0; i < values.length; i++) {
            Object value = added[i] == null ? null : added[i].ofStatement(transaction);
            values[i] = value instanceof InvalidDate ? null : value;
        }
        return values;
    }

    private @Nullable Object substitute(InvalidDate date, int index, Row row) {
        Column column = schema.columns().get(index);
        if (column.nullable()) {
            return null;
        }
        throw new DirtyRowException(schema.table() + " has the date " + date + " in the column '" + column.name()
                + "', which is NOT NULL, in the row with the key " + key(row) + "; " + destination
                + " cannot hold such a date: correct the row at the source, or make the column nullable there");
    }

    /** Added columns may be NULL, unless they are in the key. */
    private @Nullable Object addedSubstitute(InvalidDate date, int column, RowChange change, Row row) {
        if (!inKey[column]) {
            return null;
        }
        throw new DirtyRowException("a rule gives the date " + date + " to a key column of " + destination + " for "
                + change + ", the row with the key " + key(row) + "; " + destination
                + " cannot hold such a date: correct the row at the source");
    }

    private String key(Row row) {
        StringBuilder text = new StringBuilder();
        for (int at : shownKey) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(schema.columns().get(at).name())
                    .append('=')
                    .append(row.get(at));
        }
        return text.toString();
    }
}
