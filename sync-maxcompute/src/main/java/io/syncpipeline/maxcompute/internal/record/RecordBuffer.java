package io.syncpipeline.maxcompute.internal.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Records in the tunnel's framing, growing in memory: protobuf fields, an end tag with the record's checksum after each record, and at
 * the end the number of records and the checksum of the checksums.
 *
 * <p>The framing is the one that the SDK's {@code ProtobufRecordStreamWriter} produces. A record's checksum (CRC-32C) does not cover
 * the wire bytes but, for every field, its number and its value as fixed-width little-endian bytes; text and binary values enter it as
 * they are. Not thread-safe.
 */
public final class RecordBuffer {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int DELIMITED = 2;
    static final int FIXED32 = 5;

    private static final int FIRST_CAPACITY = 512;
    private static final int DIGEST_CAPACITY = 512;
    private static final int SHORT_BYTES = 64;
    private static final byte[] END_OF_RECORD = tag(33_553_408, VARINT);
    private static final byte[] RECORD_COUNT = tag(33_554_430, VARINT);
    private static final byte[] CHECKSUM = tag(33_554_431, VARINT);
    private static final int MAX_VARINT64 = 10;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int usualCapacity;
    private byte[] bytes;
    private int size;
    private int recordStart;
    private int records;
    private final byte[] digest = new byte[DIGEST_CAPACITY];
    private int digestSize;
    private final CRC32C recordChecksum = new CRC32C();
    private final CRC32C streamChecksum = new CRC32C();

    /**
     * An empty buffer.
     *
     * @param usualSize the size at which it is usually given away; it does not grow far beyond that without need
     */
    public RecordBuffer(int usualSize) {
        this.usualCapacity = usualSize + usualSize / 16 + FIRST_CAPACITY;
        this.bytes = new byte[FIRST_CAPACITY];
    }

    /** The tag of a field, as bytes. */
    static byte[] tag(int field, int wireType) {
        int rest = field << 3 | wireType;
        byte[] encoded = new byte[5];
        int length = 0;
        while ((rest & ~0x7F) != 0) {
            encoded[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        encoded[length++] = (byte) rest;
        return Arrays.copyOf(encoded, length);
    }

    /** The number of complete records. */
    public int records() {
        return records;
    }

    /** The number of bytes written. */
    public int size() {
        return size;
    }

    /** How much memory the buffer takes. */
    public int capacity() {
        return bytes.length + DIGEST_CAPACITY;
    }

    /** The bytes written, from index 0 to {@link #size()}: the array itself, not a copy. */
    public byte[] array() {
        return bytes;
    }

    void beginRecord() {
        recordStart = size;
        digestSize = 0;
        recordChecksum.reset();
    }

    /** Forgets the record begun last, as if it had never been. */
    void abandonRecord() {
        size = recordStart;
    }

    int recordSize() {
        return size - recordStart;
    }

    void endRecord() {
        recordChecksum.update(digest, 0, digestSize);
        digestSize = 0;
        int checksum = (int) recordChecksum.getValue();
        putRaw(END_OF_RECORD);
        putVarint32(checksum);
        INTS.set(digest, 0, checksum);
        streamChecksum.update(digest, 0, Integer.BYTES);
        records++;
    }

    /** Ends the stream of records. Nothing may be written afterwards. */
    public void finish() {
        putRaw(RECORD_COUNT);
        putVarint64(zigZag(records));
        putRaw(CHECKSUM);
        putVarint32((int) streamChecksum.getValue());
    }

    void beginField(int field, byte[] tag) {
        putRaw(tag);
        digestInt(field);
    }

    void putBoolean(boolean value) {
        ensure(1);
        bytes[size++] = (byte) (value ? 1 : 0);
        if (digestSize == DIGEST_CAPACITY) {
            drainDigest();
        }
        digest[digestSize++] = (byte) (value ? 1 : 0);
    }

    void putLong(long value) {
        putVarint64(zigZag(value));
        digestLong(value);
    }

    void putDouble(double value) {
        ensure(Double.BYTES);
        long bits = Double.doubleToRawLongBits(value);
        LONGS.set(bytes, size, bits);
        size += Double.BYTES;
        digestLong(bits);
    }

    void putFloat(float value) {
        ensure(Float.BYTES);
        int bits = Float.floatToRawIntBits(value);
        INTS.set(bytes, size, bits);
        size += Float.BYTES;
        digestInt(bits);
    }

    /** Seconds and nanoseconds: two numbers one after the other, although the tag announces a length. */
    void putMoment(long seconds, int nanos) {
        putVarint64(zigZag(seconds));
        digestLong(seconds);
        putVarint64(zigZag(nanos) & 0xFFFF_FFFFL);
        digestInt(nanos);
    }

    void putBytes(byte[] value) {
        putVarint32(value.length);
        putRaw(value);
        if (value.length <= SHORT_BYTES) {
            if (digestSize + value.length > DIGEST_CAPACITY) {
                drainDigest();
            }
            System.arraycopy(value, 0, digest, digestSize, value.length);
            digestSize += value.length;
        } else {
            drainDigest();
            recordChecksum.update(value, 0, value.length);
        }
    }

    /** The number of elements of an array, which the checksum leaves out. */
    void putCount(int count) {
        putVarint32(count);
    }

    /** Says that the next element of an array is not null, which the checksum leaves out. */
    void putPresent() {
        ensure(1);
        bytes[size++] = 0;
    }

    private void digestInt(int value) {
        if (digestSize + Integer.BYTES > DIGEST_CAPACITY) {
            drainDigest();
        }
        INTS.set(digest, digestSize, value);
        digestSize += Integer.BYTES;
    }

    private void digestLong(long value) {
        if (digestSize + Long.BYTES > DIGEST_CAPACITY) {
            drainDigest();
        }
        LONGS.set(digest, digestSize, value);
        digestSize += Long.BYTES;
    }

    private void drainDigest() {
        recordChecksum.update(digest, 0, digestSize);
        digestSize = 0;
    }

    private static long zigZag(long value) {
        return value << 1 ^ value >> 63;
    }

    private void putRaw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    private void putVarint32(int value) {
        putVarint64(value & 0xFFFF_FFFFL);
    }

    private void putVarint64(long value) {
        ensure(MAX_VARINT64);
        long rest = value;
        int at = size;
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        size = at;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            grow(more);
        }
    }

    private void grow(int more) {
        long needed = (long) size + more;
        long doubled = 2L * bytes.length;
        long wanted =
                Math.max(needed, needed <= usualCapacity ? Math.min(doubled, usualCapacity) : needed + needed / 4);
        bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.min(wanted, Integer.MAX_VALUE - 16)));
    }
}
