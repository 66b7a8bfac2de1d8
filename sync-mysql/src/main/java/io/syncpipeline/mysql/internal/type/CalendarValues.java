package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.InvalidDate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * Values of the date and time types from their parts, whichever way these came. Dates that no calendar has, which the server may hold,
 * become {@link InvalidDate} with the text that the server prints.
 */
public final class CalendarValues {

    private static final int[] MICROSECONDS_OF_LAST_DIGIT = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

    private CalendarValues() {}

    /** A DATE: a {@link LocalDate} or an {@link InvalidDate}. */
    public static Object date(int year, int month, int day) {
        if (isValid(year, month, day)) {
            return LocalDate.of(year, month, day);
        }
        return new InvalidDate(text(year, month, day).toString());
    }

    /**
     * A DATETIME: a {@link LocalDateTime} or an {@link InvalidDate}.
     *
     * @param secondOfDay hours, minutes and seconds, each below its limit, in seconds
     * @param fractionDigits digits of the fraction that the column has, 0 to 6
     */
    public static Object dateTime(int year, int month, int day, int secondOfDay, int microseconds, int fractionDigits) {
        if (secondOfDay < 0 || secondOfDay >= 86_400) {
            throw new ValueException("No day has a second number " + secondOfDay);
        }
        if (isValid(year, month, day)) {
            LocalTime time = LocalTime.of(
                    secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60, nanoseconds(microseconds));
            return LocalDateTime.of(LocalDate.of(year, month, day), time);
        }
        StringBuilder text = text(year, month, day).append(' ');
        appendTime(text, secondOfDay);
        appendFraction(text, microseconds, fractionDigits);
        return new InvalidDate(text.toString());
    }

    /**
     * A TIMESTAMP: an {@link Instant}, or an {@link InvalidDate} for the zero timestamp, which the server prints as {@code 0000-00-00
     * 00:00:00}.
     */
    public static Object timestamp(long epochSecond, int microseconds, int fractionDigits) {
        if (epochSecond == 0 && microseconds == 0) {
            StringBuilder text = new StringBuilder("0000-00-00 00:00:00");
            appendFraction(text, 0, fractionDigits);
            return new InvalidDate(text.toString());
        }
        return Instant.ofEpochSecond(epochSecond, nanoseconds(microseconds));
    }

    /** A TIME, negative or longer than a day as it may be. */
    public static Duration time(boolean negative, int hours, int minutes, int seconds, int microseconds) {
        if (minutes > 59 || seconds > 59) {
            throw new ValueException("No time has " + minutes + " minutes and " + seconds + " seconds");
        }
        long total = hours * 3600L + minutes * 60L + seconds;
        int nanoseconds = nanoseconds(microseconds);
        return negative ? Duration.ofSeconds(-total, -nanoseconds) : Duration.ofSeconds(total, nanoseconds);
    }

    /** Whether the proleptic calendar has the day; the year 0 counts, as it does for the server. */
    private static boolean isValid(int year, int month, int day) {
        if (day < 1 || month < 1 || month > 12 || year > 9999) {
            return false;
        }
        return day <= 28 || day <= lengthOfMonth(year, month);
    }

    private static int lengthOfMonth(int year, int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    private static int nanoseconds(int microseconds) {
        if (microseconds < 0 || microseconds > 999_999) {
            throw new ValueException("No second has " + microseconds + " microseconds");
        }
        return microseconds * 1000;
    }

    private static StringBuilder text(int year, int month, int day) {
        StringBuilder text = new StringBuilder(26);
        appendPadded(text, year, 4);
        appendPadded(text.append('-'), month, 2);
        appendPadded(text.append('-'), day, 2);
        return text;
    }

    private static void appendTime(StringBuilder text, int secondOfDay) {
        appendPadded(text, secondOfDay / 3600, 2);
        appendPadded(text.append(':'), secondOfDay / 60 % 60, 2);
        appendPadded(text.append(':'), secondOfDay % 60, 2);
    }

    private static void appendFraction(StringBuilder text, int microseconds, int fractionDigits) {
        if (fractionDigits > 0) {
            appendPadded(text.append('.'), microseconds / MICROSECONDS_OF_LAST_DIGIT[fractionDigits], fractionDigits);
        }
    }

    private static void appendPadded(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        for (int i = digits.length(); i < width; i++) {
            text.append('0');
        }
        text.append(digits);
    }
}
