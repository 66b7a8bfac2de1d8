package io.syncpipeline.internal.plan;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns row changes of one source table in one shape into mutations of its destination, so that the destination's rows equal the
 * source's. Compiled once per shape; immutable, thread-safe, pure.
 */
public final class RowMapper {

    private static final int ABSENT = -1;

    private final TableSchema schema;
    private final String destination;
    private final int[] sourceIndex;
    private final int[] keyIndex;
    private final boolean[] mayBeInvalid;

    /** The wider type of a destination column that several tables are merged into; null where values pass as they are. */
    private final @Nullable DataType[] wider;

    private RowMapper(
            TableSchema schema,
            String destination,
            int[] sourceIndex,
            int[] keyIndex,
            boolean[] mayBeInvalid,
            @Nullable DataType[] wider) {
        this.schema = schema;
        this.destination = destination;
        this.sourceIndex = sourceIndex;
        this.keyIndex = keyIndex;
        this.mayBeInvalid = mayBeInvalid;
        this.wider = wider;
    }

    /** Compiles the mapping by equal names, without regard to case. Destination columns that the source lacks become NULL. */
    public static RowMapper compile(TableSchema schema, DestinationTable table) {
        List<DestinationColumn> columns = table.columns();
        int[] sourceIndex = new int[columns.size()];
        boolean[] mayBeInvalid = new boolean[columns.size()];
        @Nullable DataType[] wider = new @Nullable DataType[columns.size()];
        for (int i = 0; i < sourceIndex.length; i++) {
            sourceIndex[i] = schema.indexOf(columns.get(i).name()).orElse(ABSENT);
            if (sourceIndex[i] != ABSENT) {
                Column column = schema.columns().get(sourceIndex[i]);
                DataType valueType = columns.get(i).valueType();
                mayBeInvalid[i] = isCalendar(column);
                wider[i] = ValueTypes.needsWidening(column.type(), valueType) ? valueType : null;
            }
        }
        int[] keyIndex = table.primaryKey().stream()
                .mapToInt(k -> schema.indexOf(k).orElseThrow())
                .toArray();
        return new RowMapper(schema, table.name(), sourceIndex, keyIndex, mayBeInvalid, wider);
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
     * @throws DirtyRowException when the row holds a date that no calendar has in a column that may not be NULL
     */
    public void map(RowChange change, List<Mutation> out) {
        switch (change.operation()) {
            case COPY, INSERT -> out.add(mutation(Mutation.Kind.UPSERT, change.after()));
            case UPDATE -> {
                if (!sameKey(change.before(), change.after())) {
                    out.add(mutation(Mutation.Kind.DELETE, change.before()));
                }
                out.add(mutation(Mutation.Kind.UPSERT, change.after()));
            }
            case DELETE -> out.add(mutation(Mutation.Kind.DELETE, change.before()));
        }
    }

    /** Appends only what a change removes: a deleted row, or the old key of one that has another now. Needs no column but the key's. */
    public void mapDeletes(RowChange change, List<Mutation> out) {
        switch (change.operation()) {
            case COPY, INSERT -> {}
            case UPDATE -> {
                if (!sameKey(change.before(), change.after())) {
                    out.add(deletion(change.before()));
                }
            }
            case DELETE -> out.add(deletion(change.before()));
        }
    }

    private Mutation deletion(Row row) {
        @Nullable Object[] values = new @Nullable Object[sourceIndex.length];
        for (int i = 0; i < values.length; i++) {
            if (isKey(sourceIndex[i])) {
                DataType wide = wider[i];
                Object value = row.get(sourceIndex[i]);
                values[i] = wide == null || value == null ? value : ValueTypes.widened(value, wide);
            }
        }
        return new Mutation(Mutation.Kind.DELETE, values, "", row.byteSize());
    }

    private boolean isKey(int index) {
        for (int key : keyIndex) {
            if (key == index) {
                return true;
            }
        }
        return false;
    }

    private Mutation mutation(Mutation.Kind kind, Row row) {
        int[] from = sourceIndex;
        @Nullable Object[] values = new @Nullable Object[from.length];
        for (int i = 0; i < from.length; i++) {
            if (from[i] != ABSENT) {
                Object value = row.get(from[i]);
                DataType wide = wider[i];
                if (mayBeInvalid[i] && value instanceof InvalidDate date) {
                    values[i] = kind == Mutation.Kind.DELETE && !isKey(from[i]) ? null : substitute(date, from[i], row);
                } else {
                    values[i] = wide == null || value == null ? value : ValueTypes.widened(value, wide);
                }
            }
        }
        return new Mutation(kind, values, "", row.byteSize());
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

    private String key(Row row) {
        StringBuilder text = new StringBuilder();
        for (int i : keyIndex) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(schema.columns().get(i).name())
                    .append('=')
                    .append(row.get(i));
        }
        return text.toString();
    }

    private boolean sameKey(Row before, Row after) {
        for (int i : keyIndex) {
            Object old = before.get(i);
            Object fresh = after.get(i);
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
