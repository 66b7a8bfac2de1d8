package io.syncpipeline.mysql.internal.decode;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The shape of a table as one statement logged it, from a TABLE_MAP event (format: comment on {@code Table_map_event} in the server's
 * rows_event.h). Immutable and thread-safe.
 */
public final class TableMap {

    private static final int MOST_COLUMNS = 4096;

    private final long tableId;
    private final String database;
    private final String table;
    private final int[] types;
    private final int[] metas;
    private final boolean hasMetadata;
    private final Optional<TableMapMetadata> metadata;

    private TableMap(
            long tableId,
            String database,
            String table,
            int[] types,
            int[] metas,
            boolean hasMetadata,
            Optional<TableMapMetadata> metadata) {
        this.tableId = tableId;
        this.database = database;
        this.table = table;
        this.types = types;
        this.metas = metas;
        this.hasMetadata = hasMetadata;
        this.metadata = metadata;
    }

    /**
     * Parses the body of a TABLE_MAP event, which follows the 19 bytes of its header.
     *
     * @param event holds the body; not kept
     * @param offset where the body begins
     * @param length its bytes, without the checksum
     * @throws DecodeException when the body is damaged or holds a column type that no supported server logs
     */
    public static TableMap parse(byte[] event, int offset, int length) {
        Cursor cursor = new Cursor(event, offset, length);
        long tableId = cursor.unsignedInt48();
        cursor.take(2);
        String database = name(cursor);
        String table = name(cursor);
        int count = cursor.packedInt();
        if (count > MOST_COLUMNS) {
            throw new DecodeException("Table " + database + "." + table + " cannot have " + count + " columns");
        }
        int typesAt = cursor.take(count);
        int[] types = new int[count];
        for (int i = 0; i < count; i++) {
            types[i] = event[typesAt + i] & 0xFF;
        }
        int[] metas = metas(types, cursor);
        cursor.take((count + 7) / 8);
        boolean hasMetadata = !cursor.atEnd();
        Optional<TableMapMetadata> metadata = hasMetadata ? TableMapMetadata.parse(cursor, types) : Optional.empty();
        return new TableMap(tableId, database, table, types, metas, hasMetadata, metadata);
    }

    private static String name(Cursor cursor) {
        int length = cursor.unsignedByte();
        int at = cursor.take(length + 1);
        return new String(cursor.bytes, at, length, StandardCharsets.UTF_8);
    }

    /** Reads each column's metadata and replaces the type STRING by ENUM or SET where the metadata says so. */
    private static int[] metas(int[] types, Cursor cursor) {
        int end = cursor.packedInt();
        Cursor block = new Cursor(cursor.bytes, cursor.take(end), end);
        int[] metas = new int[types.length];
        for (int i = 0; i < types.length; i++) {
            switch (BinlogType.metaBytes(types[i])) {
                case 0 -> {}
                case 1 -> metas[i] = block.unsignedByte();
                case 2 -> {
                    metas[i] = block.unsignedShort();
                    if (types[i] == BinlogType.STRING) {
                        resolveString(types, metas, i);
                    }
                }
                default ->
                    throw new DecodeException(
                            "Column " + (i + 1) + " has the type number " + types[i] + ", which is not supported");
            }
        }
        return metas;
    }

    /**
     * The type STRING hides the real type in its first byte. Two bits of lengths above 255 are folded into that byte, inverted; ENUM
     * and SET have the number of bytes of a value for their length.
     */
    private static void resolveString(int[] types, int[] metas, int column) {
        int first = metas[column] & 0xFF;
        int second = metas[column] >> 8;
        types[column] = first == 0 ? BinlogType.STRING : first | 0x30;
        metas[column] = first == 0 ? second : second | (((first & 0x30) ^ 0x30) << 4);
    }

    /** The number by which ROWS events refer to this map; valid until the log rotates. */
    public long tableId() {
        return tableId;
    }

    /** The database's name. */
    public String database() {
        return database;
    }

    /** The table's name. */
    public String table() {
        return table;
    }

    /** The number of columns. */
    public int columnCount() {
        return types.length;
    }

    /** A column's type by the server's number, with ENUM (247) and SET (248) told apart from STRING (254). */
    public int columnType(int column) {
        return types[column];
    }

    /**
     * What the map says about a column's type: the length in bytes of VARCHAR, CHAR and BINARY; the bytes of an ENUM or SET value; the
     * bytes of the length of BLOB, JSON, GEOMETRY and VECTOR; the fraction digits of times; precision plus 256 times scale of DECIMAL;
     * for BIT 256 times the whole bytes plus the bits beyond; otherwise 0.
     */
    public int columnMeta(int column) {
        return metas[column];
    }

    /** What servers from 8.0.1 and MariaDB 10.5 on may add; empty when there was none or it could not be read. */
    public Optional<TableMapMetadata> metadata() {
        return metadata;
    }

    /** Whether the server logged metadata at all, readable or not. */
    boolean hasMetadata() {
        return hasMetadata;
    }

    /** The shape for error messages: names as far as logged, and types. */
    String describe() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < types.length; i++) {
            text.append(i == 0 ? "" : ", ");
            if (metadata.isPresent() && !metadata.get().names().isEmpty()) {
                text.append(metadata.get().names().get(i)).append(' ');
            }
            text.append(BinlogType.name(types[i]));
            if (types[i] == BinlogType.NEWDECIMAL) {
                text.append('(')
                        .append(metas[i] & 0xFF)
                        .append(',')
                        .append(metas[i] >> 8)
                        .append(')');
            } else if (metas[i] != 0) {
                text.append('(').append(metas[i]).append(')');
            }
        }
        return text.append(']').toString();
    }
}
