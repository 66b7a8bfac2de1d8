package io.syncpipeline.internal.expression;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;

/**
 * A pattern of dates and times: the letters of {@link DateTimeFormatter}, with {@code ZZ} for an offset such as {@code +08:00} as the
 * product that this library follows has it. Texts are in English. Values are read strictly: there is no 31 February.
 */
final class TimePattern {

    private static final ZonedDateTime SAMPLE = ZonedDateTime.of(2024, 11, 23, 14, 25, 36, 123_000_000, ZoneOffset.UTC);

    /** Letters of weeks: they depend on where one lives, and YYYY is nearly always meant to be yyyy. */
    private static final String REFUSED = "YwWec";

    private static final List<ChronoField> TIME_FIELDS = List.of(
            ChronoField.HOUR_OF_AMPM,
            ChronoField.CLOCK_HOUR_OF_AMPM,
            ChronoField.AMPM_OF_DAY,
            ChronoField.MINUTE_OF_HOUR,
            ChronoField.SECOND_OF_MINUTE,
            ChronoField.NANO_OF_SECOND);

    /** Optional parts nest, and Java's formatter descends into them. */
    private static final int LONGEST = 200;

    private final String pattern;
    private final DateTimeFormatter formatter;

    private TimePattern(String pattern) {
        this.pattern = pattern;
        this.formatter = new DateTimeFormatterBuilder()
                .appendPattern(translated(pattern))
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /**
     * A pattern to print with.
     *
     * @throws IllegalArgumentException when it is none
     */
    static TimePattern forPrinting(String pattern) {
        if (pattern.length() > LONGEST) {
            throw new IllegalArgumentException("expected a pattern of at most " + LONGEST + " characters");
        }
        TimePattern compiled;
        try {
            compiled = new TimePattern(pattern);
            compiled.formatter.formatTo(SAMPLE, new StringBuilder());
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "expected a pattern such as yyyy-MM-dd HH:mm:ss.SSS: " + e.getMessage(), e);
        }
        return compiled;
    }

    /**
     * A pattern to print dates with that lie in no zone.
     *
     * @throws IllegalArgumentException when it is none, or asks for a zone
     */
    static TimePattern forPrintingWithoutZone(String pattern) {
        TimePattern compiled = forPrinting(pattern);
        try {
            compiled.formatter.formatTo(SAMPLE.toLocalDateTime(), new StringBuilder());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "which prints a zone, but the value has none; name one as third argument", e);
        }
        return compiled;
    }

    /**
     * A pattern to read with.
     *
     * @throws IllegalArgumentException when it is none, or what it prints gives no date and time
     */
    static TimePattern forReading(String pattern) {
        TimePattern compiled = forPrinting(pattern);
        try {
            compiled.read(compiled.formatter.format(SAMPLE), ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "which is not enough to read a date by; expected year, month and day, and with hh also a", e);
        }
        return compiled;
    }

    private static String translated(String pattern) {
        StringBuilder translated = new StringBuilder();
        boolean quoted = false;
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            int end = at + 1;
            while (end < pattern.length() && pattern.charAt(end) == c && c != '\'') {
                end++;
            }
            quoted ^= c == '\'';
            if (!quoted && REFUSED.indexOf(c) >= 0) {
                throw new IllegalArgumentException("'" + c + "' counts by weeks, which differs between countries"
                        + (c == 'Y' ? "; write yyyy" : ""));
            }
            boolean offset = !quoted && c == 'Z' && end - at == 2;
            translated.append(offset ? "xxx" : pattern.substring(at, end));
            at = end;
        }
        return translated.toString();
    }

    /** A moment or a date and time as text. */
    String print(TemporalAccessor value) {
        return formatter.format(value);
    }

    /**
     * The moment of a text: by its own offset or zone if the pattern has one, otherwise in a zone. A time that occurs twice when clocks
     * are put back is the first of both.
     *
     * @throws DateTimeException when it is no such text, or the zone's clocks leave the time out
     */
    Instant read(String text, ZoneId zone) {
        TemporalAccessor parsed = formatter.parse(text);
        LocalDate date = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (date == null || (time == null && TIME_FIELDS.stream().anyMatch(parsed::isSupported))) {
            throw new DateTimeException("no date and time follow from the pattern " + pattern);
        }
        LocalDateTime dateTime = date.atTime(time == null ? LocalTime.MIDNIGHT : time);
        if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
            return dateTime.toInstant(ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS)));
        }
        ZoneId own = parsed.query(TemporalQueries.zone());
        ZoneId used = own == null ? zone : own;
        if (used.getRules().getValidOffsets(dateTime).isEmpty()) {
            throw new DateTimeException("the clocks in " + used + " leave " + dateTime + " out");
        }
        return dateTime.atZone(used).toInstant();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
