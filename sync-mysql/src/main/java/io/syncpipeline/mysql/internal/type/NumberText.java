package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.DataType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Numbers as the text protocol prints them. */
final class NumberText {

    private static final int MAX_DIGITS_OF_LONG = 18;

    private NumberText() {}

    static TextDecoder integer(Kind kind) {
        return switch (kind) {
            case INT8 -> bytes -> (byte) inRange(bytes, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> bytes -> (short) inRange(bytes, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> bytes -> (int) inRange(bytes, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> NumberText::parse;
            case DECIMAL -> bytes -> unsigned(parseUnsigned(bytes));
            default -> throw new IllegalArgumentException(kind + " is no integer");
        };
    }

    static TextDecoder decimal(int scale) {
        return bytes -> decimal(bytes, scale);
    }

    static TextDecoder bits(Kind kind) {
        return switch (kind) {
            case BOOLEAN -> bytes -> bits(bytes) != 0;
            case INT64 -> NumberText::bits;
            default -> bytes -> unsigned(bits(bytes));
        };
    }

    static Object singleFloat(byte[] bytes) {
        // The server widened the stored single to a double, so narrowing gives the same single back.
        return (float) parseDouble(bytes);
    }

    static Object doubleFloat(byte[] bytes) {
        return parseDouble(bytes);
    }

    private static double parseDouble(byte[] bytes) {
        try {
            return Double.parseDouble(ascii(bytes));
        } catch (NumberFormatException e) {
            throw notANumber(bytes, e);
        }
    }

    private static long inRange(byte[] bytes, long min, long max) {
        long value = parse(bytes);
        if (value < min || value > max) {
            throw new ValueException(value + " is not between " + min + " and " + max);
        }
        return value;
    }

    private static long parse(byte[] bytes) {
        int length = bytes.length;
        boolean negative = length > 0 && bytes[0] == '-';
        int start = negative ? 1 : 0;
        if (length - start > MAX_DIGITS_OF_LONG || length == start) {
            return parseLong(bytes);
        }
        long value = 0;
        for (int i = start; i < length; i++) {
            value = value * 10 + digit(bytes, i);
        }
        return negative ? -value : value;
    }

    private static long parseLong(byte[] bytes) {
        try {
            return Long.parseLong(ascii(bytes));
        } catch (NumberFormatException e) {
            throw notANumber(bytes, e);
        }
    }

    static long parseUnsigned(byte[] bytes) {
        if (bytes.length <= MAX_DIGITS_OF_LONG) {
            return parse(bytes);
        }
        try {
            return Long.parseUnsignedLong(ascii(bytes));
        } catch (NumberFormatException e) {
            throw notANumber(bytes, e);
        }
    }

    private static BigDecimal unsigned(long value) {
        return value >= 0 ? BigDecimal.valueOf(value) : new BigDecimal(new BigInteger(Long.toUnsignedString(value)));
    }

    private static long bits(byte[] bytes) {
        if (bytes.length > Long.BYTES) {
            throw new ValueException("A BIT has at most 8 bytes, not " + bytes.length);
        }
        long value = 0;
        for (byte b : bytes) {
            value = (value << 8) | (b & 0xFF);
        }
        return value;
    }

    private static BigDecimal decimal(byte[] bytes, int scale) {
        if (bytes.length > MAX_DIGITS_OF_LONG) {
            return longDecimal(bytes, scale);
        }
        int start = bytes.length > 0 && bytes[0] == '-' ? 1 : 0;
        long unscaled = 0;
        int fraction = -1;
        for (int i = start; i < bytes.length; i++) {
            if (bytes[i] == '.' && fraction < 0) {
                fraction = 0;
            } else {
                unscaled = unscaled * 10 + digit(bytes, i);
                fraction += fraction < 0 ? 0 : 1;
            }
        }
        if (Math.max(fraction, 0) != scale || bytes.length == start) {
            return longDecimal(bytes, scale);
        }
        return BigDecimal.valueOf(start == 1 ? -unscaled : unscaled, scale);
    }

    private static BigDecimal longDecimal(byte[] bytes, int scale) {
        try {
            return new BigDecimal(ascii(bytes)).setScale(scale);
        } catch (ArithmeticException | NumberFormatException e) {
            throw notANumber(bytes, e);
        }
    }

    private static int digit(byte[] bytes, int index) {
        int digit = bytes[index] - '0';
        if (digit < 0 || digit > 9) {
            throw notANumber(bytes, null);
        }
        return digit;
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static ValueException notANumber(byte[] bytes, @Nullable Throwable cause) {
        return new ValueException("'" + ascii(bytes) + "' is no number of the column's type", cause);
    }
}
