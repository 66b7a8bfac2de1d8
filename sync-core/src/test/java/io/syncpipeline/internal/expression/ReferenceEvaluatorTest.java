package io.syncpipeline.internal.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random arithmetic, comparisons and logic against an evaluator of a few lines that knows neither types nor precedence: it computes
 * with fractions while the expression is made, and the expression is written with as few parentheses as the grammar needs.
 */
class ReferenceEvaluatorTest {

    private static final int CASES = Integer.getInteger("sync.test.expression.cases", 10_000);
    private static final long SEED = Long.getLong("sync.test.seed", 20_240_131L);
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private final Random random = new Random(SEED);

    /** A number: its text, how tightly it binds (3 single, 2 product, 1 sum), its value or null, its digits after the point, -1 for an integer. */
    private record Number(
            String text, int binding, @Nullable BigDecimal value, int scale, boolean fails) {}

    /** A condition: its text, how tightly it binds (4 single, 3 NOT or comparison, 2 AND, 1 OR), and its three values. */
    private record Condition(
            String text, int binding, @Nullable Boolean value) {}

    @Test
    void arithmetic() {
        for (int i = 0; i < CASES; i++) {
            Number number = number(4);
            String expected = number.fails() ? "dirty" : number.value() == null ? "NULL" : plain(number.value());
            String outcome = Outcome.of(number.text(), SampleRow.values(), SampleRow.ROW);
            String actual = outcome.startsWith("dirty row: ") ? "dirty" : outcome.substring(outcome.indexOf(' ') + 1);
            assertThat(actual.equals("NULL") || actual.equals("dirty") ? actual : plain(new BigDecimal(actual)))
                    .as("seed %s: %s => %s", SEED, number.text(), outcome)
                    .isEqualTo(expected);
        }
    }

    @Test
    void logic() {
        for (int i = 0; i < CASES; i++) {
            Condition condition = condition(5);
            assertThat(Outcome.of(condition.text(), SampleRow.filters(), SampleRow.ROW))
                    .as("seed %s: %s", SEED, condition.text())
                    .isIn("BOOLEAN " + shown(condition.value()), "TEXT " + shown(condition.value()));
        }
    }

    private static String shown(@Nullable Boolean value) {
        return value == null ? "NULL" : value.toString();
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private Number number(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return leaf();
        }
        Number left = number(depth - 1);
        Number right = number(depth - 1);
        int operator = random.nextInt(4);
        int binding = operator < 2 ? 1 : 2;
        String text = wrapped(left.text(), left.binding() < binding) + " " + "+-*%".charAt(operator) + " "
                + wrapped(right.text(), right.binding() <= binding);
        int scale = scale(operator, left.scale(), right.scale());
        if (left.fails() || left.value() == null || right.fails() || right.value() == null) {
            // The right side of a NULL is not computed.
            boolean fails = left.fails() || (left.value() != null && right.fails());
            return new Number(text, binding, null, scale, fails);
        }
        BigDecimal value = computed(operator, left.value(), right.value(), scale);
        return new Number(text, binding, value, scale, value == null);
    }

    private static int scale(int operator, int left, int right) {
        if (left < 0 && right < 0) {
            return -1;
        }
        return operator == 2 ? Math.max(0, left) + Math.max(0, right) : Math.max(left, right);
    }

    /** The exact result, or null when there is none or it does not fit. */
    private static @Nullable BigDecimal computed(int operator, BigDecimal left, BigDecimal right, int scale) {
        if (operator == 3 && right.signum() == 0) {
            return null;
        }
        BigDecimal value =
                switch (operator) {
                    case 0 -> left.add(right);
                    case 1 -> left.subtract(right);
                    case 2 -> left.multiply(right);
                    default -> left.subtract(right.multiply(left.divideToIntegralValue(right)));
                };
        BigInteger digits = value.setScale(Math.max(0, scale)).unscaledValue();
        boolean fits = scale < 0
                ? digits.compareTo(LEAST) >= 0 && digits.compareTo(MOST) <= 0
                : digits.abs().compareTo(BigInteger.TEN.pow(65)) < 0;
        return fits ? value : null;
    }

