package io.syncpipeline.mysql.internal.decode;

import io.syncpipeline.mysql.internal.type.AddressText;
import io.syncpipeline.mysql.internal.type.CharacterSet;
import io.syncpipeline.mysql.internal.type.EnumLabels;
import io.syncpipeline.mysql.internal.type.GeometryText;
import io.syncpipeline.mysql.internal.type.SetLabels;
import io.syncpipeline.mysql.internal.type.Vectors;
import java.util.Arrays;

/** Readers of text, bytes and everything that comes as bytes behind a length. */
final class TextReaders {

    private static final int LARGEST_ONE_BYTE_LENGTH = 255;

    private TextReaders() {}

    /** The bytes of the length of a CHAR, VARCHAR, BINARY or VARBINARY, by its greatest length in bytes. */
    static int lengthBytes(int maxBytes) {
        return maxBytes > LARGEST_ONE_BYTE_LENGTH ? 2 : 1;
    }

    static ValueReader text(CharacterSet charset, int lengthBytes) {
        return cursor -> {
            int length = cursor.length(lengthBytes);
            int at = cursor.take(length);
            return charset.text(cursor.bytes, at, length);
        };
    }

    static ValueReader bytes(int lengthBytes) {
        return cursor -> {
            int length = cursor.length(lengthBytes);
            int at = cursor.take(length);
            return Arrays.copyOfRange(cursor.bytes, at, at + length);
        };
    }

    /** The log leaves out the zeros at the end of BINARY values; the column has them. */
    static ValueReader paddedBytes(int size) {
        int lengthBytes = lengthBytes(size);
        return cursor -> {
            int length = cursor.length(lengthBytes);
            int at = cursor.take(length);
            byte[] value = new byte[Math.max(size, length)];
            System.arraycopy(cursor.bytes, at, value, 0, length);
            return value;
        };
    }

    static ValueReader compressedText(CharacterSet charset, int lengthBytes, long mostBytes) {
        ValueReader bytes = CompressedColumn.reader(lengthBytes, mostBytes);
        return cursor -> charset.text((byte[]) bytes.read(cursor));
    }

    static ValueReader label(EnumLabels labels, int valueBytes) {
        return cursor -> labels.label(cursor.littleEndian(valueBytes));
    }

    static ValueReader labels(SetLabels labels, int valueBytes) {
        return cursor -> labels.join(cursor.littleEndian(valueBytes));
    }

    static ValueReader json(int lengthBytes, JsonStyle style) {
        return cursor -> {
            int length = cursor.length(lengthBytes);
            int at = cursor.take(length);
            return JsonDocument.text(cursor.bytes, at, length, style);
        };
    }

    static ValueReader geometry(int lengthBytes) {
        return cursor -> {
            int length = cursor.length(lengthBytes);
            int at = cursor.take(length);
            return GeometryText.of(cursor.bytes, at, length);
        };
    }

    static ValueReader vector(int lengthBytes) {
        return cursor -> {
            int length = cursor.length(lengthBytes);
            int at = cursor.take(length);
            return Vectors.of(cursor.bytes, at, length);
        };
    }

    static ValueReader uuid() {
        ValueReader stored = paddedBytes(16);
        return cursor -> AddressText.uuid((byte[]) stored.read(cursor));
    }

    static ValueReader inet4() {
        ValueReader stored = paddedBytes(4);
        return cursor -> AddressText.inet4((byte[]) stored.read(cursor));
    }

    static ValueReader inet6() {
        ValueReader stored = paddedBytes(16);
        return cursor -> AddressText.inet6((byte[]) stored.read(cursor));
    }
}
