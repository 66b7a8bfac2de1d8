package io.syncpipeline.internal.expression;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times from the text that literals and CAST take: {@code yyyy-MM-dd}, {@code yyyy-MM-dd HH:mm:ss[.fraction]} with a space
 * or a T, for moments with an offset behind it, and {@code [-]HH:mm:ss[.fraction]}; a fraction has one to nine digits.
 */
final class TimeText {

    private static final int MOST_HOUR_DIGITS = 4;
    private static final int NANO_DIGITS = 9;

    private final String text;
    private int at;
    private boolean failed;

    private TimeText(String text) {
        this.text = text;
    }

    /** The day of a text, or null when it is none. */
    static @Nullable LocalDate date(String text) {
        TimeText reader = new TimeText(text);
        LocalDate date = reader.readDate();
        return reader.isDone() ? date : null;
    }

    /** The day and time of a text, at midnight when it has no time; or null. */
    static @Nullable LocalDateTime dateTime(String text) {
        TimeText reader = new TimeText(text);
        LocalDateTime dateTime = reader.readDateTime();
        return reader.isDone() ? dateTime : null;
    }

    /** The moment of a text, in UTC when it has no offset; or null. */
    static @Nullable Instant instant(String text) {
        TimeText reader = new TimeText(text);
        LocalDateTime dateTime = reader.readDateTime();
        ZoneOffset offset = reader.readOffset();
        return reader.isDone() && dateTime != null ? dateTime.toInstant(offset) : null;
    }

    /** The span of time of a text, or null when it is none. */
    static @Nullable Duration time(String text) {
        TimeText reader = new TimeText(text);
        boolean negative = reader.take('-');
        int start = reader.at;
        while (reader.at - start < MOST_HOUR_DIGITS && reader.isDigit()) {
            reader.at++;
        }
        int hourDigits = reader.at - start;
        reader.at = start;
        reader.failed |= hourDigits < 2;
        long hours = reader.digits(hourDigits);
        reader.expect(':');
        long minutes = reader.below(60);
        reader.expect(':');
        long seconds = reader.below(60);
        Duration time = Duration.ofSeconds(hours * 3600 + minutes * 60 + seconds, reader.readFraction());
        return reader.isDone() ? (negative ? time.negated() : time) : null;
    }

    private @Nullable LocalDate readDate() {
        int year = digits(4);
        expect('-');
        int month = digits(2);
        expect('-');
        int day = digits(2);
        if (!failed) {
            try {
                return LocalDate.of(year, month, day);
            } catch (DateTimeException e) {
                failed = true;
            }
        }
        return null;
    }

    private @Nullable LocalDateTime readDateTime() {
        LocalDate date = readDate();
        if (date == null) {
            return null;
        }
        if (at == text.length()) {
            return date.atStartOfDay();
        }
        if (!take('T')) {
            expect(' ');
        }
        int hour = below(24);
        expect(':');
        int minute = below(60);
        expect(':');
        int second = below(60);
        int nanos = readFraction();
        return failed ? null : date.atTime(hour, minute, second, nanos);
    }

    private ZoneOffset readOffset() {
        if (at == text.length() || take('Z')) {
            return ZoneOffset.UTC;
        }
        boolean negative = take('-');
        if (!negative) {
            expect('+');
        }
        int minutes = below(24) * 60;
        expect(':');
        minutes += below(60);
        if (failed || minutes > 18 * 60) {
            failed = true;
            return ZoneOffset.UTC;
        }
        return ZoneOffset.ofTotalSeconds((negative ? -minutes : minutes) * 60);
    }

    private int readFraction() {
        if (!take('.')) {
            return 0;
        }
        int nanos = 0;
        int count = 0;
        while (isDigit() && count < NANO_DIGITS) {
            nanos = nanos * 10 + text.charAt(at) - '0';
            at++;
            count++;
        }
        failed |= count == 0;
        for (; count < NANO_DIGITS; count++) {
            nanos *= 10;
        }
        return nanos;
    }

    private int below(int limit) {
        int value = digits(2);
        failed |= value >= limit;
        return value;
    }

    private int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (!isDigit()) {
                failed = true;
                return 0;
            }
            value = value * 10 + text.charAt(at) - '0';
            at++;
        }
        return value;
    }

    private boolean isDigit() {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private boolean take(char c) {
        boolean found = at < text.length() && text.charAt(at) == c;
        at += found ? 1 : 0;
        return found;
    }

    private void expect(char c) {
        failed |= !take(c);
    }

    private boolean isDone() {
        return !failed && at == text.length();
    }
}
