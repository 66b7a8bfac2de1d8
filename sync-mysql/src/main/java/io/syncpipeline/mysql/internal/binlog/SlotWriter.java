package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.Progress;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.internal.decode.RowsDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the reader finds into slots of a handy size and publishes them. At the end of a transaction it may put a {@link Progress}
 * behind it: at most one per slot, and at most one in 50 ms while there is more to read. For the reader thread.
 */
final class SlotWriter {

    private static final int MAX_SLOT_BYTES = 1 << 16;
    private static final int MIN_SLOT_BYTES = 1 << 12;
    private static final int MAX_ENTRIES = 1 << 10;
    private static final int SLOTS_IN_BUDGET = 16;
    private static final long PROGRESS_NANOS = 50_000_000L;

    private final SlotQueue queue;
    private final LogCursor cursor;
    private final Supplier<Progress> progress;
    private final int slotBytes;

    private byte[] bytes;
    private int used;
    private List<Slot.Entry> entries = new ArrayList<>();
    private List<Gtid> gtids = new ArrayList<>();
    private boolean atBoundary;
    private int boundary;
    private long lastProgress = System.nanoTime() - PROGRESS_NANOS;

    /**
     * A writer into a queue.
     *
     * @param queue takes the slots
     * @param limit the queue's bound in bytes
     * @param cursor where the reader is
     * @param progress makes the event for the last boundary
     */
    SlotWriter(SlotQueue queue, long limit, LogCursor cursor, Supplier<Progress> progress) {
        this.queue = queue;
        this.cursor = cursor;
        this.progress = progress;
        long share = limit / SLOTS_IN_BUDGET / Slot.estimate(1, 0);
        this.slotBytes = (int) Math.max(MIN_SLOT_BYTES, Math.min(MAX_SLOT_BYTES, share));
        this.bytes = new byte[slotBytes];
    }

    /** Adds a ROWS event, whose body is copied. */
    void rows(
            TableId table,
            RowsDecoder decoder,
            int type,
            byte[] source,
            int offset,
            int length,
            Transaction transaction,
            long firstIndex)
            throws InterruptedException {
        if (used + length > bytes.length && used > 0 || entries.size() >= MAX_ENTRIES) {
            seal(false);
        }
        if (length > bytes.length) {
            queue.awaitRoom(Slot.estimate(length, 1));
            bytes = new byte[length];
        }
        System.arraycopy(source, offset, bytes, used, length);
        entries.add(new Slot.Rows(table, decoder, type, used, length, transaction, firstIndex));
        used += length;
    }

    /** Adds an event. */
    void event(SourceEvent event) {
        entries.add(new Slot.Ready(event));
    }

    /** A transaction begins. */
    void begins(@Nullable Gtid gtid) {
        if (gtid != null) {
            gtids.add(gtid);
        }
    }

    /** Everything added so far is complete: following may be resumed here. */
    void boundary() throws InterruptedException {
        atBoundary = true;
        boundary = entries.size();
        if (gtids.size() >= MAX_ENTRIES) {
            seal(false);
        }
    }

    /** Tells the last boundary, unless it is told already. A statement that changes shapes needs one on either side. */
    void tellBoundary() {
        if (atBoundary) {
            entries.add(boundary, new Slot.Ready(progress.get()));
            lastProgress = System.nanoTime();
            atBoundary = false;
        }
    }

    /**
     * Publishes what has been collected.
     *
     * @param idle whether nothing more is to come at present, so that the last boundary has to be told now
     */
    void seal(boolean idle) throws InterruptedException {
        if (idle || System.nanoTime() - lastProgress >= PROGRESS_NANOS) {
            tellBoundary();
        }
        boundary = 0;
        if (entries.isEmpty() && gtids.isEmpty()) {
            return;
        }
        Slot slot = new Slot(takeBytes(), entries, gtids, cursor.file(), cursor.offset());
        entries = new ArrayList<>();
        gtids = new ArrayList<>();
        queue.publish(slot);
    }

    private byte[] takeBytes() {
        byte[] taken = bytes;
        if (used < bytes.length / 2) {
            taken = Arrays.copyOf(bytes, used);
        } else {
            bytes = new byte[slotBytes];
        }
        used = 0;
        return taken;
    }
}
