package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.internal.binlog.ControlEvents.Beginning;
import io.syncpipeline.mysql.internal.binlog.TableMaps.Entry;
import io.syncpipeline.mysql.internal.ddl.TrackedSchemas;
import io.syncpipeline.mysql.internal.decode.DecodeException;
import io.syncpipeline.mysql.internal.decode.RowsDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Understands the events of a log, one after the other, and writes what concerns captured tables into slots. For the reader thread. */
final class LogInterpreter implements PacketReader.EventHandler {

    private static final int BODY = EventHeader.LENGTH;
    private static final int MARIADB_FLAGS = 12;
    private static final int MARIADB_STANDALONE = 0x01;
    private static final int MARIADB_PREPARED_XA = 0x40;
    private static final long NO_TABLE = 0xFFFFFF;
    private static final int HELD_SHARE = 4;
    private static final int PAYLOAD_SHARE = 4;
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final LogCursor cursor = new LogCursor();
    private final Checksums checksums = new Checksums();
    private final TransactionPayload payload = new TransactionPayload();
    private final PayloadEvents payloadEvents = new PayloadEvents();
    private final SkippedBeginning beginning;
    private final TableMaps maps;
    private final TransactionTracker transactions;
    private final StatementHandler statements;
    private final SlotWriter output;
    private final LaterTables later;
    private final long memoryLimit;

    /**
     * An interpreter that begins at a boundary.
     *
     * @param from the boundary from which following goes on; reading begins at its {@link BinlogPosition#readFrom}
     * @param byGtids whether the server was asked for what comes behind GTIDs, not for a file and offset
     * @param server the {@code server_uuid} for positions; null when there is none
     * @param tracked the captured tables at the boundary
     * @param later the tables that are captured from a later place on
     * @param queue takes the slots
     * @param memoryLimit how many bytes may be held, in the queue and otherwise
     * @param clock tells the time of an idle source
     */
    LogInterpreter(
            BinlogPosition from,
            boolean byGtids,
            @Nullable String server,
            TrackedSchemas tracked,
            LaterTables later,
            SlotQueue queue,
            long memoryLimit,
            Clock clock) {
        this.memoryLimit = memoryLimit;
        this.later = later;
        this.beginning = new SkippedBeginning(byGtids ? null : from.readFrom(), cursor);
        this.maps = new TableMaps(tracked);
        this.transactions = new TransactionTracker(cursor, from, server, clock, gtid -> {
            if (later.join(gtid, cursor, tracked)) {
                maps.schemasChanged();
            }
        });
        this.output = new SlotWriter(queue, memoryLimit, cursor, transactions::progress);
        this.statements = new StatementHandler(tracked, maps, transactions, cursor, output);
    }

    /** Where it is, for messages. */
    String place() {
        return cursor.toString();
    }

    @Override
    public void idle() throws InterruptedException {
        output.seal(true);
    }

    @Override
    public void event(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        int unchecked = checksums.verify(bytes, offset, length, cursor);
        cursor.pass(bytes, offset, length);
        if (!beginning.holds(bytes, offset)) {
            interpret(bytes, offset, unchecked);
        }
    }

    @Override
    public void largeEvent(byte[] head, int offset, long length, InputStream event)
            throws IOException, InterruptedException {
        cursor.pass(head, offset, length);
        int type = EventHeader.type(head, offset);
        ChecksummedStream unchecked = new ChecksummedStream(event, length, checksums.enabled());
        if (!beginning.holds(head, offset) && !passesOver(head, offset, unchecked.length())) {
            if (type == EventType.TRANSACTION_PAYLOAD && length > memoryLimit / PAYLOAD_SHARE) {
                streamPayload(unchecked);
            } else {
                byte[] whole = whole(type, unchecked.length(), unchecked);
                unchecked.finish(type, cursor);
                interpret(whole, 0, whole.length);
                return;
            }
        }
        unchecked.finish(type, cursor);
    }

