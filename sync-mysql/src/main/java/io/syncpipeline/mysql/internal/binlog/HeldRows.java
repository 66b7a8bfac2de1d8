package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.internal.decode.RowsDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** ROWS events of an XA transaction, kept until it is committed or rolled back. */
final class HeldRows {

    // Nobody compares two of them, so that the array does no harm
    @SuppressWarnings("ArrayRecordComponent")
    private record Rows(TableMaps.Entry map, @Nullable RowsDecoder decoder, int type, byte[] body, long firstIndex) {}

    private final List<Rows> rows = new ArrayList<>();
    private final BinlogPosition before;
    private long byteCount;
    private @Nullable RuntimeException failure;

    /** No rows yet; {@code before} is the boundary before the transaction. */
    HeldRows(BinlogPosition before) {
        this.before = before;
    }

    /** The boundary before the transaction, from where it would be read again. */
    BinlogPosition before() {
        return before;
    }

    /** Some rows cannot be read or kept: that is of no account unless the transaction is committed. */
    void fail(RuntimeException cause) {
        failure = cause;
        rows.clear();
        byteCount = 0;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Holds the rows of an event, as a table is mapped now. The table may be one that has not joined yet. */
    void add(TableMaps.Entry map, int type, byte[] source, int offset, int length, long firstIndex) {
        byte[] body = Arrays.copyOfRange(source, offset, offset + length);
        rows.add(new Rows(map, map.decoder(), type, body, firstIndex));
        byteCount += length;
    }

    /** How many bytes are held. */
    long byteCount() {
        return byteCount;
    }

    /**
     * Hands the rows on as those of the transaction that committed them.
     *
     * @param joined how to decode rows of tables that had not joined when they were logged; null when they still have not. A prepared
     *     transaction keeps its tables locked against changes of their shape, so that a table has the same one when it commits
     */
    void release(SlotWriter output, Transaction transaction, Function<TableMaps.Entry, @Nullable RowsDecoder> joined)
            throws InterruptedException {
        if (failure != null) {
            throw failure;
        }
        for (Rows held : rows) {
            RowsDecoder decoder = held.decoder() == null ? joined.apply(held.map()) : held.decoder();
            if (decoder != null) {
                output.rows(
                        held.map().table(),
                        decoder,
                        held.type(),
                        held.body(),
                        0,
                        held.body().length,
                        transaction,
                        held.firstIndex());
            }
        }
    }
}
