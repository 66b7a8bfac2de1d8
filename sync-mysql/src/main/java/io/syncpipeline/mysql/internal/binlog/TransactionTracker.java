package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.Progress;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.internal.decode.RowsDecoder;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows where transactions begin and end, which ones are complete, and so where following may be resumed. For the reader thread.
 */
final class TransactionTracker {

    private final LogCursor cursor;
    private final Clock clock;
    private final Consumer<@Nullable Gtid> beginning;
    private final @Nullable String server;
    private final PreparedTransactions prepared = new PreparedTransactions();
    /** The place up to which everything was handed on before; null once it was reached. */
    private @Nullable BinlogPosition applied;

    private @Nullable GtidSet complete;
    private @Nullable OpenTransaction open;
    private @Nullable String boundaryFile;
    private long boundaryOffset;
    private Instant boundaryTime;

    /**
     * A tracker at a boundary.
     *
     * @param cursor where the reader is
     * @param from the boundary from which following goes on; reading begins at its {@link BinlogPosition#readFrom}
     * @param server the {@code server_uuid} for positions; null when there is none
     * @param clock tells the time of an idle source
     * @param beginning is told before a transaction begins, with its GTID if it has one
     */
    TransactionTracker(
            LogCursor cursor,
            BinlogPosition from,
            @Nullable String server,
            Clock clock,
            Consumer<@Nullable Gtid> beginning) {
        this.cursor = cursor;
        this.beginning = beginning;
        this.clock = clock;
        this.server = server;
        BinlogPosition start = from.readFrom();
        this.applied = from.prepared() == null ? null : from;
        GtidSet gtids = start.gtids();
        this.complete = gtids == null ? null : gtids.copy();
        this.boundaryFile = start.file();
        this.boundaryOffset = start.offset();
        this.boundaryTime = clock.instant();
    }

    /** A transaction begins with the present event. */
    OpenTransaction begin(@Nullable Gtid gtid, Instant time, SlotWriter output) throws InterruptedException {
        if (open != null) {
            if (open.isBegun()) {
                throw SourceException.fatal(
                        "the binlog at " + cursor + " begins a transaction (GTID " + gtid
                                + ") within another one (GTID " + open.gtid() + "): the log is damaged",
                        null);
            }
            finish(output, cursor.start());
        }
        placeBoundary(cursor.start());
        beginning.accept(gtid);
        OpenTransaction begun =
                new OpenTransaction(gtid, new Transaction(cursor.fileNumber(), cursor.start(), time), wasApplied(gtid));
        open = begun;
        if (!begun.isApplied()) {
            output.begins(gtid);
        }
        return begun;
    }

    /**
     * Whether the transaction that begins with the present event was handed on before following was resumed.
     *
     * @throws SourceException when the log is not the one that was read then
     */
    private boolean wasApplied(@Nullable Gtid gtid) {
        BinlogPosition until = applied;
        if (until == null) {
            return false;
        }
        String file = cursor.file();
        boolean sameFiles = file != null && isSameLog(until);
        boolean beforeByFile = sameFiles && until.isBehind(Objects.requireNonNull(file), cursor.start());
        GtidSet gtids = until.gtids();
        if (gtid == null || gtids == null) {
            return beforeByFile;
        }
        boolean before = gtids.contains(gtid);
        if (sameFiles && before != beforeByFile) {
            throw SourceException.fatal(
                    "the binlog at " + cursor + " holds the transaction " + gtid + ", which is "
                            + (before ? "" : "not ") + "among those before " + until
                            + ": the server has lost the end of its log, or has another one now; copy the tables again",
                    null);
        }
        return before;
    }

    /** Whether the files of a place are those of this log. */
    private boolean isSameLog(BinlogPosition place) {
        return place.file() != null && Objects.equals(server, place.server());
    }

    /** Takes note of it when everything was read again that was handed on before. */
    private void lookForEndOfApplied() {
        BinlogPosition until = applied;
        String file = boundaryFile;
        if (until == null) {
            return;
        }
        // A server without GTIDs still logs sets of them, which say nothing about where it is
        boolean byGtids = !isSameLog(until) && complete != null && until.gtids() != null;
        boolean reached = byGtids
                ? Objects.requireNonNull(complete).covers(Objects.requireNonNull(until.gtids()))
                : file == null || !until.isBehind(file, boundaryOffset);
        if (reached) {
            applied = null;
        }
    }

    /** Whether the open transaction was handed on before following was resumed. */
    boolean isInApplied() {
        return open != null && open.isApplied();
    }

    /** Where the rows of the open transaction are held; null when they are not, or none is open. */
    @Nullable
    HeldRows held() {
        return open == null ? null : open.held();
    }

    /** The open transaction; one that begins with the present event when there is none. */
    OpenTransaction current(Instant time, SlotWriter output) throws InterruptedException {
        OpenTransaction current = open;
        return current == null ? begin(null, time, output) : current;
    }

    /** The open transaction is complete with the present event. */
    void commit(SlotWriter output) throws InterruptedException {
        OpenTransaction committed = open;
        if (committed != null && committed.held() != null && !committed.isApplied()) {
            committed.held().release(output, committed.transaction(), map -> null);
        }
        finish(output, cursor.offset());
    }

