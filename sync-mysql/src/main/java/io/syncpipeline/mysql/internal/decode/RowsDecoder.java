package io.syncpipeline.mysql.internal.decode;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.internal.type.MySqlType;
import io.syncpipeline.mysql.internal.type.ValueException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the ROWS events that refer to one table map (format: comment on {@code Rows_event} in the server's rows_event.h). Everything
 * that depends only on the table is settled when it is bound. Immutable and thread-safe.
 */
public final class RowsDecoder {

    private static final int WRITE_ROWS_V1 = 23;
    private static final int UPDATE_ROWS_V1 = 24;
    private static final int DELETE_ROWS_V1 = 25;
    private static final int WRITE_ROWS = 30;
    private static final int UPDATE_ROWS = 31;
    private static final int DELETE_ROWS = 32;
    private static final int PARTIAL_UPDATE_ROWS = 39;

    /** The table id of the event without rows that ends a statement whose tables were all filtered out. */
    private static final long DUMMY_TABLE_ID = 0xFF_FFFF;

    private static final int BYTES_OF_ROW = 48;
    private static final int BYTES_OF_REFERENCE = 4;

    private final long tableId;
    private final TableSchema schema;
    private final ValueReader[] readers;
    private final int fixedBytes;

    private RowsDecoder(long tableId, TableSchema schema, ValueReader[] readers, int fixedBytes) {
        this.tableId = tableId;
        this.schema = schema;
        this.readers = readers;
        this.fixedBytes = fixedBytes;
    }

    /**
     * A decoder of the rows that refer to a table map, checked against the tracked schema by count and types of columns, and by names,
     * labels and character sets as far as the map has them. Signedness is always taken from the schema.
     *
     * @throws SourceException when map and schema differ; the message has both shapes
     */
    public static RowsDecoder bind(TableMap map, TableSchema schema) {
        List<MySqlType> types = schema.columns().stream().map(MySqlType::of).toList();
        Shape.check(map, schema, types);
        ValueReader[] readers = new ValueReader[types.size()];
        int fixedBytes = BYTES_OF_ROW + BYTES_OF_REFERENCE * types.size();
        for (int i = 0; i < readers.length; i++) {
            readers[i] = Readers.of(types.get(i), map, i);
            fixedBytes += Readers.overhead(types.get(i));
        }
        return new RowsDecoder(map.tableId(), schema, readers, fixedBytes);
    }

    /** The schema that the decoded rows have. */
    public TableSchema schema() {
        return schema;
    }

    /**
     * Decodes one event and appends its rows in their order.
     *
     * @param eventType the type in the event's header: 23 to 25 or 30 to 32
     * @param event holds the body; read only, nothing in the rows refers to it
     * @param offset where the body begins, after the 19 bytes of the header
     * @param length its bytes, without the checksum
     * @param transaction what the rows belong to
     * @param firstIndex the index of the first row within its transaction
     * @param out receives the rows; when the event turns out damaged it may have received some
     * @return the number of rows
     * @throws DecodeException when the body is damaged or belongs to another table map
     * @throws SourceException when the rows are not logged whole; the message says what to set
     */
    public long decode(
            int eventType,
            byte[] event,
            int offset,
            int length,
            Transaction transaction,
            long firstIndex,
            List<? super RowChange> out) {
        Cursor cursor = new Cursor(event, offset, length);
        if (!header(eventType, cursor)) {
            return 0;
        }
        boolean update = eventType == UPDATE_ROWS || eventType == UPDATE_ROWS_V1;
        boolean delete = eventType == DELETE_ROWS || eventType == DELETE_ROWS_V1;
        wholeImage(cursor);
        if (update) {
            wholeImage(cursor);
        }
        long index = firstIndex;
        while (!cursor.atEnd()) {
            Row first = row(cursor, index - firstIndex);
            RowChange change;
            if (update) {
                change = RowChange.update(schema, first, row(cursor, index - firstIndex), transaction, index);
            } else if (delete) {
                change = RowChange.delete(schema, first, transaction, index);
            } else {
                change = RowChange.insert(schema, first, transaction, index);
            }
            out.add(change);
            index++;
        }
        return index - firstIndex;
    }

    /** Reads what stands before the bitmaps; false when the event has no rows by design. */
    private boolean header(int eventType, Cursor cursor) {
        switch (eventType) {
            case WRITE_ROWS_V1, UPDATE_ROWS_V1, DELETE_ROWS_V1, WRITE_ROWS, UPDATE_ROWS, DELETE_ROWS -> {}
            case PARTIAL_UPDATE_ROWS ->
                throw SourceException.fatal(
                        "Updates of " + schema.table()
                                + " hold only the changed parts of JSON documents (PARTIAL_UPDATE_ROWS"
                                + " events); set binlog_row_value_options = '' globally and in every session, then copy the"
                                + " table again",
                        null);
            default -> throw new DecodeException("Events of type " + eventType + " hold no rows of " + schema.table());
        }
        long eventTableId = cursor.unsignedInt48();
        cursor.take(2);
        if (eventType >= WRITE_ROWS) {
            int extra = cursor.unsignedShort();
            if (extra < 2) {
                throw new DecodeException("The extra data of a rows event cannot have " + extra + " bytes");
            }
            cursor.take(extra - 2);
        }
        if (eventTableId == DUMMY_TABLE_ID) {
            return false;
        }
        if (eventTableId != tableId) {
            throw new DecodeException("Rows of table id " + eventTableId + " cannot be read with the map of "
                    + schema.table() + ", whose table id is " + tableId);
        }
        int columns = cursor.packedInt();
        if (columns != readers.length) {
            throw new DecodeException(
                    "Rows of " + schema.table() + " have " + columns + " columns, their table map " + readers.length);
        }
        return true;
    }

    /** Reads the bitmap of the columns that an image holds, which must be all. */
    private void wholeImage(Cursor cursor) {
        int at = cursor.take((readers.length + 7) / 8);
        for (int i = 0; i < readers.length; i++) {
            if (((cursor.bytes[at + (i >> 3)] >> (i & 7)) & 1) == 0) {
                Column missing = schema.columns().get(i);
                throw SourceException.fatal(
                        "Rows of " + schema.table() + " are logged without column " + missing.name()
                                + "; set binlog_row_image = FULL globally and in every session, then copy the table"
                                + " again",
                        null);
            }
        }
    }

    private Row row(Cursor cursor, long rowInEvent) {
        int start = cursor.position();
        int count = readers.length;
        int nulls = cursor.take((count + 7) / 8);
        byte[] bytes = cursor.bytes;
        @Nullable Object[] values = new @Nullable Object[count];
        int column = 0;
        try {
            for (; column < count; column++) {
                if (((bytes[nulls + (column >> 3)] >> (column & 7)) & 1) == 0) {
                    values[column] = readers[column].read(cursor);
                }
            }
        } catch (DecodeException | ValueException e) {
            throw new DecodeException(
                    "Row " + (rowInEvent + 1) + " of an event of " + schema.table() + ", column "
                            + schema.columns().get(column) + ": " + e.getMessage(),
                    e);
        }
        return new Row(values, fixedBytes + cursor.position() - start);
    }
}
