package io.syncpipeline.mysql.internal.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A place in the body of an event, moving forward. Numbers have their low byte first unless a name says otherwise. Every read checks
 * that the body goes on so far. Not thread-safe; one per event.
 */
final class Cursor {

    private static final VarHandle SHORT = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = view(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_ENDIAN_INT = view(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int TWO_BYTES_FOLLOW = 0xFC;
    private static final int THREE_BYTES_FOLLOW = 0xFD;
    private static final int EIGHT_BYTES_FOLLOW = 0xFE;

    final byte[] bytes;
    private int position;
    private final int end;

    Cursor(byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || length > bytes.length - offset) {
            throw new DecodeException(
                    "No " + length + " bytes at " + offset + " in an event of " + bytes.length + " bytes");
        }
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    private static VarHandle view(Class<?> arrayType, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, order);
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    boolean atEnd() {
        return position >= end;
    }

    /** Moves over some bytes and says where they begin. */
    int take(int count) {
        int from = position;
        if (count < 0 || count > end - from) {
            throw new DecodeException("The event ends " + remaining() + " bytes on, where "
                    + Integer.toUnsignedString(count) + " were to follow");
        }
        position = from + count;
        return from;
    }

    int unsignedByte() {
        return bytes[take(1)] & 0xFF;
    }

    byte signedByte() {
        return bytes[take(1)];
    }

    int unsignedShort() {
        return (short) SHORT.get(bytes, take(2)) & 0xFFFF;
    }

    short signedShort() {
        return (short) SHORT.get(bytes, take(2));
    }

    int unsignedInt24() {
        int at = take(3);
        return (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8) | ((bytes[at + 2] & 0xFF) << 16);
    }

    int signedInt24() {
        int at = take(3);
        return (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8) | (bytes[at + 2] << 16);
    }

    int signedInt() {
        return (int) INT.get(bytes, take(4));
    }

    long unsignedInt() {
        return (int) INT.get(bytes, take(4)) & 0xFFFF_FFFFL;
    }

    long unsignedInt48() {
        return unsignedInt() | ((long) unsignedShort() << 32);
    }

    long signedLong() {
        return (long) LONG.get(bytes, take(8));
    }

    int signedIntBigEndian() {
        return (int) BIG_ENDIAN_INT.get(bytes, take(4));
    }

    /** An unsigned number of up to eight bytes, high byte first; eight bytes come as a long's bits. */
    long bigEndian(int count) {
        int at = take(count);
        long value = 0;
        for (int i = at; i < at + count; i++) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }

    /** An unsigned number of up to eight bytes; eight bytes come as a long's bits. */
    long littleEndian(int count) {
        int at = take(count);
        long value = 0;
        for (int i = at + count - 1; i >= at; i--) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }

    /** A length of so many bytes, which must lie within the event. */
    int length(int count) {
        long length =
                switch (count) {
                    case 1 -> unsignedByte();
                    case 2 -> unsignedShort();
                    case 3 -> unsignedInt24();
                    case 4 -> unsignedInt();
                    default -> throw new DecodeException("No value has a length of " + count + " bytes");
                };
        if (length > remaining()) {
            throw new DecodeException(
                    "A value of " + length + " bytes begins " + remaining() + " bytes before the end of its event");
        }
        return (int) length;
    }

    /** An integer in MySQL's length encoding that must fit in a positive int. */
    int packedInt() {
        int first = unsignedByte();
        long value =
                switch (first) {
                    case TWO_BYTES_FOLLOW -> unsignedShort();
                    case THREE_BYTES_FOLLOW -> unsignedInt24();
                    case EIGHT_BYTES_FOLLOW -> signedLong();
                    default -> first;
                };
        if (first > EIGHT_BYTES_FOLLOW || first == 0xFB || value < 0 || value > Integer.MAX_VALUE) {
            throw new DecodeException("No packed number begins with " + Integer.toHexString(first) + " here");
        }
        return (int) value;
    }
}
