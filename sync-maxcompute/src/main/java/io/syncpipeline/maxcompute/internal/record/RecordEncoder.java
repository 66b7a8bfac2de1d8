package io.syncpipeline.maxcompute.internal.record;

import com.aliyun.odps.OdpsType;
import com.aliyun.odps.tunnel.hasher.TypeHasher;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Writes the mutations of one table as records. Bound once from the table's definition and the layout that the tunnel gave;
 * immutable and thread-safe.
 *
 * <p>An upsert record has five hidden columns after the table's own: version, application version, operation ({@code U} or {@code D}),
 * key columns and value columns; the third and the last are set (the last one empty: the whole row), the others stay null, as the SDK's
 * {@code UpsertStreamImpl} does. A record for a table without a key has none of them.
 */
public final class RecordEncoder {

    private static final String DEFAULT_HASHER = "default";
    private static final int MAX_RECORD_BYTES = 200 << 20;
    private static final int MAX_SHOWN_KEY = 200;

    /** How many columns of a row without a key messages show. */
    private static final int SHOWN_COLUMNS = 3;

    /** One column: where its value is in a mutation, where it goes, and how. */
    @SuppressWarnings("ArrayRecordComponent") // bindings are never compared
    private record Binding(
            int index, int field, byte[] tag, String name, boolean required, ColumnEncoder encoder, OdpsType type) {}

    private final String table;
    private final TableLayout layout;
    private final int valueCount;
    private final Binding[] all;
    private final Binding[] key;
    private final int operationField;
    private final byte[] operationTag;
    private final byte[] valueColumnsTag;
    private final boolean ownHash;

    /** Whether rows are added to a table without a key. */
    private final boolean log;

    private RecordEncoder(String table, TableLayout layout, int valueCount, List<Binding> all, List<Binding> key) {
        this.table = table;
        this.layout = layout;
        this.valueCount = valueCount;
        this.all = all.toArray(new Binding[0]);
        this.key = key.toArray(new Binding[0]);
        this.operationField = layout.columns().size() + 3;
        this.operationTag = RecordBuffer.tag(operationField, RecordBuffer.VARINT);
        this.valueColumnsTag = RecordBuffer.tag(operationField + 2, RecordBuffer.DELIMITED);
        this.ownHash = layout.hasher().equals(DEFAULT_HASHER);
        this.log = this.key.length == 0;
    }

    /**
     * Binds a table's columns to the layout.
     *
     * @throws SinkException fatal when the table at the destination has not got a column, has another type for it, or another key
     */
    public static RecordEncoder bind(DestinationTable table, TableLayout layout) {
        List<Binding> all = new ArrayList<>();
        for (int field = 0; field < layout.columns().size(); field++) {
            TableLayout.Field column = layout.columns().get(field);
            OptionalInt index = table.indexOf(column.name());
            if (index.isPresent()) {
                all.add(bindColumn(table, index.getAsInt(), field + 1, column));
            } else if (!column.nullable()) {
                throw differs(table, "its column '" + column.name() + "' is NOT NULL and nothing is written to it");
            }
        }
        for (DestinationColumn column : table.columns()) {
            if (all.stream().noneMatch(binding -> binding.name().equalsIgnoreCase(column.name()))) {
                throw differs(table, "it has no column '" + column.name() + "'");
            }
        }
        return new RecordEncoder(table.name(), layout, table.columns().size(), all, bindKey(table, layout, all));
    }

    private static Binding bindColumn(DestinationTable table, int index, int field, TableLayout.Field column) {
        DestinationColumn wanted = table.columns().get(index);
        ColumnType type = ColumnType.parse(column.type());
        if (!type.equals(ColumnType.parse(wanted.type()))) {
            throw differs(table, "its column '" + column.name() + "' is " + type + ", not " + wanted.type());
        }
        ColumnEncoder encoder = ColumnEncoders.find(wanted.valueType(), type)
                .orElseThrow(() -> differs(
                        table,
                        "its column '" + column.name() + "' of type " + type + " cannot store " + wanted.valueType()
                                + " values"));
        boolean required = !wanted.nullable() || !column.nullable();
        byte[] tag = RecordBuffer.tag(field, encoder.wireType());
        return new Binding(index, field, tag, wanted.name(), required, encoder, odpsType(type));
    }

