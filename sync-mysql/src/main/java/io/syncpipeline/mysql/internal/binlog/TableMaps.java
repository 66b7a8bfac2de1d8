package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.ddl.TrackedSchemas;
import io.syncpipeline.mysql.internal.decode.RowsDecoder;
import io.syncpipeline.mysql.internal.decode.TableMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table maps of the present binlog file, by table id. A server logs the same map before each statement; it is parsed once, and again
 * only when its bytes or the table's shape are others. Bounded, because a server with a small table cache gives out ids without end.
 */
final class TableMaps {

    private static final int MAX_MAPS = 20_000;

    // behind the table id (6 bytes) and the flags (2): length and text of the database, a zero, length and text of the
    // table
    private static final int DATABASE_LENGTH = 8;

    /** A table as one map describes it. */
    static final class Entry {
        private final byte[] map;
        private final TableId table;
        private @Nullable TableSchema schema;
        private @Nullable RowsDecoder decoder;
        private long generation;

        Entry(byte[] map, TableId table) {
            this.map = map;
            this.table = table;
        }

        /** The table. */
        TableId table() {
            return table;
        }

        /** How to decode its rows; null when nobody captures the table. */
        @Nullable
        RowsDecoder decoder() {
            return decoder;
        }
    }

    private final TrackedSchemas tracked;
    private final Map<Long, Entry> byId = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, TableMaps.Entry> eldest) {
            return size() > MAX_MAPS;
        }
    };
    private long generation;

    TableMaps(TrackedSchemas tracked) {
        this.tracked = tracked;
    }

    /** Takes the body of a TABLE_MAP event. */
    void add(byte[] bytes, int offset, int length) {
        Long id = Bytes.uint48(bytes, offset);
        Entry known = byId.get(id);
        if (known != null && Arrays.equals(known.map, 0, known.map.length, bytes, offset, offset + length)) {
            if (known.generation != generation) {
                bind(known);
            }
            return;
        }
        Entry entry = new Entry(Arrays.copyOfRange(bytes, offset, offset + length), table(bytes, offset));
        bind(entry);
        byId.put(id, entry);
    }

    private static TableId table(byte[] bytes, int offset) {
        int databaseLength = Bytes.uint8(bytes, offset + DATABASE_LENGTH);
        int database = offset + DATABASE_LENGTH + 1;
        int tableLength = Bytes.uint8(bytes, database + databaseLength + 1);
        int table = database + databaseLength + 2;
        return new TableId(
                new String(bytes, database, databaseLength, StandardCharsets.UTF_8),
                new String(bytes, table, tableLength, StandardCharsets.UTF_8));
    }

    private void bind(Entry entry) {
        TableSchema schema = tracked.get(entry.table);
        if (schema == null) {
            entry.decoder = null;
        } else if (!schema.equals(entry.schema) || entry.decoder == null) {
            entry.decoder = RowsDecoder.bind(TableMap.parse(entry.map, 0, entry.map.length), schema);
        }
        entry.schema = schema;
        entry.generation = generation;
    }

    /** The table that a ROWS event's body begins with; null when no map of the file has its id. */
    @Nullable
    Entry get(byte[] bytes, int offset) {
        return byId.get(Bytes.uint48(bytes, offset));
    }

    /** How to decode rows that were logged under a map, with the table's present shape; null when nobody captures the table. */
    @Nullable
    RowsDecoder decoderNow(Entry entry) {
        bind(entry);
        return entry.decoder;
    }

    /** Shapes of captured tables may have changed. */
    void schemasChanged() {
        generation++;
    }

    /** Ids mean nothing any more: another file begins. */
    void clear() {
        byId.clear();
    }
}