    // too long to be kept until its checksum is known to be right; what it holds is complete only behind the checksum
    private void streamPayload(InputStream event) throws IOException, InterruptedException {
        event.skipNBytes(BODY);
        try {
            payload.read(event, payloadEvents, place());
        } catch (DecodeException e) {
            throw SourceException.fatal(
                    "cannot read the compressed transaction at " + cursor + ": " + e.getMessage(), e);
        }
    }

    private byte[] whole(int type, long length, InputStream event) throws IOException {
        long limit = Math.min(memoryLimit, MAX_ARRAY);
        if (length > limit) {
            throw SourceException.fatal(
                    "the binlog event at " + cursor + " (type " + type + ") has " + length + " bytes, more than the "
                            + limit + " bytes of memory that following may take; give the pipeline more memory",
                    null);
        }
        byte[] whole = new byte[(int) length];
        if (event.readNBytes(whole, 0, whole.length) < whole.length) {
            throw new ProtocolException("an event of " + length + " bytes ends early");
        }
        return whole;
    }

    /** Counts an event of many bytes that nobody needs; false when it has to be read. */
    private boolean passesOver(byte[] head, int offset, long length) throws InterruptedException {
        int type = EventHeader.type(head, offset);
        int body = offset + BODY;
        if (!EventType.holdsRows(type)) {
            return type == EventType.ROWS_QUERY || type == EventType.ANNOTATE_ROWS || type == EventType.IGNORABLE;
        }
        if (transactions.isInApplied() && transactions.held() == null) {
            return true;
        }
        Entry entry = maps.get(head, body);
        if (entry == null || entry.decoder() != null || later.holds(entry.table())) {
            return false;
        }
        long rows = length - BODY;
        if (EventType.isCompressedRows(type)) {
            try {
                rows = MariaDbCompression.rowsLength(type, head, body);
            } catch (DecodeException e) {
                throw SourceException.fatal(
                        "cannot read the binlog event at " + cursor + " (type " + type + ", " + length + " bytes): "
                                + e.getMessage(),
                        e);
            }
        }
        transactions.current(time(head, offset), output).count(rows, false);
        return true;
    }

    /** The events within a compressed transaction, which have no checksums and no places of their own. */
    private final class PayloadEvents implements TransactionPayload.Handler {

        @Override
        public void event(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
            refuseNested(EventHeader.type(bytes, offset));
            interpret(bytes, offset, length);
        }

        @Override
        public void largeEvent(byte[] head, int offset, long length, InputStream event)
                throws IOException, InterruptedException {
            int type = EventHeader.type(head, offset);
            refuseNested(type);
            if (!passesOver(head, offset, length)) {
                byte[] whole = whole(type, length, event);
                interpret(whole, 0, whole.length);
            }
        }

        private void refuseNested(int type) {
            if (type == EventType.TRANSACTION_PAYLOAD) {
                throw new DecodeException("a compressed transaction holds another one");
            }
        }
    }

    private void interpret(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        int type = EventHeader.type(bytes, offset);
        int body = offset + BODY;
        int bodyLength = length - BODY;
        try {
            if (EventType.isCompressedRows(type)) {
                compressedRows(type, bytes, offset, body, bodyLength);
            } else if (EventType.holdsRows(type)) {
                rows(type, bytes, body, bodyLength, time(bytes, offset));
            } else if (type == EventType.TABLE_MAP) {
                tableMap(bytes, body, bodyLength);
            } else {
                control(type, bytes, offset, body, bodyLength);
            }
        } catch (SourceException e) {
            throw e;
        } catch (RuntimeException e) {
            // damaged bytes come up as a DecodeException, but as a wrong index or a text that is no number too
            throw SourceException.fatal(
                    "cannot read the binlog event at " + cursor + " (type " + type + ", " + length + " bytes): "
                            + (e instanceof DecodeException ? e.getMessage() : e.toString()),
                    e);
        }
    }

    /** A map that does not fit the tracked shape is the first sign of a change that was not logged. */
    private void tableMap(byte[] bytes, int body, int length) {
        HeldRows held = transactions.held();
        if (transactions.isInApplied() && held == null) {
            return;
        }
        try {
            maps.add(bytes, body, length);
        } catch (SourceException e) {
            if (held == null || !transactions.isInApplied()) {
                throw SourceException.fatal("at " + cursor + ": " + e.getMessage(), e);
            }
            // The table may have another shape since, which it can have only when the transaction has ended
            held.fail(e);
        } catch (DecodeException e) {
            if (held == null || !transactions.isInApplied()) {
                throw e;
            }
            held.fail(e);
        }
    }

