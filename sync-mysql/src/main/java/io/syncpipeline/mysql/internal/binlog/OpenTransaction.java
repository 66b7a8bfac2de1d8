package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.Transaction;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The transaction (or single statement) whose events are being read. For the reader thread. */
final class OpenTransaction {

    private final @Nullable Gtid gtid;
    private final Transaction transaction;
    private final boolean applied;
    private final Map<String, Long> rowEventsAtSavepoint = new HashMap<>();
    private boolean begun;
    private long capturedRowEvents;
    private long nextIndex;
    private @Nullable HeldRows held;

    /**
     * A transaction of which nothing was read yet.
     *
     * @param gtid its GTID; null when it has none
     * @param transaction what its changes belong to
     * @param applied whether it was handed on before following was resumed, and is read again only for the sake of those prepared in it
     */
    OpenTransaction(@Nullable Gtid gtid, Transaction transaction, boolean applied) {
        this.gtid = gtid;
        this.transaction = transaction;
        this.applied = applied;
    }

    /** Whether it was handed on before following was resumed: nothing of it may be handed on again. */
    boolean isApplied() {
        return applied;
    }

    /** Its GTID; null when it has none. */
    @Nullable
    Gtid gtid() {
        return gtid;
    }

    /** What its changes belong to. */
    Transaction transaction() {
        return transaction;
    }

    /** It goes on until a COMMIT, an XID or the like; otherwise the next statement is all there is. */
    void begin() {
        begun = true;
    }

    boolean isBegun() {
        return begun;
    }

    /**
     * Counts a ROWS event of any table.
     *
     * @param length the length of its body: no event has more rows than bytes, so that the numbers of rows grow, and that they do not
     *     depend on which tables are captured
     * @return the number of its first row
     */
    long count(long length, boolean captured) {
        long first = nextIndex;
        nextIndex += length;
        if (captured) {
            capturedRowEvents++;
        }
        return first;
    }

    /** Whether rows of captured tables are in it. */
    boolean hasCapturedRows() {
        return capturedRowEvents > 0;
    }

    /** A savepoint was set. */
    void savepoint(String name) {
        rowEventsAtSavepoint.put(name, capturedRowEvents);
    }

    /** Whether rows of captured tables came since a savepoint. */
    boolean hasCapturedRowsSince(String savepoint) {
        return capturedRowEvents > rowEventsAtSavepoint.getOrDefault(savepoint, 0L);
    }

    /** Its rows are to be held until it is known whether it commits. */
    void hold(HeldRows rows) {
        held = rows;
    }

    /** Where its rows are held; null when they are handed on at once. */
    @Nullable
    HeldRows held() {
        return held;
    }
}
