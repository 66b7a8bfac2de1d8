package io.syncpipeline.mysql.internal.decode;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Readers of integers, floats, bits and years. */
final class NumberReaders {

    private static final int FIRST_YEAR = 1900;

    private NumberReaders() {}

    static ValueReader tinyint(boolean unsigned) {
        return unsigned ? cursor -> (short) cursor.unsignedByte() : Cursor::signedByte;
    }

    static ValueReader smallint(boolean unsigned) {
        return unsigned ? Cursor::unsignedShort : Cursor::signedShort;
    }

    static ValueReader mediumint(boolean unsigned) {
        return unsigned ? Cursor::unsignedInt24 : Cursor::signedInt24;
    }

    static ValueReader integer(boolean unsigned) {
        return unsigned ? Cursor::unsignedInt : Cursor::signedInt;
    }

    static ValueReader bigint(boolean unsigned) {
        return unsigned ? cursor -> unsigned(cursor.signedLong()) : Cursor::signedLong;
    }

    static Object singleFloat(Cursor cursor) {
        return Float.intBitsToFloat(cursor.signedInt());
    }

    static Object doubleFloat(Cursor cursor) {
        return Double.longBitsToDouble(cursor.signedLong());
    }

    /** A year is stored less 1900; 0 is the year 0000. */
    static Object year(Cursor cursor) {
        int stored = cursor.unsignedByte();
        return stored == 0 ? 0 : FIRST_YEAR + stored;
    }

    static ValueReader bits(int bits) {
        int bytes = (bits + 7) / 8;
        if (bits == 1) {
            return cursor -> cursor.unsignedByte() != 0;
        }
        return bits < Long.SIZE ? cursor -> cursor.bigEndian(bytes) : cursor -> unsigned(cursor.bigEndian(bytes));
    }

    static BigDecimal unsigned(long value) {
        return value >= 0 ? BigDecimal.valueOf(value) : new BigDecimal(new BigInteger(Long.toUnsignedString(value)));
    }
}
