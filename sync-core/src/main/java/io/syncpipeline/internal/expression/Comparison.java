package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Two parts that can be compared, and the order of their values.
 *
 * @param left the left part, failing for invalid dates
 * @param right the right part, failing for invalid dates
 * @param order the order of their values that are not NULL
 */
record Comparison(Operand left, Operand right, Order order) {

    /** Doubles hold all integers up to here, on both sides of zero. */
    private static final long EXACT_IN_DOUBLE = 1L << 53;

    /** How a left value and a right value that are not NULL compare. */
    interface Order {
        int compare(Object left, Object right);
    }

    /** Makes two parts comparable. */
    static Comparison of(ExpressionText source, int at, String operator, Operand some, Operand other) {
        Operand left = Fitting.literal(source, some, other.kind()).valid(operator);
        Operand right = Fitting.literal(source, other, some.kind()).valid(operator);
        if (left.isNull() || right.isNull()) {
            return new Comparison(left, right, (a, b) -> 0);
        }
        Order order = order(left.kind(), right.kind());
        if (order == null) {
            throw source.error(
                    at,
                    "found " + left.shown() + " " + operator + " " + right.shown()
                            + ", expected values that can be compared; " + hint(left, right));
        }
        return new Comparison(left, right, order);
    }

    private static String hint(Operand left, Operand right) {
        String text = left.literalText() == null ? right.literalText() : left.literalText();
        Kind kind = left.literalText() == null ? left.kind() : right.kind();
        if (text != null && Kinds.isNumber(kind)) {
            return "write a number without quotes";
        }
        boolean number = Kinds.isNumber(left.kind()) || Kinds.isNumber(right.kind());
        if (number && (left.kind() == Kind.BOOLEAN || right.kind() == Kind.BOOLEAN)) {
            return "compare the number with 1 or 0, or write CAST(... AS BOOLEAN) around it";
        }
        return "write CAST(... AS type) around one of them";
    }

    private static @Nullable Order order(Kind left, Kind right) {
        if (Kinds.isNumber(left) && Kinds.isNumber(right)) {
            return numbers(left, right);
        }
        if (Kinds.isText(left) && Kinds.isText(right)) {
            return (a, b) -> ((Text) a).compareTo((Text) b);
        }
        if (left == Kind.DATE && right == Kind.DATETIME) {
            return (a, b) -> ((LocalDate) a).atStartOfDay().compareTo((LocalDateTime) b);
        }
        if (left == Kind.DATETIME && right == Kind.DATE) {
            return (a, b) -> ((LocalDateTime) a).compareTo(((LocalDate) b).atStartOfDay());
        }
        return left == right ? same(left) : null;
    }

    private static @Nullable Order same(Kind kind) {
        return switch (kind) {
            case BOOLEAN -> (a, b) -> ((Boolean) a).compareTo((Boolean) b);
            case BINARY -> (a, b) -> Arrays.compareUnsigned((byte[]) a, (byte[]) b);
            case DATE -> (a, b) -> ((LocalDate) a).compareTo((LocalDate) b);
            case TIME -> (a, b) -> ((Duration) a).compareTo((Duration) b);
            case DATETIME -> (a, b) -> ((LocalDateTime) a).compareTo((LocalDateTime) b);
            case TIMESTAMP -> (a, b) -> ((Instant) a).compareTo((Instant) b);
            case FLOAT_VECTOR, INT8, INT16, INT32, INT64, DECIMAL, FLOAT32, FLOAT64, TEXT, JSON -> null;
        };
    }

    /**
     * Exact numbers compare exactly, and so do integers with floating numbers. A decimal beside a floating number is rounded to its
     * kind first: otherwise a column that was filled with 0.1 would not equal 0.1.
     */
    private static Order numbers(Kind left, Kind right) {
        if (Kinds.isInteger(left) && Kinds.isInteger(right)) {
            return (a, b) -> Long.compare(Kinds.integer(a), Kinds.integer(b));
        }
        if (Kinds.isExact(left) && Kinds.isExact(right)) {
            return (a, b) -> Kinds.decimal(a).compareTo(Kinds.decimal(b));
        }
        if (Kinds.isInteger(left)) {
            return (a, b) -> compare(Kinds.integer(a), Kinds.floating(b));
        }
        if (Kinds.isInteger(right)) {
            return (a, b) -> -compare(Kinds.integer(b), Kinds.floating(a));
        }
        boolean single = left == Kind.FLOAT32 || right == Kind.FLOAT32;
        if (single && (left == Kind.DECIMAL || right == Kind.DECIMAL)) {
            return (a, b) -> compare(((Number) a).floatValue(), ((Number) b).floatValue());
        }
        return (a, b) -> compare(Kinds.floating(a), Kinds.floating(b));
    }

    private static int compare(long integer, double floating) {
        if (Math.abs(integer) <= EXACT_IN_DOUBLE && integer != Long.MIN_VALUE || !Double.isFinite(floating)) {
            return compare((double) integer, floating);
        }
        return BigDecimal.valueOf(integer).compareTo(new BigDecimal(floating));
    }

    /** By value, so that the two zeros are equal. */
    private static int compare(double a, double b) {
        return a == b ? 0 : Double.compare(a, b);
    }
}
