package io.syncpipeline.mysql.internal.type;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Dates and times as the text protocol prints them in a session whose zone is UTC. */
final class TemporalText {

    private static final int DATE_LENGTH = 10;
    private static final int DATE_TIME_LENGTH = 19;

    private TemporalText() {}

    static Object date(byte[] bytes) {
        if (bytes.length != DATE_LENGTH) {
            throw malformed(bytes);
        }
        checkDate(bytes);
        return CalendarValues.date(year(bytes), two(bytes, 5), two(bytes, 8));
    }

    static Object dateTime(byte[] bytes) {
        checkDateTime(bytes);
        return CalendarValues.dateTime(
                year(bytes),
                two(bytes, 5),
                two(bytes, 8),
                secondOfDay(bytes),
                microseconds(bytes, DATE_TIME_LENGTH),
                fractionDigits(bytes, DATE_TIME_LENGTH));
    }

    static Object timestamp(byte[] bytes) {
        checkDateTime(bytes);
        int year = year(bytes);
        int month = two(bytes, 5);
        int day = two(bytes, 8);
        int microseconds = microseconds(bytes, DATE_TIME_LENGTH);
        int fractionDigits = fractionDigits(bytes, DATE_TIME_LENGTH);
        if (year == 0) {
            return CalendarValues.timestamp(0, 0, fractionDigits);
        }
        if (!(CalendarValues.date(year, month, day) instanceof LocalDate date)) {
            throw malformed(bytes);
        }
        long second = date.toEpochDay() * 86_400 + secondOfDay(bytes);
        return CalendarValues.timestamp(second, microseconds, fractionDigits);
    }

    static Object time(byte[] bytes) {
        int start = bytes.length > 0 && bytes[0] == '-' ? 1 : 0;
        int colon = start;
        int hours = 0;
        while (colon < bytes.length && bytes[colon] != ':' && colon < start + 4) {
            hours = hours * 10 + digit(bytes, colon++);
        }
        if (colon == start || bytes.length < colon + 6 || bytes[colon] != ':' || bytes[colon + 3] != ':') {
            throw malformed(bytes);
        }
        int minutes = two(bytes, colon + 1);
        int seconds = two(bytes, colon + 4);
        return CalendarValues.time(start == 1, hours, minutes, seconds, microseconds(bytes, colon + 6));
    }

    private static void checkDateTime(byte[] bytes) {
        if (bytes.length < DATE_TIME_LENGTH || bytes[10] != ' ' || bytes[13] != ':' || bytes[16] != ':') {
            throw malformed(bytes);
        }
        checkDate(bytes);
    }

    private static void checkDate(byte[] bytes) {
        if (bytes[4] != '-' || bytes[7] != '-') {
            throw malformed(bytes);
        }
    }

    private static int year(byte[] bytes) {
        return two(bytes, 0) * 100 + two(bytes, 2);
    }

    private static int secondOfDay(byte[] bytes) {
        return two(bytes, 11) * 3600 + two(bytes, 14) * 60 + two(bytes, 17);
    }

    private static int fractionDigits(byte[] bytes, int point) {
        return Math.max(0, bytes.length - point - 1);
    }

    private static int microseconds(byte[] bytes, int point) {
        int digits = fractionDigits(bytes, point);
        if (bytes.length > point && (bytes[point] != '.' || digits == 0 || digits > 6)) {
            throw malformed(bytes);
        }
        int value = 0;
        for (int i = 1; i <= 6; i++) {
            value = value * 10 + (i <= digits ? digit(bytes, point + i) : 0);
        }
        return value;
    }

    private static int two(byte[] bytes, int index) {
        return digit(bytes, index) * 10 + digit(bytes, index + 1);
    }

    private static int digit(byte[] bytes, int index) {
        int digit = bytes[index] - '0';
        if (digit < 0 || digit > 9) {
            throw malformed(bytes);
        }
        return digit;
    }

    private static ValueException malformed(byte[] bytes) {
        return new ValueException("'" + new String(bytes, StandardCharsets.ISO_8859_1) + "' is no date or time");
    }
}
