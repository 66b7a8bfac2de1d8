package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.SourceException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of the first file that is sent although following begins behind it. A request for a log by file and offset has 32 bits for the
 * offset (<a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_binlog_dump.html">COM_BINLOG_DUMP</a>), and a
 * server takes no notice of what is cut off; so where following begins beyond 4 GiB, the whole file is asked for. For the reader thread.
 */
final class SkippedBeginning {

    private static final long MAX_REQUESTED = 0xFFFF_FFFFL;

    private final @Nullable BinlogPosition from;
    private final LogCursor cursor;

    /** What is sent before a place; {@code from} is null when the server was asked by GTIDs, so that it skips by itself. */
    SkippedBeginning(@Nullable BinlogPosition from, LogCursor cursor) {
        this.from = from;
        this.cursor = cursor;
    }

    /** The offset to ask for in order to begin at the given one. */
    static long requested(long offset) {
        return offset > MAX_REQUESTED ? BinlogPosition.FIRST_OFFSET : Math.max(offset, BinlogPosition.FIRST_OFFSET);
    }

    /** Whether the present place is in it. */
    boolean isHere() {
        return from != null
                && from.offset() > MAX_REQUESTED
                && cursor.start() < from.offset()
                && Objects.equals(cursor.file(), from.file());
    }

    /**
     * Whether the present event is in it, so that it is passed over.
     *
     * @throws SourceException when the file ends before following began
     */
    boolean holds(byte[] event, int offset) {
        if (!isHere()) {
            return false;
        }
        int type = EventHeader.type(event, offset);
        boolean fileEnds = type == EventType.ROTATE || type == EventType.HEARTBEAT || type == EventType.HEARTBEAT_V2;
        if (fileEnds && !isAnnouncement(event, offset, type)) {
            throw SourceException.fatal(
                    "cannot start at " + from + ": the file ends at " + cursor.offset()
                            + "; copy the tables again, or start at a place that exists",
                    null);
        }
        return !fileEnds;
    }

    private static boolean isAnnouncement(byte[] event, int offset, int type) {
        return type == EventType.ROTATE && EventHeader.isArtificial(event, offset);
    }
}
