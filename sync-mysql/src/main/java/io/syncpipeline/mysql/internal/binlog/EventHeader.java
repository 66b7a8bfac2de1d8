package io.syncpipeline.mysql.internal.binlog;

/** The 19 bytes with which every event begins, shown in place. */
final class EventHeader {

    /** How long a header is. */
    static final int LENGTH = 19;

    /** The flag of an event that a reader which does not know its type may pass over. */
    static final int IGNORABLE_FLAG = 0x80;

    private static final int ARTIFICIAL_FLAG = 0x20;

    private EventHeader() {}

    /** Seconds since 1970 at which the statement began. */
    static long timestamp(byte[] event, int offset) {
        return Bytes.uint32(event, offset);
    }

    static int type(byte[] event, int offset) {
        return Bytes.uint8(event, offset + 4);
    }

    static long serverId(byte[] event, int offset) {
        return Bytes.uint32(event, offset + 5);
    }

    /** The length of the whole event, header and checksum included. */
    static long length(byte[] event, int offset) {
        return Bytes.uint32(event, offset + 9);
    }

    /** The low 32 bits of the offset at which the event ends in its file; 0 when it stands in none. */
    static long endPosition(byte[] event, int offset) {
        return Bytes.uint32(event, offset + 13);
    }

    static int flags(byte[] event, int offset) {
        return Bytes.uint16(event, offset + 17);
    }

    /** Whether the server made the event up for this connection, so that it stands in no file. */
    static boolean isArtificial(byte[] event, int offset) {
        return (flags(event, offset) & ARTIFICIAL_FLAG) != 0 || endPosition(event, offset) == 0;
    }
}