    private static List<Binding> bindKey(DestinationTable table, TableLayout layout, List<Binding> all) {
        List<Binding> key = new ArrayList<>();
        for (String name : layout.hashKey()) {
            key.add(all.stream()
                    .filter(binding -> binding.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> differs(table, "nothing is written to its key column '" + name + "'")));
        }
        List<String> wanted = table.primaryKey();
        boolean same = wanted.size() == key.size()
                && wanted.stream()
                        .allMatch(name -> key.stream().anyMatch(k -> k.name().equalsIgnoreCase(name)));
        if (!same) {
            throw differs(table, "its key is " + layout.hashKey() + ", not " + wanted);
        }
        key.sort(Comparator.comparingInt(Binding::field));
        return key;
    }

    private static SinkException differs(DestinationTable table, String how) {
        return SinkException.fatal(
                "Table " + table.name() + " cannot be written: at the destination " + how
                        + ". Change the mapping or the table so that they agree",
                null);
    }

    private static OdpsType odpsType(ColumnType type) {
        return switch (type.kind()) {
            case FLOAT_ARRAY, DOUBLE_ARRAY, OTHER -> OdpsType.ARRAY;
            default -> OdpsType.valueOf(type.kind().name());
        };
    }

    /** The layout that records are written for. */
    public TableLayout layout() {
        return layout;
    }

    /**
     * The bucket that a mutation's row belongs to.
     *
     * @throws DirtyRowException when a key value is missing or does not fit its column
     */
    public int bucket(Mutation mutation) {
        requireFit(mutation);
        int sum = 0;
        for (Binding column : key) {
            Object value = mutation.get(column.index());
            if (value == null) {
                throw dirty(mutation, column, "the key is NULL");
            }
            try {
                sum += ownHash
                        ? column.encoder().hash(value)
                        : TypeHasher.hash(column.type(), column.encoder().sdkValue(value), layout.hasher());
            } catch (ValueRefused e) {
                throw dirty(mutation, column, e.reason());
            }
        }
        return KeyHash.bucket(sum, layout.bucketCount());
    }

    private void requireFit(Mutation mutation) {
        if (mutation.size() != valueCount || log != (mutation.kind() == Mutation.Kind.APPEND)) {
            throw new IllegalArgumentException("Table " + table + " takes " + (log ? "appends" : "upserts and deletes")
                    + " of " + valueCount + " values, not " + mutation.kind() + " of " + mutation.size());
        }
    }

    /**
     * Writes a mutation as one record; of a delete only the key.
     *
     * @throws DirtyRowException when a value does not fit its column; nothing was written then
     */
    public void write(Mutation mutation, RecordBuffer out) {
        requireFit(mutation);
        boolean delete = mutation.kind() == Mutation.Kind.DELETE;
        out.beginRecord();
        Binding current = all[0];
        try {
            for (Binding column : delete ? key : all) {
                current = column;
                writeValue(mutation.get(column.index()), column, out);
            }
        } catch (ValueRefused e) {
            out.abandonRecord();
            throw dirty(mutation, current, e.reason());
        }
        if (!log) {
            out.beginField(operationField, operationTag);
            out.putLong(delete ? 'D' : 'U');
            out.beginField(operationField + 2, valueColumnsTag);
            out.putCount(0);
        }
        out.endRecord();
    }

    private static void writeValue(@Nullable Object value, Binding column, RecordBuffer out) throws ValueRefused {
        if (value == null) {
            if (column.required()) {
                throw new ValueRefused("NULL in a NOT NULL column");
            }
            return;
        }
        out.beginField(column.field(), column.tag());
        column.encoder().write(value, out);
        if (out.recordSize() > MAX_RECORD_BYTES) {
            throw new ValueRefused("the row is longer than " + MAX_RECORD_BYTES + " bytes");
        }
    }

    private DirtyRowException dirty(Mutation mutation, Binding column, String reason) {
        StringBuilder shown = new StringBuilder();
        for (Binding part : log ? Arrays.copyOf(all, Math.min(SHOWN_COLUMNS, all.length)) : key) {
            shown.append(shown.isEmpty() ? "" : ", ").append(part.name()).append('=');
            shown.append(shown(mutation.get(part.index())));
        }
        return new DirtyRowException("Table " + table + ", column " + column.name() + " ("
                + layout.columns().get(column.field() - 1).type() + "), row with " + (log ? "" : "key ") + shown + ": "
                + reason);
    }

    private static String shown(@Nullable Object value) {
        String text = value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
        return text.length() <= MAX_SHOWN_KEY ? text : text.substring(0, MAX_SHOWN_KEY) + "...";
    }
}
