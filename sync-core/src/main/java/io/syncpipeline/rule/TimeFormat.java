package io.syncpipeline.rule;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a value that means a time becomes text, such as the day that names a partition: what the value is, and the pattern of the text in the
 * letters of {@link DateTimeFormatter} ({@code yyyyMMdd}, {@code yyyy-MM-dd HH}), except those that count by weeks. A moment is shown in a zone, UTC unless told otherwise; a
 * date or a date-time without a zone is shown as it is. Immutable, thread-safe.
 */
public final class TimeFormat {

    /** Letters of weeks: they depend on the country, and YYYY is nearly always meant to be yyyy. */
    private static final String REFUSED = "YwWec";

    /** What the values are. */
    private enum Origin {
        TIME,
        TEXT,
        UNIX_SECONDS,
        UNIX_MILLIS
    }

    private final String pattern;
    private final DateTimeFormatter target;
    private final Origin origin;
    private final String sourcePattern;
    private final @Nullable DateTimeFormatter source;
    private final ZoneId zone;

    private TimeFormat(String pattern, Origin origin, String sourcePattern, ZoneId zone) {
        this.pattern = pattern;
        this.target = formatter(pattern);
        this.origin = origin;
        this.sourcePattern = sourcePattern;
        this.source = origin == Origin.TEXT ? formatter(sourcePattern) : null;
        this.zone = zone;
    }

    private static DateTimeFormatter formatter(String pattern) {
        try {
            return new DateTimeFormatterBuilder()
                    .appendPattern(withoutEra(pattern))
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' is no pattern of times: " + e.getMessage()
                            + "; write it as in yyyyMMdd or yyyy-MM-dd HH:mm:ss",
                    e);
        }
    }

    /** The letter y is a year of an era, which strict reading would ask for; u is the year as everybody means it. */
    private static String withoutEra(String pattern) {
        StringBuilder text = new StringBuilder(pattern);
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\'') {
                quoted = !quoted;
            } else if (!quoted && REFUSED.indexOf(text.charAt(i)) >= 0) {
                throw new IllegalArgumentException(
                        "'" + text.charAt(i) + "' counts by weeks, which differs between countries");
            } else if (text.charAt(i) == 'y' && !quoted) {
                text.setCharAt(i, 'u');
            }
        }
        return text.toString();
    }

    /**
     * Of values that are dates, date-times or moments.
     *
     * @param pattern the pattern of the text
     * @throws IllegalArgumentException when it is none
     */
    public static TimeFormat of(String pattern) {
        return new TimeFormat(pattern, Origin.TIME, "", ZoneOffset.UTC);
    }

    /**
     * The same, of values that are text.
     *
     * @param sourcePattern their pattern, which has at least a year, a month and a day
     * @throws IllegalArgumentException when it is no pattern
     */
    public TimeFormat fromText(String sourcePattern) {
        return new TimeFormat(pattern, Origin.TEXT, sourcePattern, zone);
    }

    /** The same, of values that are seconds since 1970-01-01 UTC: numbers, or text of 1 to 10 digits with an optional sign. */
    public TimeFormat fromUnixSeconds() {
        return new TimeFormat(pattern, Origin.UNIX_SECONDS, "", zone);
    }

    /** The same, of values that are milliseconds since 1970-01-01 UTC: numbers, or text of 1 to 13 digits with an optional sign. */
    public TimeFormat fromUnixMillis() {
        return new TimeFormat(pattern, Origin.UNIX_MILLIS, "", zone);
    }

    /** The same, with moments shown in a zone. Default UTC. */
    public TimeFormat inZone(ZoneId newZone) {
        return new TimeFormat(pattern, origin, sourcePattern, newZone);
    }

    /** Whether values of a kind can mean a time this way. */
    public boolean accepts(DataType.Kind kind) {
        return switch (origin) {
            case TIME ->
                kind == DataType.Kind.DATE || kind == DataType.Kind.DATETIME || kind == DataType.Kind.TIMESTAMP;
            case TEXT -> kind == DataType.Kind.TEXT;
            case UNIX_SECONDS, UNIX_MILLIS ->
                switch (kind) {
                    case INT8, INT16, INT32, INT64, DECIMAL, TEXT -> true;
                    default -> false;
                };
        };
    }

    /**
     * The text of a value.
     *
     * @throws DateTimeException when the value is no time, or has nothing for a letter of the pattern, as a date has no hour
     */
    public Text format(Object value) {
        TemporalAccessor time =
                switch (origin) {
                    case TIME -> time(value);
                    case TEXT -> parsed(value);
                    case UNIX_SECONDS -> moment(Instant.ofEpochSecond(number(value)));
                    case UNIX_MILLIS -> moment(Instant.ofEpochMilli(number(value)));
                };
        return Text.of(target.format(time));
    }

    private TemporalAccessor time(Object value) {
        if (value instanceof LocalDate || value instanceof LocalDateTime) {
            return (TemporalAccessor) value;
        }
        if (value instanceof Instant instant) {
            return moment(instant);
        }
        throw new DateTimeException("'" + value + "' is no time");
    }

    private ZonedDateTime moment(Instant instant) {
        return instant.atZone(zone);
    }

    private TemporalAccessor parsed(Object value) {
        DateTimeFormatter formatter = source;
        if (formatter == null) {
            throw new IllegalStateException("no source pattern");
        }
        TemporalAccessor parsed = formatter.parse(value.toString());
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date == null) {
            throw new DateTimeException("'" + value + "' has no date by the pattern " + sourcePattern);
        }
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return moment(Instant.from(parsed));
        }
        LocalTime time = parsed.query(TemporalQueries.localTime());
        return time == null ? date : date.atTime(time);
    }

    private static long number(Object value) {
        try {
            return value instanceof Text || value instanceof BigDecimal
                    ? new BigDecimal(value.toString()).longValueExact()
                    : ((Number) value).longValue();
        } catch (ArithmeticException | NumberFormatException | ClassCastException e) {
            throw new DateTimeException("'" + value + "' is no whole number", e);
        }
    }

    @Override
    public String toString() {
        String from =
                switch (origin) {
                    case TIME -> "";
                    case TEXT -> " from " + sourcePattern;
                    case UNIX_SECONDS -> " from Unix seconds";
                    case UNIX_MILLIS -> " from Unix milliseconds";
                };
        return pattern + from + (zone.equals(ZoneOffset.UTC) ? "" : " in " + zone);
    }
}
