package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.FloatText;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** CAST: what is converted only when it is asked for, since it may lose something or fail. */
final class Cast {

    private static final String CAST = "CAST";

    private Cast() {}

    static Operand bind(ExpressionText source, Syntax.Cast syntax, Operand operand) {
        DataType type = syntax.type();
        if (operand.isNull()) {
            return Operand.constant(syntax, type, null);
        }
        NullRules.One conversion = conversion(operand.type(), type);
        if (conversion == null) {
            throw source.error(
                    syntax.at(),
                    "found CAST(" + operand.shown() + " AS " + type + "), expected types that can be converted");
        }
        if (type.kind() == Kind.TEXT) {
            // The way to see what a date that no calendar has is at the source.
            NullRules.One text = conversion;
            return Operand.of(
                    syntax,
                    type,
                    NullRules.one(
                            operand.evaluator(),
                            v -> v instanceof InvalidDate date ? Text.of(date.text()) : text.of(v)));
        }
        DataType result = operand.kind() == type.kind() && type.kind() != Kind.DECIMAL ? operand.type() : type;
        return Operand.of(syntax, result, NullRules.one(operand.valid(CAST).evaluator(), conversion));
    }

    private static NullRules.@Nullable One conversion(DataType from, DataType to) {
        if (from.kind() == to.kind() && to.kind() != Kind.DECIMAL) {
            return value -> value;
        }
        return switch (to.kind()) {
            case TEXT -> TextForm.conversion(from);
            case BOOLEAN -> toBoolean(from.kind());
            case INT8, INT16, INT32, INT64 -> toInteger(from.kind(), to.kind());
            case DECIMAL -> toDecimal(from.kind(), to);
            case FLOAT32, FLOAT64 -> toFloating(from.kind(), to.kind());
            case DATE, TIME, DATETIME, TIMESTAMP -> toTime(from.kind(), to.kind());
            case BINARY, JSON, FLOAT_VECTOR -> null;
        };
    }

    private static NullRules.@Nullable One toBoolean(Kind from) {
        if (Kinds.isInteger(from)) {
            return value -> Kinds.integer(value) != 0;
        }
        return Kinds.isText(from) ? Cast::booleanOf : null;
    }

    private static Object booleanOf(Object text) {
        return switch (text.toString().toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                throw new Failure(CAST + ": " + Failure.shown(text) + " is no BOOLEAN; there are true, false, 1 and 0");
        };
    }

    private static NullRules.@Nullable One toInteger(Kind from, Kind to) {
        if (from == Kind.BOOLEAN) {
            return value -> boxed((Boolean) value ? 1 : 0, to);
        }
        if (Kinds.isInteger(from)) {
            return value -> inRange(Kinds.integer(value), to, value);
        }
        NullRules.@Nullable One decimal = anyDecimal(from);
        return decimal == null ? null : value -> rounded((BigDecimal) decimal.of(value), to, value);
    }

    private static Object rounded(@Nullable BigDecimal decimal, Kind to, Object value) {
        if (decimal != null && (long) decimal.precision() - decimal.scale() <= NumberText.MOST_DIGITS) {
            try {
                return inRange(decimal.setScale(0, RoundingMode.HALF_UP).longValueExact(), to, value);
            } catch (ArithmeticException e) {
                // Said below, as for numbers that are longer still.
            }
        } else if (decimal != null && decimal.signum() == 0) {
            return boxed(0, to);
        }
        throw outOfRange(value, to);
    }

    private static Object inRange(long value, Kind to, Object shown) {
        long limit = to == Kind.INT8
                ? Byte.MAX_VALUE
                : to == Kind.INT16 ? Short.MAX_VALUE : to == Kind.INT32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
        if (value > limit || value < -limit - 1) {
            throw outOfRange(shown, to);
        }
        return boxed(value, to);
    }

    private static Failure outOfRange(Object value, Kind to) {
        return new Failure(CAST + ": " + Failure.shown(TextForm.of(value)) + " is out of the range of " + to);
    }

    private static Object boxed(long value, Kind to) {
        return switch (to) {
            case INT8 -> (byte) value;
            case INT16 -> (short) value;
            case INT32 -> (int) value;
            default -> value;
        };
    }

    private static NullRules.@Nullable One toDecimal(Kind from, DataType to) {
        NullRules.@Nullable One decimal = from == Kind.BOOLEAN
                ? value -> BigDecimal.valueOf((Boolean) value ? 1 : 0)
                : Kinds.isInteger(from) ? Kinds::decimal : anyDecimal(from);
        return decimal == null
                ? null
                : value -> DecimalTypes.fitted(Objects.requireNonNull((BigDecimal) decimal.of(value)), to, CAST);
    }

    /** Decimals of any size from decimals, floating numbers and texts. */
    private static NullRules.@Nullable One anyDecimal(Kind from) {
        return switch (from) {
            case DECIMAL -> value -> value;
            case FLOAT32, FLOAT64 -> Cast::printed;
            case TEXT, JSON -> value -> NumberText.parse(value.toString(), CAST);
            case BOOLEAN, INT8, INT16, INT32, INT64, BINARY, DATE, TIME, DATETIME, TIMESTAMP, FLOAT_VECTOR -> null;
        };
    }

    /** The decimal that a floating number is printed as, not the one of fifty digits that it is. */
    private static Object printed(Object value) {
        if (!Double.isFinite(Kinds.floating(value))) {
            throw new Failure(CAST + ": " + value + " is no decimal number");
        }
        return value instanceof Float single
                ? FloatText.shortest(single.floatValue())
                : FloatText.shortest(Kinds.floating(value));
    }

    private static NullRules.@Nullable One toFloating(Kind from, Kind to) {
        if (from == Kind.BOOLEAN) {
            return value -> floating((Boolean) value ? 1 : 0, to, value);
        }
        if (Kinds.isNumber(from)) {
            return value -> floating((Number) value, to, value);
        }
        return Kinds.isText(from) ? value -> floating(NumberText.parse(value.toString(), CAST), to, value) : null;
    }

    private static Object floating(Number number, Kind to, Object shown) {
        boolean single = to == Kind.FLOAT32;
        if (!Double.isFinite(single ? number.floatValue() : number.doubleValue())) {
            throw outOfRange(shown, to);
        }
        return single ? (Object) number.floatValue() : (Object) number.doubleValue();
    }

    /** Between the calendar's kinds: a day is its midnight, a moment its date and time in UTC. */
    private static NullRules.@Nullable One toTime(Kind from, Kind to) {
        if (Kinds.isText(from)) {
            return value -> read(value.toString(), to);
        }
        if (!Kinds.isCalendar(from) || to == Kind.TIME) {
            return null;
        }
        return value -> {
            LocalDateTime dateTime = dateTimeOf(value);
            return to == Kind.DATE
                    ? dateTime.toLocalDate()
                    : to == Kind.DATETIME ? dateTime : dateTime.toInstant(ZoneOffset.UTC);
        };
    }

    private static LocalDateTime dateTimeOf(Object value) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        return value instanceof Instant instant
                ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
                : (LocalDateTime) value;
    }

    private static Object read(String text, Kind to) {
        Object value =
                switch (to) {
                    case DATE -> TimeText.date(text);
                    case TIME -> TimeText.time(text);
                    case DATETIME -> TimeText.dateTime(text);
                    default -> TimeText.instant(text);
                };
        if (value == null) {
            throw new Failure(
                    CAST + ": " + Failure.shown(text) + " is no " + to + ", expected " + TextForm.example(to));
        }
        return value;
    }
}
