package io.syncpipeline.mysql.internal.decode;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Values of MariaDB's COMPRESSED columns. Their first byte holds the method in its high half (0: as it is, 8: zlib), then whether
 * zlib's own header is missing, then how many bytes the original length takes; that length follows, high byte first (comment in
 * MariaDB's sql/field_comp.cc).
 */
final class CompressedColumn {

    private static final int ZLIB = 8;
    private static final int WITHOUT_HEADER = 8;

    /** No zlib stream expands by more than this. */
    private static final long GREATEST_EXPANSION = 1032;

    private CompressedColumn() {}

    static ValueReader reader(int lengthBytes, long mostBytes) {
        return cursor -> {
            int length = cursor.length(lengthBytes);
            int at = cursor.take(length);
            return expand(cursor.bytes, at, length, mostBytes);
        };
    }

    private static byte[] expand(byte[] bytes, int at, int length, long mostBytes) {
        if (length == 0) {
            return new byte[0];
        }
        int method = (bytes[at] & 0xFF) >> 4;
        if (method == 0) {
            return Arrays.copyOfRange(bytes, at + 1, at + length);
        }
        int lengthBytes = bytes[at] & 7;
        if (method != ZLIB || lengthBytes == 0 || length < 1 + lengthBytes) {
            throw new DecodeException("A compressed value begins with the unknown byte " + (bytes[at] & 0xFF));
        }
        long original = new Cursor(bytes, at + 1, lengthBytes).bigEndian(lengthBytes);
        if (original > mostBytes || original > GREATEST_EXPANSION * length) {
            throw new DecodeException(length + " compressed bytes claim to be " + original);
        }
        int from = at + 1 + lengthBytes;
        return inflate(bytes, from, at + length - from, (int) original, (bytes[at] & WITHOUT_HEADER) != 0);
    }

    private static byte[] inflate(byte[] bytes, int from, int length, int original, boolean withoutHeader) {
        byte[] expanded = new byte[original];
        Inflater inflater = new Inflater(withoutHeader);
        try {
            inflater.setInput(bytes, from, length);
            int done = 0;
            while (done < original) {
                int more = inflater.inflate(expanded, done, original - done);
                if (more == 0) {
                    throw new DecodeException("A compressed value gives " + done + " bytes instead of " + original);
                }
                done += more;
            }
            return expanded;
        } catch (DataFormatException e) {
            throw new DecodeException("A compressed value is damaged", e);
        } finally {
            inflater.end();
        }
    }
}
