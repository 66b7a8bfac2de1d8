package io.syncpipeline.maxcompute.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads the primitive values of the protobuf wire format from a stream. Not thread-safe. */
final class WireReader {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] NO_BYTES = new byte[0];

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    WireReader(InputStream in) {
        this.in = in;
    }

    boolean atEnd() throws IOException {
        return position == limit && !fill();
    }

    int readByte() throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException("the record stream ends in the middle of a record");
        }
        return buffer[position++];
    }

    long readVarint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a varint of more than 10 bytes");
    }

    /** Reads a zig-zag varint. */
    long readSigned() throws IOException {
        long value = readVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    int readFixed32() throws IOException {
        int value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= (readByte() & 0xff) << shift;
        }
        return value;
    }

    long readFixed64() throws IOException {
        long low = readFixed32() & 0xffff_ffffL;
        return low | ((long) readFixed32() << 32);
    }

    /** Reads a length and that many bytes, at most {@code most}. */
    byte[] readBytes(int most) throws IOException {
        long length = readVarint();
        if (length < 0 || length > most) {
            throw new IOException("a value of " + length + " bytes, the limit is " + most);
        }
        if (length == 0) {
            return NO_BYTES;
        }
        byte[] bytes = new byte[(int) length];
        int done = 0;
        while (done < bytes.length) {
            if (position == limit && !fill()) {
                throw new EOFException("the record stream ends in the middle of a value");
            }
            int count = Math.min(bytes.length - done, limit - position);
            System.arraycopy(buffer, position, bytes, done, count);
            position += count;
            done += count;
        }
        return bytes;
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        if (read <= 0) {
            return false;
        }
        position = 0;
        limit = read;
        return true;
    }
}