    private void finish(SlotWriter output, long offset) throws InterruptedException {
        OpenTransaction finished = open;
        open = null;
        if (finished != null) {
            boundaryTime = finished.transaction().time();
            if (complete != null && finished.gtid() != null) {
                complete.add(finished.gtid());
            }
        }
        placeBoundary(offset);
        lookForEndOfApplied();
        if (applied == null || finished != null && !finished.isApplied()) {
            output.boundary();
        }
    }

    /**
     * The open transaction did not happen.
     *
     * @throws SourceException when rows of it have been handed on
     */
    void rollback(SlotWriter output) throws InterruptedException {
        OpenTransaction rolledBack = open;
        if (rolledBack != null && rolledBack.held() == null && rolledBack.hasCapturedRows()) {
            throw rolledBackRows(
                    "the transaction at " + rolledBack.transaction().segment() + ":"
                            + rolledBack.transaction().offset() + " is rolled back");
        }
        finish(output, cursor.offset());
    }

    /**
     * What came since a savepoint did not happen.
     *
     * @throws SourceException when rows of it have been handed on
     */
    void rollbackTo(String savepoint) {
        if (open != null && !open.isApplied() && open.hasCapturedRowsSince(savepoint)) {
            throw rolledBackRows("a transaction is rolled back to the savepoint '" + savepoint + "'");
        }
    }

    private SourceException rolledBackRows(String what) {
        return SourceException.fatal(
                "the binlog at " + cursor + " says that " + what
                        + " after rows of captured tables in it, as happens when a"
                        + " transaction changes transactional and other tables; which rows stay cannot be told: convert the"
                        + " tables to InnoDB, and copy them again from a later position",
                null);
    }

    /** The rows of the open transaction are held until it is known whether it commits. */
    void hold(OpenTransaction transaction) {
        transaction.begin();
        transaction.hold(new HeldRows(boundary(null)));
    }

    /** The open transaction is prepared: its end comes later. */
    void prepare(String xid, SlotWriter output) throws InterruptedException {
        OpenTransaction current = open;
        HeldRows held = current == null ? null : current.held();
        if (held == null) {
            throw SourceException.fatal(
                    "the binlog at " + cursor + " prepares the XA transaction " + xid
                            + " without having begun it: the log is" + " damaged",
                    null);
        }
        prepared.add(xid, held);
        finish(output, cursor.offset());
    }

    /**
     * A prepared transaction is complete with the present event.
     *
     * @param joined how to decode rows of tables that have joined since it was prepared; null for others
     * @throws SourceException when it was prepared before following began, so that its rows are not known
     */
    void commitPrepared(
            String xid,
            OpenTransaction committing,
            Function<TableMaps.Entry, @Nullable RowsDecoder> joined,
            SlotWriter output)
            throws InterruptedException {
        HeldRows rows = prepared.remove(xid);
        if (committing.isApplied()) {
            return;
        }
        if (rows == null) {
            throw SourceException.fatal(
                    "the binlog at " + cursor + " commits the XA transaction " + xid
                            + ", which was prepared before following"
                            + " began, so that its rows are not known; begin at a place before it was prepared, or when XA"
                            + " RECOVER shows no transaction. Servers before MySQL 8.0.30 may have lost its rows in a crash: then"
                            + " copy the tables again",
                    null);
        }
        rows.release(output, committing.transaction(), joined);
    }

    /** A prepared transaction did not happen. */
    void rollbackPrepared(String xid) {
        prepared.remove(xid);
    }

    /** How many bytes of rows are held for XA transactions that are prepared. */
    long heldBytes() {
        return prepared.byteCount();
    }

    /** The transactions in the files before the one that begins, as the server says: needed when nobody knew them. */
    void adoptPreviousGtids(GtidSet previous) {
        if (complete == null) {
            complete = previous;
        }
    }

    /**
     * Another file begins.
     *
     * @throws SourceException when a transaction is open whose rows have been handed on: the server crashed in it
     */
    void fileBegins(SlotWriter output) throws InterruptedException {
        if (open == null) {
            placeBoundary(cursor.offset());
        } else {
            rollback(output);
        }
    }

    /** The server has nothing more to send. */
    void idle(SlotWriter output) throws InterruptedException {
        if (open == null) {
            placeBoundary(cursor.offset());
            lookForEndOfApplied();
            if (applied == null) {
                boundaryTime = clock.instant();
                output.boundary();
            }
        }
    }

    // a place without a file's name is none; the server names it before anything else
    private void placeBoundary(long offset) {
        if (cursor.file() != null) {
            boundaryFile = cursor.file();
            boundaryOffset = offset;
        }
    }

    /** What to tell about the last boundary. */
    Progress progress() {
        return new Progress(boundary(prepared.pin()).toPosition(), boundaryTime);
    }

    private BinlogPosition boundary(@Nullable BinlogPosition firstPrepared) {
        return new BinlogPosition(boundaryFile, boundaryOffset, complete, server, firstPrepared);
    }
}
