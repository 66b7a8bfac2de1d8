package io.syncpipeline.mysql.internal.decode;

import io.syncpipeline.mysql.internal.type.CalendarValues;

/**
 * Readers of dates and times, in the formats with fractions (MySQL 5.6 and later) and in the older ones, which tables keep until they
 * are rebuilt. Formats: comments on {@code my_time_packed_to_binary}, {@code my_datetime_packed_to_binary} and {@code
 * my_timestamp_to_binary} in the server's my_time.cc.
 */
final class TemporalReaders {

    private static final int[] FRACTION_BYTES = {0, 1, 1, 2, 2, 3, 3};
    private static final int[] MICROSECONDS_OF_UNIT = {0, 10_000, 10_000, 100, 100, 1, 1};

    private TemporalReaders() {}

    static Object date(Cursor cursor) {
        int packed = cursor.unsignedInt24();
        return CalendarValues.date(packed >> 9, (packed >> 5) & 15, packed & 31);
    }

    static ValueReader dateTime(int fractionDigits) {
        return cursor -> {
            long packed = cursor.bigEndian(5) - 0x80_0000_0000L;
            return packedDateTime(packed, microseconds(cursor, fractionDigits), fractionDigits);
        };
    }

    /** A date and time whose integer part is packed as year and month, day, hour, minute, second. */
    static Object packedDateTime(long packed, int microseconds, int fractionDigits) {
        if (packed < 0) {
            throw new DecodeException("A DATETIME is never negative");
        }
        int day = (int) (packed >> 17);
        int yearAndMonth = day >> 5;
        int time = (int) (packed & 0x1FFFF);
        return CalendarValues.dateTime(
                yearAndMonth / 13, yearAndMonth % 13, day & 31, secondOfDay(time), microseconds, fractionDigits);
    }

    private static int secondOfDay(int packed) {
        int hours = packed >> 12;
        int minutes = (packed >> 6) & 63;
        int seconds = packed & 63;
        if (minutes > 59 || seconds > 59) {
            throw new DecodeException("No time of day has " + minutes + " minutes and " + seconds + " seconds");
        }
        return hours * 3600 + minutes * 60 + seconds;
    }

    static ValueReader timestamp(int fractionDigits) {
        return cursor -> {
            long second = cursor.signedIntBigEndian() & 0xFFFF_FFFFL;
            return CalendarValues.timestamp(second, microseconds(cursor, fractionDigits), fractionDigits);
        };
    }

    private static int microseconds(Cursor cursor, int fractionDigits) {
        int bytes = FRACTION_BYTES[fractionDigits];
        return bytes == 0 ? 0 : (int) cursor.bigEndian(bytes) * MICROSECONDS_OF_UNIT[fractionDigits];
    }

    /** A negative time is stored as its two's complement over seconds and fraction together. */
    static ValueReader time(int fractionDigits) {
        int bytes = FRACTION_BYTES[fractionDigits];
        int unit = MICROSECONDS_OF_UNIT[fractionDigits];
        long zero = 0x80_0000L << (8 * bytes);
        long fractionMask = (1L << (8 * bytes)) - 1;
        return cursor -> {
            long packed = cursor.bigEndian(3 + bytes) - zero;
            long absolute = Math.abs(packed);
            return packedTime(packed < 0, (int) (absolute >> (8 * bytes)), (int) (absolute & fractionMask) * unit);
        };
    }

    /** A time whose integer part is packed as hour, minute, second. */
    static Object packedTime(boolean negative, int packed, int microseconds) {
        return CalendarValues.time(negative, (packed >> 12) & 0x3FF, (packed >> 6) & 63, packed & 63, microseconds);
    }

    /** Before 5.6: the decimal number hhmmss. */
    static Object oldTime(Cursor cursor) {
        int stored = cursor.signedInt24();
        int digits = Math.abs(stored);
        return CalendarValues.time(stored < 0, digits / 10_000, digits / 100 % 100, digits % 100, 0);
    }

    /** Before 5.6: the decimal number YYYYMMDDhhmmss. */
    static Object oldDateTime(Cursor cursor) {
        long digits = cursor.signedLong();
        if (digits < 0 || digits > 99_991_231_235_959L) {
            throw new DecodeException(digits + " is no DATETIME");
        }
        int date = (int) (digits / 1_000_000);
        int time = (int) (digits % 1_000_000);
        int minutes = time / 100 % 100;
        int seconds = time % 100;
        if (minutes > 59 || seconds > 59) {
            throw new DecodeException(digits + " is no DATETIME");
        }
        int secondOfDay = time / 10_000 * 3600 + minutes * 60 + seconds;
        return CalendarValues.dateTime(date / 10_000, date / 100 % 100, date % 100, secondOfDay, 0, 0);
    }

    /** Before 5.6: seconds since 1970, low byte first. */
    static Object oldTimestamp(Cursor cursor) {
        return CalendarValues.timestamp(cursor.unsignedInt(), 0, 0);
    }
}
