package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.ddl.TrackedSchemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tables that are captured from a later place of the log on than others: rows and statements before it are not theirs. Built by the thread
 * that starts a reader, then used by the reader thread.
 */
public final class LaterTables {

    private record Later(TableSchema schema, BinlogPosition since) {}

    private final Map<TableId, Later> tables = new HashMap<>();

    /** Captures a table of this shape from a place on. */
    public void add(TableSchema schema, BinlogPosition since) {
        tables.put(schema.table(), new Later(schema, since));
    }

    /** Whether a table is one of these and its place has not come yet. */
    public boolean holds(TableId table) {
        return tables.containsKey(table);
    }

    /**
     * A transaction begins: the tables whose places it is behind are captured from now on.
     *
     * @param gtid its GTID; null when it has none
     * @param cursor where it begins
     * @return whether a table joined
     */
    boolean join(@Nullable Gtid gtid, LogCursor cursor, TrackedSchemas tracked) {
        if (tables.isEmpty()) {
            return false;
        }
        List<TableSchema> joining = new ArrayList<>();
        Map<BinlogPosition, Boolean> passed = new HashMap<>();
        tables.values().removeIf(later -> {
            boolean joins = passed.computeIfAbsent(later.since(), since -> !isBefore(gtid, cursor, since));
            if (joins) {
                joining.add(later.schema());
            }
            return joins;
        });
        tracked.trackAll(joining);
        return !joining.isEmpty();
    }

    private static boolean isBefore(@Nullable Gtid gtid, LogCursor cursor, BinlogPosition place) {
        GtidSet gtids = place.gtids();
        if (gtid != null && gtids != null) {
            return gtids.contains(gtid);
        }
        String file = place.file();
        if (file == null || cursor.file() == null) {
            return false;
        }
        long number = BinlogPosition.fileNumber(file);
        return cursor.fileNumber() < number || (cursor.fileNumber() == number && cursor.start() < place.offset());
    }

    @Override
    public String toString() {
        return Objects.toString(tables.keySet());
    }
}
