package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.mysql.internal.binlog.ControlEvents.Beginning;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Passes over a log from the beginning of a file until it has come to what is sought, or to the end that the log had before. Of all events
 * only those are looked at that stand between transactions; every transaction of the servers supported begins with one that has its
 * GTID, or says that it has none. For one thread.
 */
final class LogScan implements PacketReader.EventHandler {

    private static final int BODY = EventHeader.LENGTH;

    /** Looks at a place between two transactions. */
    @FunctionalInterface
    interface Goal {
        /** Whether it is what was sought. */
        boolean isReached(LogScan at);
    }

    private final LogCursor cursor = new LogCursor();
    private final Checksums checksums = new Checksums();
    private final String endFile;
    private final long endOffset;
    private final Goal goal;
    private @Nullable GtidSet complete;
    private @Nullable Gtid open;
    private @Nullable Beginning beginning;
    private Instant time = Instant.EPOCH;
    private @Nullable Instant created;
    private @Nullable String placeFile;
    private long placeOffset;
    private boolean reached;
    private boolean ended;

    /**
     * A scan that has seen nothing yet.
     *
     * @param endFile the file that was the last when the end was asked for
     * @param endOffset where it ended then
     * @param goal what is sought
     */
    LogScan(String endFile, long endOffset, Goal goal) {
        this.endFile = endFile;
        this.endOffset = endOffset;
        this.goal = goal;
    }

    /** Whether the goal has been reached. Otherwise {@link #isOver()} means that the log ended before. */
    boolean isReached() {
        return reached;
    }

    /** Whether there is nothing more to look at. */
    boolean isOver() {
        return reached || ended;
    }

    /** The file of the present place. */
    String file() {
        return Objects.requireNonNull(placeFile, "no event has come yet");
    }

    /** The offset of the present place: where the next event begins. */
    long offset() {
        return placeOffset;
    }

    /** The transactions before the present place; null before the server has told those in the files before. */
    @Nullable
    GtidSet gtids() {
        return complete == null ? null : complete.copy();
    }

    /** The transaction that begins at the present place; null when none does. */
    @Nullable
    Beginning beginning() {
        return beginning;
    }

    /** When the transaction that begins at the present place was committed, or its last statement begun where that is not logged. */
    Instant time() {
        return time;
    }

    /** When the first file was begun, in whole seconds. */
    Instant created() {
        return Objects.requireNonNull(created, "the file's first event has not come yet");
    }

    @Override
    public void idle() {
        // the end is known by its offset; a connection that stands still is noticed by whoever reads it
    }

    @Override
    public void event(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        int unchecked = checksums.verify(bytes, offset, length, cursor);
        cursor.pass(bytes, offset, length);
        control(bytes, offset, unchecked);
        endIfBehind();
    }

    @Override
    public void largeEvent(byte[] head, int offset, long length, InputStream event)
            throws IOException, InterruptedException {
        if (EventHeader.type(head, offset) == EventType.PREVIOUS_GTIDS) {
            byte[] whole = event.readAllBytes();
            event(whole, 0, whole.length);
        } else {
            // rows, which are verified when they are followed
            cursor.pass(head, offset, length);
            endIfBehind();
        }
    }

    private void endIfBehind() {
        long last = BinlogPosition.fileNumber(endFile);
        if (cursor.fileNumber() > last || cursor.fileNumber() == last && cursor.offset() >= endOffset) {
            end();
        }
    }

    private void end() {
        ended = true;
        if (!reached) {
            place(null, cursor.offset());
        }
    }

    private void control(byte[] bytes, int offset, int length) throws IOException {
        int body = offset + BODY;
        int bodyLength = length - BODY;
        int type = EventHeader.type(bytes, offset);
        Instant logged = Instant.ofEpochSecond(EventHeader.timestamp(bytes, offset));
        switch (type) {
            case EventType.GTID -> begins(ControlEvents.gtid(bytes, body, bodyLength, false), logged);
            case EventType.ANONYMOUS_GTID -> begins(ControlEvents.gtid(bytes, body, bodyLength, true), logged);
            case EventType.GTID_TAGGED -> begins(ControlEvents.taggedGtid(bytes, body, bodyLength), logged);
            case EventType.MARIADB_GTID -> {
                Gtid gtid = ControlEvents.mariaDbGtid(bytes, body, EventHeader.serverId(bytes, offset));
                begins(new Beginning(gtid, null), logged);
            }
            case EventType.ROTATE -> {
                if (cursor.file() != null) {
                    // The one that the server makes up stands behind the last event of a file that has none of its own
                    place(null, EventHeader.isArtificial(bytes, offset) ? cursor.offset() : cursor.start());
                }
                cursor.moveTo(ControlEvents.rotateFile(bytes, body, bodyLength), Bytes.int64(bytes, body));
            }
            case EventType.FORMAT_DESCRIPTION -> {
                created = Objects.requireNonNullElse(created, logged);
                place(null, cursor.start());
            }
            case EventType.PREVIOUS_GTIDS -> adopt(ControlEvents.previousGtids(bytes, body, bodyLength));
            case EventType.MARIADB_GTID_LIST -> adopt(ControlEvents.mariaDbGtidList(bytes, body));
            case EventType.STOP, EventType.BINLOG_CHECKPOINT, EventType.START_ENCRYPTION -> place(null, cursor.start());
            case EventType.HEARTBEAT, EventType.HEARTBEAT_V2 -> end();
            default -> {
                // a part of a transaction
            }
        }
    }

    private void adopt(GtidSet previous) {
        place(null, cursor.start());
        if (complete == null) {
            complete = previous;
        }
    }

    private void begins(Beginning begun, Instant logged) {
        time = Objects.requireNonNullElse(begun.time(), logged);
        place(begun, cursor.start());
        open = begun.gtid();
    }

    /** The transaction before, if any, is complete, and another one or none begins here. */
    private void place(@Nullable Beginning begun, long offset) {
        if (complete != null && open != null) {
            complete.add(open);
        }
        open = null;
        beginning = begun;
        placeFile = cursor.file();
        placeOffset = offset;
        reached = reached || goal.isReached(this);
    }
}
