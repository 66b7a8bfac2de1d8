package io.syncpipeline.internal.plan;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.rule.DmlKind;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns row changes of one source table in one shape into mutations of its destination, so that the destination's rows equal the
 * source's as far as the rules want. Compiled once per shape; immutable, thread-safe, pure.
 */
public final class RowMapper {

    /** The source index of a destination column that the source does not have. */
    private static final int ABSENT = -1;

    private final TableSchema schema;
    private final String destination;
    private final int[] sourceIndex;
    private final int[] keyColumns;
    private final boolean[] mayBeInvalid;

    /** The wider type of a destination column that several tables are merged into; null where values pass as they are. */
    private final @Nullable DataType[] wider;

    /** The values of columns that rules add; null where the source has the column. */
    private final @Nullable ColumnValue[] added;

    private final RowPartition partition;
    private final ChangeFilter insert;
    private final ChangeFilter update;
    private final ChangeFilter delete;

    /** The column that marks deleted rows; {@link #ABSENT} when they are removed. */
    private final int mark;

    private RowMapper(TableSchema schema, DestinationTable table, TableRules rules) {
        List<DestinationColumn> columns = table.columns();
        this.schema = schema;
        this.destination = table.name();
        this.sourceIndex = new int[columns.size()];
        this.mayBeInvalid = new boolean[columns.size()];
        this.wider = new @Nullable DataType[columns.size()];
        this.added = new @Nullable ColumnValue[columns.size()];
        for (int i = 0; i < sourceIndex.length; i++) {
            String name = columns.get(i).name();
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
        this.mark = rules.mark().map(name -> mark(name, table)).orElse(ABSENT);
        this.keyColumns =
                table.primaryKey().stream().mapToInt(k -> key(k, table)).toArray();
        this.partition = rules.partition(schema);
        this.insert = rules.filter(DmlKind.INSERT, schema);
        this.update = rules.filter(DmlKind.UPDATE, schema);
        this.delete = rules.filter(DmlKind.DELETE, schema);
    }

    /** Without its column, rows that are to be marked would be removed. */
    private int mark(String name, DestinationTable table) {
        return table.indexOf(name)
                .orElseThrow(
                        () -> new DefinitionException(
                                "rows deleted from " + schema.table()
                                        + " are to be marked in the column '" + name + "', which " + destination
                                        + " does not have: add it there as a BOOLEAN that may be NULL, or choose another DML action for DELETE"));
    }

    private int key(String name, DestinationTable table) {
        int index = table.indexOf(name).orElse(ABSENT);
        if (index == ABSENT || (sourceIndex[index] == ABSENT && added[index] == null)) {
            throw new DefinitionException("the key column '" + name + "' of " + destination + " has no value in "
                    + schema.table() + ", whose columns are " + schema.columnNames());
        }
        return index;
    }

    /**
     * Compiles the mapping. Destination columns that neither the source nor the rules have become NULL.
     *
     * @throws DefinitionException when a rule does not fit the shape
     */
    static RowMapper compile(TableSchema schema, DestinationTable table, TableRules rules) {
        return new RowMapper(schema, table, rules);
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

    /** The shape this mapper was compiled for. */
    public TableSchema schema() {
        return schema;
    }

    /** Whether this mapper is for rows of this shape. Nearly always it is the same object, so that comparing costs nothing. */
    @SuppressWarnings("ReferenceEquality")
    public boolean fits(TableSchema shape) {
        return schema == shape || schema.equals(shape);
    }

    /**
     * Appends the mutations of a change.
     *
     * @throws DirtyRowException when the row holds a date that no calendar has in a column that may not be NULL, or a rule's value cannot be
     *     had
     */
    public void map(RowChange change, List<Mutation> out) {
        switch (change.operation()) {
            case COPY -> out.add(upsert(change, change.after(), partition.of(change, change.after()), false));
            case INSERT -> {
                if (insert.accepts(change, change.after())) {
                    out.add(upsert(change, change.after(), partition.of(change, change.after()), false));
                }
            }
            case UPDATE -> update(change, out);
            case DELETE -> {
                if (delete.accepts(change, change.before())) {
                    out.add(deleted(change, change.before()));
                }
            }
        }
    }

    /** A row that an update takes out of what is wanted goes, as a deleted one would. */
    private void update(RowChange change, List<Mutation> out) {
        if (update.ignores()) {
            return;
        }
        boolean wanted = update.accepts(change, change.after());
        boolean stays = wanted || mark != ABSENT;
        String from = partition.of(change, change.before());
        String to = stays ? partition.of(change, change.after()) : from;
        if (!stays || !from.equals(to) || !sameKey(change)) {
            out.add(removal(change, change.before(), from));
        }
        if (stays) {
            out.add(upsert(change, change.after(), to, !wanted));
        }
    }

    private Mutation deleted(RowChange change, Row before) {
        String from = partition.of(change, before);
        return mark == ABSENT ? removal(change, before, from) : upsert(change, before, from, true);
    }

    /**
     * Appends only what a change removes: a deleted row, or the old one of one that has another key or partition now. Needs no column but
     * those of the key and the partition.
     */
    public void mapDeletes(RowChange change, List<Mutation> out) {
        switch (change.operation()) {
            case COPY, INSERT -> {}
            case UPDATE -> {
                String from = partition.of(change, change.before());
                if (!sameKey(change) || !from.equals(partition.of(change, change.after()))) {
                    out.add(removal(change, change.before(), from));
                }
            }
            case DELETE -> out.add(removal(change, change.before(), partition.of(change, change.before())));
        }
    }

    private Mutation removal(RowChange change, Row row, String from) {
        @Nullable Object[] values = new @Nullable Object[sourceIndex.length];
        for (int key : keyColumns) {
            values[key] = value(key, change, row);
        }
        return new Mutation(Mutation.Kind.DELETE, values, from, row.byteSize());
    }

    private Mutation upsert(RowChange change, Row row, String to, boolean marked) {
        @Nullable Object[] values = new @Nullable Object[sourceIndex.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(i, change, row);
        }
        if (mark != ABSENT) {
            values[mark] = marked;
        }
        return new Mutation(Mutation.Kind.UPSERT, values, to, row.byteSize());
    }

    private @Nullable Object value(int column, RowChange change, Row row) {
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
        return wide == null || value == null ? value : ValueTypes.widened(value, wide);
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
        for (int key : keyColumns) {
            if (key == column) {
                throw new DirtyRowException("a rule gives the date " + date + " to a key column of " + destination
                        + " for " + change + ", the row with the key " + key(row) + "; " + destination
                        + " cannot hold such a date: correct the row at the source");
            }
        }
        return null;
    }

    private String key(Row row) {
        StringBuilder text = new StringBuilder();
        for (int key : keyColumns) {
            int from = sourceIndex[key];
            if (from != ABSENT) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(schema.columns().get(from).name())
                        .append('=')
                        .append(row.get(from));
            }
        }
        return text.toString();
    }

    /** Whether an updated row has the same key as before. */
    private boolean sameKey(RowChange change) {
        Row before = change.before();
        Row after = change.after();
        for (int key : keyColumns) {
            int from = sourceIndex[key];
            Object old = from == ABSENT ? value(key, change, before) : before.get(from);
            Object fresh = from == ABSENT ? value(key, change, after) : after.get(from);
            boolean same = old instanceof byte[] bytes
                    ? fresh instanceof byte[] others && Arrays.equals(bytes, others)
                    : Objects.equals(old, fresh);
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