    private Number leaf() {
        return switch (random.nextInt(9)) {
            case 0 -> new Number("#{none}", 3, null, -1, false);
            case 1 -> new Number("#{big}", 3, new BigDecimal(MOST), -1, false);
            case 2 -> new Number("#{tiny}", 3, BigDecimal.valueOf(-7), -1, false);
            case 3 -> new Number("#{id}", 3, BigDecimal.valueOf(42), -1, false);
            case 4 -> exact("0.5");
            case 5 -> exact("12.3");
            default -> {
                long value = random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(20);
                yield new Number(String.valueOf(value), 3, BigDecimal.valueOf(value), -1, false);
            }
        };
    }

    private static Number exact(String text) {
        return new Number(text, 3, new BigDecimal(text), new BigDecimal(text).scale(), false);
    }

    private Condition condition(int depth) {
        int choice = depth == 0 ? random.nextInt(3) : random.nextInt(8);
        return switch (choice) {
            case 0 -> constant();
            case 1 -> comparison();
            case 2 -> range();
            case 3 -> {
                Condition inner = condition(depth - 1);
                Boolean value = inner.value() == null ? null : !inner.value();
                yield new Condition("NOT " + wrapped(inner.text(), inner.binding() < 3), 3, value);
            }
            case 4 -> {
                Condition inner = condition(depth - 1);
                yield new Condition("(" + inner.text() + ") IS NULL", 3, inner.value() == null);
            }
            case 5, 6 -> joined(depth, true);
            default -> joined(depth, false);
        };
    }

    private Condition constant() {
        return switch (random.nextInt(4)) {
            case 0 -> new Condition("TRUE", 4, true);
            case 1 -> new Condition("FALSE", 4, false);
            case 2 -> new Condition("NULL", 4, null);
            default -> new Condition("unknown", 4, null);
        };
    }

    private Condition comparison() {
        Number left = safe();
        Number right = safe();
        List<String> operators = List.of("=", "<>", "<", "<=", ">", ">=");
        int operator = random.nextInt(operators.size());
        String text = left.text() + " " + operators.get(operator) + " " + right.text();
        return new Condition(text, 3, compared(operator, left.value(), right.value()));
    }

    private static @Nullable Boolean compared(int operator, @Nullable BigDecimal left, @Nullable BigDecimal right) {
        if (left == null || right == null) {
            return null;
        }
        int order = left.compareTo(right);
        return switch (operator) {
            case 0 -> order == 0;
            case 1 -> order != 0;
            case 2 -> order < 0;
            case 3 -> order <= 0;
            case 4 -> order > 0;
            default -> order >= 0;
        };
    }

    /** BETWEEN as its two comparisons, IN as its equations. */
    private Condition range() {
        Number value = safe();
        if (random.nextBoolean()) {
            Number low = safe();
            Number high = safe();
            Boolean both = and(compared(5, value.value(), low.value()), compared(3, value.value(), high.value()));
            return new Condition(value.text() + " BETWEEN " + low.text() + " AND " + high.text(), 3, both);
        }
        List<String> items = new ArrayList<>();
        Boolean found = false;
        for (int i = random.nextInt(12); i >= 0; i--) {
            Number item = safe();
            items.add(item.text());
            found = not(and(not(found), not(compared(0, value.value(), item.value()))));
        }
        return new Condition(value.text() + " IN (" + String.join(", ", items) + ")", 3, found);
    }

    /** A number that does not fail. */
    private Number safe() {
        Number number = number(1);
        return number.fails() ? exact("0.5") : number;
    }

    private Condition joined(int depth, boolean and) {
        Condition left = condition(depth - 1);
        Condition right = condition(depth - 1);
        int binding = and ? 2 : 1;
        String text = wrapped(left.text(), left.binding() < binding)
                + (and ? " AND " : " OR ")
                + wrapped(right.text(), right.binding() < binding);
        Boolean value = and ? and(left.value(), right.value()) : not(and(not(left.value()), not(right.value())));
        return new Condition(text, binding, value);
    }

    private static @Nullable Boolean not(@Nullable Boolean value) {
        return value == null ? null : !value;
    }

    private static @Nullable Boolean and(@Nullable Boolean left, @Nullable Boolean right) {
        if (Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right)) {
            return false;
        }
        return left == null || right == null ? null : true;
    }

    private static String wrapped(String text, boolean parentheses) {
        return parentheses ? "(" + text + ")" : text;
    }
}
