package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.SourceException;
import java.util.zip.CRC32;

/**
 * Verifies the CRC32 behind each event. Whether there is one stands in the FORMAT_DESCRIPTION event of each file (algorithm, then its own
 * CRC, as its last five bytes); the artificial ROTATE before it is tried both ways.
 */
final class Checksums {

    /** How long a checksum is. */
    static final int LENGTH = 4;

    private static final int CRC32_ALGORITHM = 1;
    private static final int IN_USE_FLAG = 0x01;
    private static final int FLAGS = 17;

    private final CRC32 crc = new CRC32();
    private boolean announced;
    private boolean enabled;

    /**
     * Checks an event.
     *
     * @return the event's length without its checksum
     * @throws SourceException when the bytes are not those that the server wrote
     */
    int verify(byte[] event, int offset, int length, LogCursor cursor) {
        int type = EventHeader.type(event, offset);
        if (type == EventType.FORMAT_DESCRIPTION) {
            announced = true;
            enabled = Bytes.uint8(event, offset + length - LENGTH - 1) == CRC32_ALGORITHM;
        } else if (type == EventType.ROTATE && !enabled) {
            // the server may have switched checksums on in the file that follows, or has not announced them yet
            return matches(event, offset, length) ? length - LENGTH : length;
        }
        if (!enabled) {
            return type == EventType.FORMAT_DESCRIPTION ? length - LENGTH : length;
        }
        if (!matches(event, offset, length)) {
            throw damaged(type, length, cursor.toString());
        }
        return length - LENGTH;
    }

    private boolean matches(byte[] event, int offset, int length) {
        if (length < EventHeader.LENGTH + LENGTH) {
            return false;
        }
        crc.reset();
        int flags = EventHeader.flags(event, offset);
        if (EventHeader.type(event, offset) == EventType.FORMAT_DESCRIPTION && (flags & IN_USE_FLAG) != 0) {
            // a file in use is marked so after the checksum was made
            crc.update(event, offset, FLAGS);
            crc.update(flags & ~IN_USE_FLAG & 0xFF);
            crc.update(event, offset + FLAGS + 1, length - LENGTH - FLAGS - 1);
        } else {
            crc.update(event, offset, length - LENGTH);
        }
        return (int) crc.getValue() == Bytes.int32(event, offset + length - LENGTH);
    }

    static SourceException damaged(int type, long length, String place) {
        return SourceException.fatal(
                "the binlog event at " + place + " (type " + type + ", " + length
                        + " bytes) does not match its checksum: the file or the connection is damaged; check the server's disk with"
                        + " mysqlbinlog --verify-binlog-checksum, or copy the tables again from a later position",
                null);
    }

    /** Whether events carry a checksum. */
    boolean enabled() {
        return announced && enabled;
    }
}
