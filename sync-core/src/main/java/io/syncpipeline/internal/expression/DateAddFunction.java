package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DATE_ADD: dates and times some units later, or earlier. A day that a month lacks becomes the month's last. */
final class DateAddFunction {

    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "year", ChronoUnit.YEARS,
            "month", ChronoUnit.MONTHS,
            "week", ChronoUnit.WEEKS,
            "day", ChronoUnit.DAYS,
            "hour", ChronoUnit.HOURS,
            "minute", ChronoUnit.MINUTES,
            "second", ChronoUnit.SECONDS,
            "millisecond", ChronoUnit.MILLIS,
            "microsecond", ChronoUnit.MICROS);

    private static final int LAST_YEAR = 9999;

    private DateAddFunction() {}

    static Operand dateAdd(Arguments arguments) {
        Operand time = arguments.any(0);
        if (!Kinds.isCalendar(time.kind())) {
            throw arguments.expected(0, "a DATE, DATETIME or TIMESTAMP; write CAST(... AS DATETIME) around a text");
        }
        boolean day = time.kind() == Kind.DATE;
        Prepared<ChronoUnit> unit = Prepared.of(arguments, 2, name -> unit(name, day));
        Evaluator value = time.evaluator();
        Evaluator amount = arguments.integer(1).evaluator();
        return arguments.result(typeOf(time.type(), unit.literal()), (row, variables) -> {
            Object from = value.evaluate(row, variables);
            Object count = amount.evaluate(row, variables);
            ChronoUnit by = unit.of(row, variables);
            return from == null || count == null || by == null ? null : later(from, (Long) count, by);
        });
    }

    private static ChronoUnit unit(String name, boolean day) {
        ChronoUnit unit = UNITS.get(name.toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new IllegalArgumentException("expected the unit \"year\", \"month\", \"week\", \"day\", \"hour\","
                    + " \"minute\", \"second\", \"millisecond\" or \"microsecond\"");
        }
        if (day && unit.isTimeBased()) {
            throw new IllegalArgumentException(
                    "which a DATE has not; expected year, month, week or day, or CAST(... AS DATETIME) around the date");
        }
        return unit;
    }

    /** With the digits of seconds that the unit may bring. */
    private static DataType typeOf(DataType time, @Nullable ChronoUnit unit) {
        if (time.kind() == Kind.DATE) {
            return time;
        }
        int digits = unit == null || unit == ChronoUnit.MICROS ? 6 : unit == ChronoUnit.MILLIS ? 3 : 0;
        return DataType.of(time.kind(), Math.max(digits, time.precision()));
    }

    private static Object later(Object value, long amount, ChronoUnit unit) {
        try {
            if (value instanceof LocalDate date) {
                return inRange(date.atStartOfDay().plus(amount, unit)).toLocalDate();
            }
            if (value instanceof Instant instant) {
                LocalDateTime dateTime = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
                return inRange(dateTime.plus(amount, unit)).toInstant(ZoneOffset.UTC);
            }
            return inRange(((LocalDateTime) value).plus(amount, unit));
        } catch (DateTimeException | ArithmeticException e) {
            throw new Failure("DATE_ADD: " + value + " and " + amount + " "
                    + unit.toString().toLowerCase(Locale.ROOT) + " is not in the years 0000 to 9999");
        }
    }

    private static LocalDateTime inRange(LocalDateTime value) {
        if (value.getYear() < 0 || value.getYear() > LAST_YEAR) {
            throw new DateTimeException("out of range");
        }
        return value;
    }
}
