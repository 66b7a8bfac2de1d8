package io.syncpipeline.mysql.internal.binlog;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * XA transactions that were prepared and neither committed nor rolled back yet. Reading can only begin again before the first of them,
 * because its rows are logged where it was prepared. For the reader thread.
 */
final class PreparedTransactions {

    private final Map<String, HeldRows> byXid = new LinkedHashMap<>();

    /** A transaction was prepared. */
    void add(String xid, HeldRows rows) {
        byXid.put(key(xid), rows);
    }

    /** Takes the rows of a transaction that was committed or rolled back; null when it is not known. */
    @Nullable
    HeldRows remove(String xid) {
        return byXid.remove(key(xid));
    }

    private static String key(String xid) {
        return xid.strip().toLowerCase(Locale.ROOT);
    }

    /** Where reading has to begin again because of the first prepared transaction; null when there is none. */
    @Nullable
    BinlogPosition pin() {
        return byXid.isEmpty() ? null : byXid.values().iterator().next().before();
    }

    /** How many bytes are held. */
    long byteCount() {
        return byXid.values().stream().mapToLong(HeldRows::byteCount).sum();
    }
}
