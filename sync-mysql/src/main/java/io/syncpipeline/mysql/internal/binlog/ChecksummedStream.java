package io.syncpipeline.mysql.internal.binlog;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.zip.CRC32;

/** The bytes of one long event without its checksum, which {@link #finish} verifies. */
final class ChecksummedStream extends InputStream {

    private final InputStream event;
    private final long total;
    private final boolean checksummed;
    private final CRC32 crc = new CRC32();
    private long left;

    /**
     * A view of an event.
     *
     * @param event all of its bytes
     * @param length how many there are
     * @param checksummed whether the last four are a checksum
     */
    ChecksummedStream(InputStream event, long length, boolean checksummed) {
        this.event = event;
        this.total = length;
        this.checksummed = checksummed;
        this.left = length();
    }

    /** How many bytes the event has without its checksum. */
    long length() {
        return checksummed ? total - Checksums.LENGTH : total;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = event.read(target, offset, (int) Math.min(count, left));
        if (read > 0) {
            left -= read;
            crc.update(target, offset, read);
        }
        return read;
    }

    /** Passes over the rest and compares the checksum. */
    void finish(int type, LogCursor cursor) throws IOException {
        byte[] rest = new byte[1 << 13];
        while (left > 0) {
            if (read(rest, 0, rest.length) < 0) {
                throw new ProtocolException("an event of " + total + " bytes ends " + left + " bytes early");
            }
        }
        if (checksummed) {
            byte[] checksum = event.readNBytes(Checksums.LENGTH);
            if (checksum.length < Checksums.LENGTH || Bytes.int32(checksum, 0) != (int) crc.getValue()) {
                throw Checksums.damaged(type, total, cursor.toString());
            }
        }
    }
}