    private void compressedRows(int type, byte[] bytes, int offset, int body, int length) throws InterruptedException {
        Entry entry = maps.get(bytes, body);
        if (entry != null && entry.decoder() == null && !later.holds(entry.table())) {
            OpenTransaction transaction = transactions.current(time(bytes, offset), output);
            transaction.count(MariaDbCompression.rowsLength(type, bytes, body), false);
        } else {
            byte[] plain = MariaDbCompression.rows(type, bytes, body, length, memoryLimit);
            rows(MariaDbCompression.plainRowsType(type), plain, 0, plain.length, time(bytes, offset));
        }
    }

    private void rows(int type, byte[] bytes, int body, int length, Instant time) throws InterruptedException {
        OpenTransaction transaction = transactions.current(time, output);
        HeldRows held = transaction.held();
        if (transaction.isApplied() && (held == null || held.hasFailed())) {
            return;
        }
        Entry entry = maps.get(bytes, body);
        if (entry == null) {
            if (Bytes.uint48(bytes, body) == NO_TABLE) {
                return;
            }
            throw SourceException.fatal(
                    "the binlog at " + cursor + " holds rows of table id " + Bytes.uint48(bytes, body)
                            + " without the table's map before them: following did not begin at a transaction's beginning",
                    null);
        }
        RowsDecoder decoder = entry.decoder();
        long firstIndex = transaction.count(length, decoder != null);
        if (decoder == null && (held == null || !later.holds(entry.table()))) {
            return;
        }
        if (!EventType.isRows(type)) {
            refuse(
                    transaction,
                    "the server logs only the changed parts of JSON values; set binlog_row_value_options='' for all sessions,"
                            + " then copy " + entry.table() + " again from a position after " + cursor);
        } else if (held != null) {
            held.add(entry, type, bytes, body, length, firstIndex);
            checkHeld(transaction, held);
        } else if (decoder != null) {
            output.rows(entry.table(), decoder, type, bytes, body, length, transaction.transaction(), firstIndex);
        }
    }

    /** What was handed on before is looked at for XA transactions that are not decided yet: rows of the others may be as they like. */
    private static void refuse(OpenTransaction transaction, String why) {
        SourceException refusal = SourceException.fatal(why, null);
        HeldRows held = transaction.held();
        if (held == null || !transaction.isApplied()) {
            throw refusal;
        }
        held.fail(refusal);
    }

    private void checkHeld(OpenTransaction transaction, HeldRows held) {
        long bytes = held.byteCount() + transactions.heldBytes();
        if (bytes > memoryLimit / HELD_SHARE) {
            refuse(
                    transaction,
                    "XA transactions that are not decided yet hold " + bytes + " bytes of rows at " + cursor
                            + ", more than a quarter of the " + memoryLimit
                            + " bytes of memory that following may take; give the pipeline more memory, or make the XA"
                            + " transactions smaller");
        }
    }

