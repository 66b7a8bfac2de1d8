package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the primitive values of the protobuf wire format to a stream. Not thread-safe. */
final class WireWriter {

    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int LONGEST_PRIMITIVE = 10;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int length;

    WireWriter(OutputStream out) {
        this.out = out;
    }

    void writeByte(int value) throws IOException {
        reserve();
        buffer[length++] = (byte) value;
    }

    void writeVarint(long value) throws IOException {
        reserve();
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            buffer[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[length++] = (byte) rest;
    }

    /** Writes a zig-zag varint. */
    void writeSigned(long value) throws IOException {
        writeVarint((value << 1) ^ (value >> 63));
    }

    void writeTag(int field, int wireType) throws IOException {
        writeVarint(((long) field << 3) | wireType);
    }

    void writeFixed32(int value) throws IOException {
        reserve();
        for (int shift = 0; shift < 32; shift += 8) {
            buffer[length++] = (byte) (value >> shift);
        }
    }

    void writeFixed64(long value) throws IOException {
        writeFixed32((int) value);
        writeFixed32((int) (value >> 32));
    }

    /** Writes a length and the bytes. */
    void writeBytes(byte[] bytes) throws IOException {
        writeVarint(bytes.length);
        if (bytes.length > BUFFER_BYTES - length) {
            flush();
        }
        if (bytes.length > BUFFER_BYTES) {
            out.write(bytes);
        } else {
            System.arraycopy(bytes, 0, buffer, length, bytes.length);
            length += bytes.length;
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }

    private void reserve() throws IOException {
        if (length > BUFFER_BYTES - LONGEST_PRIMITIVE) {
            flush();
        }
    }
}
