package io.syncpipeline.maxcompute.internal.record;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The hash functions by which the service spreads rows over buckets: its hasher "default", as the SDK's {@code DefaultHashFactory} has
 * them. A record sent to a bucket that its key does not hash to is refused or lost to reads, so they must agree to the bit.
 */
final class KeyHash {

    static final int TRUE = 0x172b_a9c7;
    static final int FALSE = -0x3a59_cb12;

    /** Decimals of up to this many digits are hashed as one 64-bit number. */
    private static final int LONG_DECIMAL_PRECISION = 18;

    private KeyHash() {}

    static int ofLong(long value) {
        long hash = ~value + (value << 18);
        hash ^= hash >> 31;
        hash *= 21;
        hash ^= hash >> 11;
        hash += hash << 6;
        hash ^= hash >> 22;
        return (int) hash;
    }

    static int ofBytes(byte[] utf8) {
        int hash = 0;
        for (byte b : utf8) {
            hash += b;
            hash += hash << 10;
            hash ^= hash >> 6;
        }
        hash += hash << 3;
        hash ^= hash >> 11;
        return hash + (hash << 15);
    }

    static int ofMoment(long seconds, int nanos) {
        return ofLong(seconds << 30 | nanos);
    }

    static int ofDecimal(BigDecimal value, int precision, int scale) {
        BigInteger unscaled = value.setScale(scale).unscaledValue();
        int low = ofLong(unscaled.longValue());
        return precision <= LONG_DECIMAL_PRECISION
                ? low
                : low + ofLong(unscaled.shiftRight(Long.SIZE).longValue());
    }

    /** The bucket of a row, from the sum of its key columns' hashes. */
    static int bucket(int sumOfHashes, int bucketCount) {
        return (sumOfHashes ^ sumOfHashes >> 8) % bucketCount;
    }
}