    private void control(int type, byte[] bytes, int offset, int body, int length)
            throws IOException, InterruptedException {
        switch (type) {
            case EventType.GTID -> begin(ControlEvents.gtid(bytes, body, length, false), bytes, offset);
            case EventType.ANONYMOUS_GTID -> begin(ControlEvents.gtid(bytes, body, length, true), bytes, offset);
            case EventType.GTID_TAGGED -> begin(ControlEvents.taggedGtid(bytes, body, length), bytes, offset);
            case EventType.MARIADB_GTID -> beginMariaDb(bytes, offset, body);
            case EventType.QUERY -> statements.handle(bytes, body, length, time(bytes, offset));
            case EventType.QUERY_COMPRESSED -> {
                byte[] plain = MariaDbCompression.query(bytes, body, length, memoryLimit);
                statements.handle(plain, 0, plain.length, time(bytes, offset));
            }
            case EventType.EXECUTE_LOAD_QUERY -> statements.handleLoad(bytes, body, length);
            case EventType.XID -> transactions.commit(output);
            case EventType.XA_PREPARE -> statements.prepare(bytes, body);
            case EventType.TRANSACTION_PAYLOAD ->
                payload.read(new ByteArrayInputStream(bytes, body, length), payloadEvents, place());
            case EventType.ROTATE -> rotate(bytes, body, length);
            case EventType.FORMAT_DESCRIPTION -> {
                maps.clear();
                transactions.fileBegins(output);
            }
            case EventType.PREVIOUS_GTIDS ->
                transactions.adoptPreviousGtids(ControlEvents.previousGtids(bytes, body, length));
            case EventType.MARIADB_GTID_LIST ->
                transactions.adoptPreviousGtids(ControlEvents.mariaDbGtidList(bytes, body));
            case EventType.HEARTBEAT, EventType.HEARTBEAT_V2 -> heartbeat(bytes, offset);
            default -> unknown(type, bytes, offset);
        }
    }

    private void begin(Beginning beginning, byte[] bytes, int offset) throws InterruptedException {
        transactions.begin(
                beginning.gtid(), Objects.requireNonNullElseGet(beginning.time(), () -> time(bytes, offset)), output);
    }

    private void beginMariaDb(byte[] bytes, int offset, int body) throws InterruptedException {
        int flags = Bytes.uint8(bytes, body + MARIADB_FLAGS);
        Gtid gtid = ControlEvents.mariaDbGtid(bytes, body, EventHeader.serverId(bytes, offset));
        OpenTransaction transaction = transactions.begin(gtid, time(bytes, offset), output);
        if ((flags & MARIADB_PREPARED_XA) != 0) {
            transactions.hold(transaction);
        } else if ((flags & MARIADB_STANDALONE) == 0) {
            transaction.begin();
        }
    }

    private static Instant time(byte[] bytes, int offset) {
        return Instant.ofEpochSecond(EventHeader.timestamp(bytes, offset));
    }

    private void rotate(byte[] bytes, int body, int length) throws InterruptedException {
        maps.clear();
        long begin = Bytes.int64(bytes, body);
        if (begin < 0) {
            throw new DecodeException("the next file cannot begin at " + begin);
        }
        cursor.moveTo(ControlEvents.rotateFile(bytes, body, length), begin);
        if (!beginning.isHere()) {
            transactions.fileBegins(output);
        }
    }

    private void heartbeat(byte[] bytes, int offset) throws InterruptedException {
        if (EventHeader.endPosition(bytes, offset) != 0) {
            cursor.skipTo(EventHeader.endPosition(bytes, offset));
        }
        transactions.idle(output);
        output.seal(true);
    }

    private void unknown(int type, byte[] bytes, int offset) {
        switch (type) {
            case EventType.STOP,
                    EventType.INTVAR,
                    EventType.RAND,
                    EventType.USER_VAR,
                    EventType.APPEND_BLOCK,
                    EventType.BEGIN_LOAD_QUERY,
                    EventType.DELETE_FILE,
                    EventType.IGNORABLE,
                    EventType.ROWS_QUERY,
                    EventType.TRANSACTION_CONTEXT,
                    EventType.VIEW_CHANGE,
                    EventType.ANNOTATE_ROWS,
                    EventType.BINLOG_CHECKPOINT -> {
                // context of statements, or news for replicas: no row is in them
            }
            case EventType.INCIDENT ->
                throw SourceException.fatal(
                        "the server reports an incident at " + cursor
                                + ": changes are missing in its log; copy the tables again from a later position",
                        null);
            case EventType.START_ENCRYPTION ->
                throw SourceException.fatal(
                        "the log is sent encrypted from " + cursor + " on; switch encrypt_binlog off", null);
            default -> {
                if ((EventHeader.flags(bytes, offset) & EventHeader.IGNORABLE_FLAG) == 0) {
                    throw SourceException.fatal(
                            "the binlog event at " + cursor + " is of type " + type
                                    + ", which this version does not know and the server does not allow to pass over",
                            null);
                }
            }
        }
    }
}
