package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.internal.decode.RowsDecoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the log on its way to whoever polls: made by the reader thread, decoded by one worker, then taken. Not thread-safe: only
 * one thread has it at a time, and {@link SlotQueue} hands it on.
 */
final class Slot {

    // what a decoded row takes in memory, compared with its bytes in the log: measured on rows of numbers, dates and
    // short texts
    private static final int EXPANSION = 6;
    private static final int ENTRY_BYTES = 64;
    private static final byte[] NO_BYTES = {};

    /** Something that becomes events, in the order of the log. */
    sealed interface Entry {}

    /** An event that needs no decoding. */
    record Ready(SourceEvent event) implements Entry {}

    /**
     * A ROWS event, undecoded.
     *
     * @param table the table, for messages
     * @param decoder of its table map
     * @param type the event's type number
     * @param offset where its body begins in the slot's bytes
     * @param length how long its body is
     * @param transaction the transaction of its rows
     * @param firstIndex the number of its first row
     */
    record Rows(
            TableId table,
            RowsDecoder decoder,
            int type,
            int offset,
            int length,
            Transaction transaction,
            long firstIndex)
            implements Entry {}

    private final List<Gtid> gtids;
    private final @Nullable String file;
    private final long endOffset;
    private byte[] bytes;
    private List<Entry> entries;
    private List<SourceEvent> events = List.of();
    private @Nullable SourceException failure;
    private long cost;
    private boolean decoded;

    /**
     * A stretch to be decoded.
     *
     * @param bytes the bodies of its ROWS events
     * @param entries what is in it
     * @param gtids the transactions that begin in it
     * @param file the binlog file it ends in
     * @param endOffset where in the file it ends
     */
    Slot(byte[] bytes, List<Entry> entries, List<Gtid> gtids, @Nullable String file, long endOffset) {
        this.bytes = bytes;
        this.entries = entries;
        this.gtids = gtids;
        this.file = file;
        this.endOffset = endOffset;
        this.cost = estimate(bytes.length, entries.size());
    }

    /** About what a slot of so many bytes takes in memory once it is decoded. */
    static long estimate(long byteCount, int entryCount) {
        return byteCount * EXPANSION + (long) entryCount * ENTRY_BYTES;
    }

    /** Turns the entries into events; a failure is kept until the slot's turn comes. */
    void decode() {
        List<SourceEvent> out = new ArrayList<>(entries.size());
        try {
            for (Entry entry : entries) {
                if (entry instanceof Rows rows) {
                    decode(rows, out);
                } else if (entry instanceof Ready ready) {
                    out.add(ready.event());
                }
            }
        } catch (SourceException e) {
            failure = e;
        }
        events = out;
        entries = List.of();
        bytes = NO_BYTES;
        cost = memoryOf(out);
    }

    private void decode(Rows rows, List<SourceEvent> out) {
        try {
            rows.decoder()
                    .decode(
                            rows.type(),
                            bytes,
                            rows.offset(),
                            rows.length(),
                            rows.transaction(),
                            rows.firstIndex(),
                            out);
        } catch (SourceException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            throw SourceException.fatal(
                    "cannot decode the rows of " + rows.table() + " in the transaction at "
                            + rows.transaction().segment() + ":"
                            + rows.transaction().offset() + " (event type "
                            + rows.type() + ", " + rows.length() + " bytes): " + e,
                    e);
        }
    }

    private static long memoryOf(List<SourceEvent> events) {
        long memory = 0;
        for (SourceEvent event : events) {
            memory += event instanceof RowChange change ? change.byteSize() : ENTRY_BYTES;
        }
        return memory;
    }

    /** What it takes in memory: estimated before it is decoded, counted afterwards. */
    long cost() {
        return cost;
    }

    /** Whether there is something to decode. */
    boolean hasRows() {
        return bytes.length > 0;
    }

    /** Whether the events are there. */
    boolean isDecoded() {
        return decoded;
    }

    void setDecoded() {
        decoded = true;
    }

    /**
     * The decoded events.
     *
     * @throws SourceException when they could not be decoded
     */
    List<SourceEvent> events() {
        if (failure != null) {
            throw failure;
        }
        return events;
    }

    /** The transactions that begin in it. */
    List<Gtid> gtids() {
        return gtids;
    }

    /** The binlog file it ends in; null before the server has named one. */
    @Nullable
    String file() {
        return file;
    }

    /** Where in the file it ends. */
    long endOffset() {
        return endOffset;
    }
}
