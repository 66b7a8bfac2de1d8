package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.FloatText;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values as text, wherever a text is made of something else: the same on every JDK, and what a sink stores for them in a text column. */
public final class TextForm {

    private static final int NANO_DIGITS = 9;

    private TextForm() {}

    /** Any part as a text. */
    static Operand operand(ExpressionText source, Operand operand, String consumer) {
        if (Kinds.isText(operand.kind())) {
            return operand;
        }
        NullRules.One conversion = conversion(operand.type());
        if (conversion == null) {
            throw source.error(
                    operand.at(),
                    "found " + operand.shown() + " for " + consumer
                            + ", expected a text or what has one; bytes have none");
        }
        Operand valid = operand.valid(consumer);
        return Operand.of(operand.syntax(), DataType.of(Kind.TEXT), NullRules.one(valid.evaluator(), conversion));
    }

    /** How a type's values become {@link Text}, or null when they have no text. */
    static NullRules.@Nullable One conversion(DataType type) {
        int digits = (int) type.precision();
        return switch (type.kind()) {
            case TEXT, JSON -> value -> value;
            case TIME -> value -> Text.of(time((Duration) value, digits));
            case DATETIME -> value -> Text.of(dateTime((LocalDateTime) value, digits, ' '));
            case TIMESTAMP -> value -> Text.of(moment((Instant) value, digits));
            case BOOLEAN, INT8, INT16, INT32, INT64, DECIMAL, FLOAT32, FLOAT64, DATE -> value -> Text.of(of(value));
            case BINARY, FLOAT_VECTOR -> null;
        };
    }

    /**
     * A value of a type as its text.
     *
     * @throws IllegalArgumentException when the type's values have none: bytes and vectors
     */
    public static Text text(Object value, DataType type) {
        NullRules.One conversion = conversion(type);
        if (conversion == null) {
            throw new IllegalArgumentException("a value of " + type + " has no text");
        }
        return (Text) Objects.requireNonNull(conversion.of(value));
    }

    /** A value of any class as its text. */
    static String of(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Double number) {
            return FloatText.of(number.doubleValue());
        }
        if (value instanceof Float number) {
            return FloatText.of(number.floatValue());
        }
        return value.toString();
    }

    /** How a literal of a kind looks. */
    static String example(Kind kind) {
        return switch (kind) {
            case DATE -> "a date such as '2024-01-02'";
            case DATETIME -> "a date and time such as '2024-01-02 03:04:05.678'";
            case TIMESTAMP ->
                "a date and time such as '2024-01-02 03:04:05.678', in UTC, or '2024-01-02T03:04:05+08:00'";
            case TIME -> "a time such as '03:04:05.678' or '-120:00:00'";
            case BOOLEAN, INT8, INT16, INT32, INT64, DECIMAL, FLOAT32, FLOAT64, TEXT, BINARY, JSON, FLOAT_VECTOR ->
                kind.toString();
        };
    }

    private static String time(Duration time, int digits) {
        Duration positive = time.abs();
        StringBuilder text = new StringBuilder(24);
        if (time.isNegative()) {
            text.append('-');
        }
        long seconds = positive.getSeconds();
        two(text, seconds / 3600).append(':');
        two(text, seconds / 60 % 60).append(':');
        two(text, seconds % 60);
        return fraction(text, positive.getNano(), digits).toString();
    }

    private static String moment(Instant moment, int digits) {
        return dateTime(LocalDateTime.ofInstant(moment, ZoneOffset.UTC), digits, 'T') + "Z";
    }

    private static String dateTime(LocalDateTime value, int digits, char between) {
        StringBuilder text = new StringBuilder(32).append(value.toLocalDate()).append(between);
        two(text, value.getHour()).append(':');
        two(text, value.getMinute()).append(':');
        two(text, value.getSecond());
        return fraction(text, value.getNano(), digits).toString();
    }

    private static StringBuilder two(StringBuilder text, long number) {
        return text.append(number < 10 ? "0" : "").append(number);
    }

    /** A fraction finer than the type announces is shown all the same: nothing is cut. */
    private static StringBuilder fraction(StringBuilder text, int nanos, int digits) {
        String all = Integer.toString(1_000_000_000 + nanos).substring(1);
        int shown = NANO_DIGITS;
        while (shown > digits && all.charAt(shown - 1) == '0') {
            shown--;
        }
        return shown == 0 ? text : text.append('.').append(all, 0, shown);
    }
}
