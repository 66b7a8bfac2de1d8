package io.syncpipeline.mysql.internal.binlog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in byte arrays, as the protocol and the log write them. */
final class Bytes {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    static int uint8(byte[] bytes, int offset) {
        return bytes[offset] & 0xFF;
    }

    static int uint16(byte[] bytes, int offset) {
        return uint8(bytes, offset) | uint8(bytes, offset + 1) << 8;
    }

    static int uint24(byte[] bytes, int offset) {
        return uint16(bytes, offset) | uint8(bytes, offset + 2) << 16;
    }

    static int int32(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    static long uint32(byte[] bytes, int offset) {
        return int32(bytes, offset) & 0xFFFF_FFFFL;
    }

    static long uint48(byte[] bytes, int offset) {
        return uint32(bytes, offset) | (long) uint16(bytes, offset + 4) << 32;
    }

    static long uint56(byte[] bytes, int offset) {
        return uint32(bytes, offset) | (long) uint24(bytes, offset + 4) << 32;
    }

    static long int64(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }
}
