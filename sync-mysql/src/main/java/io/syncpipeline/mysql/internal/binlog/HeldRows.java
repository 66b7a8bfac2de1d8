package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.internal.decode.RowsDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** ROWS events of an XA transaction, kept until it is committed or rolled back. */
final class HeldRows {

    // Nobody compares two of them, so that the array does no harm
    @SuppressWarnings("ArrayRecordComponent")
    private record Rows(TableId table, RowsDecoder decoder, int type, byte[] body, long firstIndex) {}

    private final List<Rows> rows = new ArrayList<>();
    private final Position before;
    private long byteCount;

    /** No rows yet; {@code before} is the boundary before the transaction. */
    HeldRows(Position before) {
        this.before = before;
    }

    /** The boundary before the transaction, from where it would be read again. */
    Position before() {
        return before;
    }

    void add(TableId table, RowsDecoder decoder, int type, byte[] source, int offset, int length, long firstIndex) {
        rows.add(new Rows(table, decoder, type, Arrays.copyOfRange(source, offset, offset + length), firstIndex));
        byteCount += length;
    }

    /** How many bytes are held. */
    long byteCount() {
        return byteCount;
    }

    /** Hands the rows on as those of the transaction that committed them. */
    void release(SlotWriter output, Transaction transaction) throws InterruptedException {
        for (Rows held : rows) {
            output.rows(
                    held.table(),
                    held.decoder(),
                    held.type(),
                    held.body(),
                    0,
                    held.body().length,
                    transaction,
                    held.firstIndex());
        }
    }
}
