package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.Text;
import io.syncpipeline.rule.Variable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The functions between moments, their numbers and their texts. */
final class TimeFunctions {

    private static final DataType INT64 = DataType.of(Kind.INT64);
    private static final DataType MILLIS = DataType.of(Kind.TIMESTAMP, 3);

    /** As far as four digits of years go, which is as far as sources and destinations go. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private TimeFunctions() {}

    /** What a number of time counts since 1970. */
    private enum Unit {
        /** Seconds. */
        UNIX,
        /** Milliseconds. */
        MILLIS;

        static Unit of(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "unix" -> UNIX;
                case "millis" -> MILLIS;
                default -> throw new IllegalArgumentException("expected the unit \"unix\" (seconds) or \"millis\"");
            };
        }

        long count(Instant moment) {
            return this == UNIX ? moment.getEpochSecond() : moment.toEpochMilli();
        }

        Instant moment(long count, String function) {
            long seconds = this == UNIX ? count : Math.floorDiv(count, 1000L);
            if (seconds < FIRST.getEpochSecond() || seconds > LAST.getEpochSecond()) {
                throw new Failure(function + ": " + count + " " + name().toLowerCase(Locale.ROOT)
                        + " is no moment in the years 0000 to 9999; is the unit right?");
            }
            return this == UNIX ? Instant.ofEpochSecond(count) : Instant.ofEpochMilli(count);
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected a zone such as Asia/Shanghai, UTC or +08:00", e);
        }
    }

    static Operand now(Arguments arguments) {
        Evaluator millis =
                arguments.binder().read(Variable.UPDATE_TIME, arguments.call()).evaluator();
        return arguments.result(MILLIS, NullRules.one(millis, value -> Instant.ofEpochMilli((Long) value)));
    }

    static Operand dateFormat(Arguments arguments) {
        Kind kind = arguments.raw(0).kind();
        if (arguments.count() == 4) {
            return numberFormat(arguments);
        }
        if (!Kinds.isCalendar(kind)) {
            throw arguments.expected(
                    0,
                    "a DATE, DATETIME or TIMESTAMP beside a pattern; a number takes 4 arguments: number, unit, zone, pattern");
        }
        return timeFormat(arguments, kind);
    }

    private static Operand numberFormat(Arguments arguments) {
        Evaluator number = arguments.integer(0).evaluator();
        Prepared<Unit> unit = Prepared.of(arguments, 1, Unit::of);
        Prepared<ZoneId> zone = Prepared.of(arguments, 2, TimeFunctions::zone);
        Prepared<TimePattern> pattern = Prepared.of(arguments, 3, TimePattern::forPrinting);
        String function = arguments.function();
        return arguments.result(TextFunctions.TEXT, (row, variables) -> {
            Long count = (Long) number.evaluate(row, variables);
            Unit counted = unit.of(row, variables);
            ZoneId in = zone.of(row, variables);
            TimePattern by = pattern.of(row, variables);
            return count == null || counted == null || in == null || by == null
                    ? null
                    : printed(function, by, counted.moment(count, function).atZone(in));
        });
    }

    private static Operand timeFormat(Arguments arguments, Kind kind) {
        Evaluator time = arguments.any(0).evaluator();
        boolean zoned = arguments.count() == 3;
        Prepared<TimePattern> pattern = Prepared.of(
                arguments,
                1,
                zoned || kind == Kind.TIMESTAMP ? TimePattern::forPrinting : TimePattern::forPrintingWithoutZone);
        Prepared<ZoneId> zone = zoned ? Prepared.of(arguments, 2, TimeFunctions::zone) : null;
        String function = arguments.function();
        return arguments.result(TextFunctions.TEXT, (row, variables) -> {
            Object value = time.evaluate(row, variables);
            TimePattern by = pattern.of(row, variables);
            ZoneId in = zone == null ? ZoneOffset.UTC : zone.of(row, variables);
            return value == null || by == null || in == null
                    ? null
                    : printed(function, by, printable(value, zoned, in));
        });
    }

    private static TemporalAccessor printable(Object value, boolean zoned, ZoneId zone) {
        if (value instanceof Instant instant) {
            return instant.atZone(zone);
        }
        LocalDateTime dateTime = value instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) value;
        return zoned ? dateTime.atZone(zone) : dateTime;
    }

    private static Text printed(String function, TimePattern pattern, TemporalAccessor value) {
        try {
            return Text.of(pattern.print(value));
        } catch (DateTimeException e) {
            throw new Failure(
                    function + ": " + value + " cannot be printed by the pattern " + Failure.shown(pattern), e);
        }
    }

    static Operand toTimestamp(Arguments arguments) {
        Evaluator text = arguments.text(0).evaluator();
        Prepared<TimePattern> pattern = Prepared.of(arguments, 1, TimePattern::forReading);
        Prepared<ZoneId> zone = Prepared.of(arguments, 2, TimeFunctions::zone);
        Prepared<Unit> unit = Prepared.of(arguments, 3, Unit::of);
        String function = arguments.function();
        return arguments.result(INT64, (row, variables) -> {
            Instant moment = read(function, row, variables, text, pattern, zone);
            Unit counted = unit.of(row, variables);
            return moment == null || counted == null ? null : (Object) counted.count(moment);
        });
    }

    static Operand dateConvert(Arguments arguments) {
        Evaluator text = arguments.text(0).evaluator();
        Prepared<TimePattern> pattern = Prepared.of(arguments, 1, TimePattern::forReading);
        Prepared<ZoneId> zone = Prepared.of(arguments, 2, TimeFunctions::zone);
        Prepared<TimePattern> newPattern = Prepared.of(arguments, 3, TimePattern::forPrinting);
        Prepared<ZoneId> newZone = Prepared.of(arguments, 4, TimeFunctions::zone);
        String function = arguments.function();
        return arguments.result(TextFunctions.TEXT, (row, variables) -> {
            Instant moment = read(function, row, variables, text, pattern, zone);
            TimePattern by = newPattern.of(row, variables);
            ZoneId in = newZone.of(row, variables);
            return moment == null || by == null || in == null ? null : printed(function, by, moment.atZone(in));
        });
    }

    private static @Nullable Instant read(
            String function,
            Row row,
            VariableValues variables,
            Evaluator text,
            Prepared<TimePattern> pattern,
            Prepared<ZoneId> zone) {
        Object value = text.evaluate(row, variables);
        TimePattern by = pattern.of(row, variables);
        ZoneId in = zone.of(row, variables);
        if (value == null || by == null || in == null) {
            return null;
        }
        try {
            return by.read(value.toString(), in);
        } catch (DateTimeException e) {
            throw new Failure(
                    function + ": " + Failure.shown(value) + " is no date and time by the pattern " + Failure.shown(by)
                            + " in the zone " + in,
                    e);
        }
    }
}
