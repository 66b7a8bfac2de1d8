package io.syncpipeline.maxcompute.local;

import java.util.zip.CRC32C;

/**
 * The CRC-32C of one record: field numbers as 4 bytes and values as 8, 4 or 1 bytes, little endian, in the order they
 * are written; text and bytes as they are. Small values are gathered first, because the CRC instruction pays only on
 * longer runs. Not thread-safe.
 */
final class RecordChecksum {

    private static final int GATHERED = 512;

    private final CRC32C crc = new CRC32C();
    private final byte[] gathered = new byte[GATHERED];
    private int length;

    void addInt(int value) {
        if (length > GATHERED - 4) {
            drain();
        }
        gathered[length++] = (byte) value;
        gathered[length++] = (byte) (value >> 8);
        gathered[length++] = (byte) (value >> 16);
        gathered[length++] = (byte) (value >> 24);
    }

    void addLong(long value) {
        addInt((int) value);
        addInt((int) (value >> 32));
    }

    void addBoolean(boolean value) {
        if (length == GATHERED) {
            drain();
        }
        gathered[length++] = (byte) (value ? 1 : 0);
    }

    void addBytes(byte[] bytes) {
        if (bytes.length > GATHERED - length) {
            drain();
        }
        if (bytes.length > GATHERED) {
            crc.update(bytes, 0, bytes.length);
        } else {
            System.arraycopy(bytes, 0, gathered, length, bytes.length);
            length += bytes.length;
        }
    }

    /** The CRC of everything added since the last call. */
    int take() {
        drain();
        int value = (int) crc.getValue();
        crc.reset();
        return value;
    }

    private void drain() {
        crc.update(gathered, 0, length);
        length = 0;
    }
}
