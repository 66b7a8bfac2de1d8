package io.syncpipeline.mysql.internal.decode;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Reads exact decimals. The server stores nine digits in four bytes, high byte first, and what remains on the outer sides of the point
 * in as few bytes as hold it; the first bit is inverted, and all bits of a negative number are (comment on {@code decimal2bin} in the
 * server's strings/decimal.cc).
 */
final class DecimalReader implements ValueReader {

    private static final int DIGITS_OF_GROUP = 9;
    private static final int MOST_DIGITS_IN_LONG = 18;
    private static final int[] BYTES_OF_DIGITS = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};
    private static final long[] POWERS_OF_TEN = {
        1L, 10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L
    };
    private static final BigInteger GROUP = BigInteger.valueOf(POWERS_OF_TEN[DIGITS_OF_GROUP]);
    private static final BigInteger TWO_GROUPS = GROUP.multiply(GROUP);

    private final int precision;
    private final int scale;
    private final int size;

    DecimalReader(int precision, int scale) {
        this.precision = precision;
        this.scale = scale;
        this.size = bytes(precision - scale) + bytes(scale);
    }

    private static int bytes(int digits) {
        return digits / DIGITS_OF_GROUP * 4 + BYTES_OF_DIGITS[digits % DIGITS_OF_GROUP];
    }

    @Override
    public BigDecimal read(Cursor cursor) {
        int at = cursor.take(size);
        return read(cursor.bytes, at);
    }

    BigDecimal read(byte[] bytes, int at) {
        boolean negative = bytes[at] >= 0;
        if (precision <= MOST_DIGITS_IN_LONG) {
            long unscaled = small(bytes, at, negative ? -1 : 0);
            return BigDecimal.valueOf(negative ? -unscaled : unscaled, scale);
        }
        BigInteger unscaled = large(bytes, at, negative ? -1 : 0);
        return new BigDecimal(negative ? unscaled.negate() : unscaled, scale);
    }

    private long small(byte[] bytes, int from, int inversion) {
        int integerDigits = precision - scale;
        int at = from;
        int digits = integerDigits % DIGITS_OF_GROUP;
        long value = group(bytes, at, digits, inversion, true);
        at += BYTES_OF_DIGITS[digits];
        for (int left = integerDigits / DIGITS_OF_GROUP; left > 0; left--) {
            value = value * POWERS_OF_TEN[DIGITS_OF_GROUP] + group(bytes, at, DIGITS_OF_GROUP, inversion, at == from);
            at += 4;
        }
        for (int left = scale / DIGITS_OF_GROUP; left > 0; left--) {
            value = value * POWERS_OF_TEN[DIGITS_OF_GROUP] + group(bytes, at, DIGITS_OF_GROUP, inversion, at == from);
            at += 4;
        }
        digits = scale % DIGITS_OF_GROUP;
        return value * POWERS_OF_TEN[digits] + group(bytes, at, digits, inversion, at == from);
    }

    /** As {@link #small}, two groups at a time in longs. */
    private BigInteger large(byte[] bytes, int from, int inversion) {
        int integerDigits = precision - scale;
        int at = from;
        int digits = integerDigits % DIGITS_OF_GROUP;
        BigInteger value = BigInteger.valueOf(group(bytes, at, digits, inversion, true));
        at += BYTES_OF_DIGITS[digits];
        int groups = integerDigits / DIGITS_OF_GROUP + scale / DIGITS_OF_GROUP;
        while (groups > 0) {
            long first = group(bytes, at, DIGITS_OF_GROUP, inversion, at == from);
            at += 4;
            if (groups == 1) {
                value = value.multiply(GROUP).add(BigInteger.valueOf(first));
                break;
            }
            long second = group(bytes, at, DIGITS_OF_GROUP, inversion, false);
            at += 4;
            value = value.multiply(TWO_GROUPS).add(BigInteger.valueOf(first * POWERS_OF_TEN[DIGITS_OF_GROUP] + second));
            groups -= 2;
        }
        digits = scale % DIGITS_OF_GROUP;
        if (digits == 0) {
            return value;
        }
        return value.multiply(BigInteger.valueOf(POWERS_OF_TEN[digits]))
                .add(BigInteger.valueOf(group(bytes, at, digits, inversion, at == from)));
    }

    private static long group(byte[] bytes, int from, int digits, int inversion, boolean first) {
        int size = BYTES_OF_DIGITS[digits];
        if (size == 0) {
            return 0;
        }
        int value = (bytes[from] ^ inversion ^ (first ? 0x80 : 0)) & 0xFF;
        for (int i = 1; i < size; i++) {
            value = (value << 8) | ((bytes[from + i] ^ inversion) & 0xFF);
        }
        if (Integer.compareUnsigned(value, (int) POWERS_OF_TEN[digits]) >= 0) {
            throw new DecodeException(
                    Integer.toUnsignedString(value) + " is no group of " + digits + " digits of a decimal");
        }
        return value;
    }
}
