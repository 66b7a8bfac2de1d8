package io.syncpipeline.mysql.internal.binlog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where in the log the reader is: the file, and the offset behind the event that is being looked at. For the reader thread. */
final class LogCursor {

    private static final long LOW_32_BITS = 0xFFFF_FFFFL;

    private @Nullable String file;
    private long fileNumber;
    private long start;
    private long offset;

    /** Goes on in a file. */
    void moveTo(String newFile, long newOffset) {
        file = newFile;
        fileNumber = BinlogPosition.fileNumber(newFile);
        start = newOffset;
        offset = newOffset;
    }

    /**
     * Passes an event that stands in the file. Events tell only the low 32 bits of where they end, and a server leaves out those that
     * a GTID set covers, so that lengths alone do not tell either: the end is the first place with those bits that is far enough.
     */
    void pass(long endPosition, long length) {
        offset = firstWith(endPosition, offset + length);
        start = offset - length;
    }

    /** Passes an event, which need not stand in the file: the server makes some up for the connection. */
    void pass(byte[] event, int at, long length) {
        int type = EventHeader.type(event, at);
        if (!EventHeader.isArtificial(event, at) && type != EventType.HEARTBEAT && type != EventType.HEARTBEAT_V2) {
            pass(EventHeader.endPosition(event, at), length);
        }
    }

    /** The server has read the file up to here without finding anything to send. */
    void skipTo(long endPosition) {
        offset = firstWith(endPosition, offset);
        start = offset;
    }

    private static long firstWith(long lowBits, long atLeast) {
        long candidate = (atLeast & ~LOW_32_BITS) | lowBits;
        return candidate >= atLeast ? candidate : candidate + LOW_32_BITS + 1;
    }

    /** The file's name; null before the server has named it. */
    @Nullable
    String file() {
        return file;
    }

    /** The number in the file's name. */
    long fileNumber() {
        return fileNumber;
    }

    /** Where the present event begins. */
    long start() {
        return start;
    }

    /** Where the present event ends. */
    long offset() {
        return offset;
    }

    /** The present event's place, for messages. */
    @Override
    public String toString() {
        return Objects.requireNonNullElse(file, "the log's beginning") + ":" + start;
    }
}
