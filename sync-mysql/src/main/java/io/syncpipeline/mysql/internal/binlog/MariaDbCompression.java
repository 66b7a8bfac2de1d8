package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.internal.decode.DecodeException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes MariaDB's {@code log_bin_compress}: the text of a statement, or the row images behind the bitmaps of a ROWS event, are replaced by
 * a byte that holds how many bytes the original length takes (low 3 bits; high bit always set, algorithm 0 in between), that length,
 * big-endian, and a zlib stream ({@code binlog_buf_compress} in {@code sql/log_event.cc}).
 */
final class MariaDbCompression {

    private static final int ROWS_FIXED = 8;
    private static final int QUERY_FIXED = 13;
    private static final int ALGORITHM = 0x70;
    private static final int LENGTH_BYTES = 0x07;
    private static final int TWO_BYTE_COUNT = 252;
    private static final int MAX_LENGTH = 1 << 30;

    // zlib makes at most 258 bytes of 2 bits
    private static final int MAX_RATIO = 1040;

    private MariaDbCompression() {}

    /** The type of the event that was compressed. */
    static int plainRowsType(int type) {
        return type >= EventType.WRITE_ROWS_COMPRESSED
                ? type - EventType.WRITE_ROWS_COMPRESSED + EventType.WRITE_ROWS
                : type - EventType.WRITE_ROWS_COMPRESSED_V1 + EventType.WRITE_ROWS_V1;
    }

    /**
     * The body of a ROWS event as it was.
     *
     * @throws SourceException when it takes more than {@code memoryLimit} bytes
     */
    static byte[] rows(int type, byte[] bytes, int offset, int length, long memoryLimit) {
        return inflate(bytes, offset, compressedPart(type, bytes, offset), offset + length, memoryLimit);
    }

    /** How long the body of a ROWS event was. */
    static int rowsLength(int type, byte[] bytes, int offset) {
        int compressed = compressedPart(type, bytes, offset);
        return compressed - offset + originalLength(bytes, compressed);
    }

    private static int compressedPart(int type, byte[] bytes, int offset) {
        int plainType = plainRowsType(type);
        int at = offset + ROWS_FIXED;
        if (plainType >= EventType.WRITE_ROWS) {
            at += Bytes.uint16(bytes, at);
        }
        int columns = Bytes.uint8(bytes, at++);
        if (columns == TWO_BYTE_COUNT) {
            columns = Bytes.uint16(bytes, at);
            at += 2;
        }
        boolean update = plainType == EventType.UPDATE_ROWS || plainType == EventType.UPDATE_ROWS_V1;
        return at + (columns + 7) / 8 * (update ? 2 : 1);
    }

    /**
     * The body of a QUERY event as it was.
     *
     * @throws SourceException when it takes more than {@code memoryLimit} bytes
     */
    static byte[] query(byte[] bytes, int offset, int length, long memoryLimit) {
        int variables = Bytes.uint16(bytes, offset + QUERY_FIXED - 2);
        int database = Bytes.uint8(bytes, offset + QUERY_FIXED - 5);
        return inflate(bytes, offset, offset + QUERY_FIXED + variables + database + 1, offset + length, memoryLimit);
    }

    private static int originalLength(byte[] bytes, int compressed) {
        int header = Bytes.uint8(bytes, compressed);
        int lengthBytes = header & LENGTH_BYTES;
        if ((header & ALGORITHM) != 0 || lengthBytes < 1 || lengthBytes > 4) {
            throw new DecodeException("compressed in an unknown way (header " + header + ")");
        }
        int original = 0;
        for (int i = 1; i <= lengthBytes; i++) {
            original = original << 8 | Bytes.uint8(bytes, compressed + i);
        }
        if (original < 0 || original > MAX_LENGTH) {
            throw new DecodeException(
                    "compressed from " + Integer.toUnsignedString(original) + " bytes, which is too much");
        }
        return original;
    }

    private static byte[] inflate(byte[] bytes, int start, int compressed, int end, long memoryLimit) {
        int original = originalLength(bytes, compressed);
        int prefix = compressed - start;
        if (original > (long) (end - compressed) * MAX_RATIO) {
            throw new DecodeException(
                    "compressed from " + original + " to " + (end - compressed) + " bytes, which is impossible");
        }
        if (prefix + (long) original > memoryLimit) {
            throw SourceException.fatal(
                    "a compressed binlog event has " + original + " bytes, more than the " + memoryLimit
                            + " bytes of memory that following may take; give the pipeline more memory",
                    null);
        }
        byte[] plain = Arrays.copyOf(Arrays.copyOfRange(bytes, start, compressed), prefix + original);
        Inflater inflater = new Inflater();
        try {
            int from = compressed + 1 + (bytes[compressed] & LENGTH_BYTES);
            inflater.setInput(bytes, from, end - from);
            int inflated = inflater.inflate(plain, prefix, original);
            if (inflated != original) {
                throw new DecodeException("compressed from " + original + " bytes, but holds " + inflated);
            }
            return plain;
        } catch (DataFormatException e) {
            throw new DecodeException("the compressed part is damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
