package io.syncpipeline.maxcompute.internal.record;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Dates, times and numbers as text, the way MySQL prints them, straight into ASCII bytes. */
final class PlainText {

    private static final int[] POWERS_OF_TEN = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };
    private static final int LONGEST = 48;

    private final byte[] bytes = new byte[LONGEST];
    private int size;

    private PlainText() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** {@code [-]hh:mm:ss[.fraction]}, with more digits of hours when it takes them. */
    static byte[] ofTime(Duration time, int fractionDigits) {
        PlainText text = new PlainText();
        Duration positive = time.abs();
        if (time.isNegative()) {
            text.put('-');
        }
        long seconds = positive.getSeconds();
        text.putNumber(seconds / 3600, 2);
        text.put(':');
        text.putNumber(seconds / 60 % 60, 2);
        text.put(':');
        text.putNumber(seconds % 60, 2);
        text.putFraction(positive.getNano(), fractionDigits);
        return text.bytes();
    }

    /** {@code yyyy-MM-dd}. */
    static byte[] ofDate(LocalDate date) {
        PlainText text = new PlainText();
        text.putDate(date);
        return text.bytes();
    }

    /** {@code yyyy-MM-dd hh:mm:ss[.fraction]}, or with {@code T} and {@code Z} when it is a moment in UTC. */
    static byte[] ofDateTime(LocalDateTime value, int fractionDigits, boolean moment) {
        PlainText text = new PlainText();
        text.putDate(value.toLocalDate());
        text.put(moment ? 'T' : ' ');
        text.putNumber(value.getHour(), 2);
        text.put(':');
        text.putNumber(value.getMinute(), 2);
        text.put(':');
        text.putNumber(value.getSecond(), 2);
        text.putFraction(value.getNano(), fractionDigits);
        if (moment) {
            text.put('Z');
        }
        return text.bytes();
    }

    private byte[] bytes() {
        return java.util.Arrays.copyOf(bytes, size);
    }

    private void put(char character) {
        bytes[size++] = (byte) character;
    }

    private void putDate(LocalDate date) {
        putNumber(date.getYear(), 4);
        put('-');
        putNumber(date.getMonthValue(), 2);
        put('-');
        putNumber(date.getDayOfMonth(), 2);
    }

    private void putNumber(long value, int leastDigits) {
        int digits = leastDigits;
        while (digits < 19 && value >= power(digits)) {
            digits++;
        }
        long rest = value;
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    private void putFraction(int nanos, int digits) {
        // A fraction finer than the type announces is shown all the same: nothing is cut.
        int shown = digits;
        while (shown < 9 && nanos % POWERS_OF_TEN[9 - shown] != 0) {
            shown++;
        }
        if (shown > 0) {
            put('.');
            putNumber(nanos / POWERS_OF_TEN[9 - shown], shown);
        }
    }
}
