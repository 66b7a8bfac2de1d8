package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Calculation. Integers are INT64 and exact; with a decimal, and for every division of exact numbers, DECIMAL with as many digits as
 * MySQL gives; with a floating number FLOAT64. A result out of range and a division by zero fail.
 */
final class Arithmetic {

    /** By how many digits a quotient is finer than its dividend: MySQL's {@code div_precision_increment}. */
    private static final int QUOTIENT_DIGITS = 4;

    private static final DataType INT64 = DataType.of(Kind.INT64);
    private static final DataType FLOAT64 = DataType.of(Kind.FLOAT64);

    private Arithmetic() {}

    /** One operator in each of its three kinds of numbers. */
    private enum Operator {
        ADD("+") {
            @Override
            long integers(long a, long b) {
                return Math.addExact(a, b);
            }

            @Override
            BigDecimal decimals(BigDecimal a, BigDecimal b, int scale) {
                return a.add(b);
            }

            @Override
            double floats(double a, double b) {
                return a + b;
            }
        },
        SUBTRACT("-") {
            @Override
            long integers(long a, long b) {
                return Math.subtractExact(a, b);
            }

            @Override
            BigDecimal decimals(BigDecimal a, BigDecimal b, int scale) {
                return a.subtract(b);
            }

            @Override
            double floats(double a, double b) {
                return a - b;
            }
        },
        MULTIPLY("*") {
            @Override
            long integers(long a, long b) {
                return Math.multiplyExact(a, b);
            }

            @Override
            BigDecimal decimals(BigDecimal a, BigDecimal b, int scale) {
                return a.multiply(b);
            }

            @Override
            double floats(double a, double b) {
                return a * b;
            }
        },
        DIVIDE("/") {
            @Override
            long integers(long a, long b) {
                throw new IllegalStateException("integers are divided as decimals");
            }

            @Override
            BigDecimal decimals(BigDecimal a, BigDecimal b, int scale) {
                return a.divide(b, scale, RoundingMode.HALF_UP);
            }

            @Override
            double floats(double a, double b) {
                return a / b;
            }
        },
        REMAINDER("%") {
            @Override
            long integers(long a, long b) {
                return a % b;
            }

            @Override
            BigDecimal decimals(BigDecimal a, BigDecimal b, int scale) {
                return a.remainder(b).setScale(scale, RoundingMode.UNNECESSARY);
            }

            @Override
            double floats(double a, double b) {
                return a % b;
            }
        };

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        abstract long integers(long a, long b);

        abstract BigDecimal decimals(BigDecimal a, BigDecimal b, int scale);

        abstract double floats(double a, double b);

        boolean divides() {
            return this == DIVIDE || this == REMAINDER;
        }

        static Operator of(char symbol) {
            for (Operator operator : values()) {
                if (operator.symbol.charAt(0) == symbol) {
                    return operator;
                }
            }
            throw new IllegalArgumentException("no operator " + symbol);
        }
    }

    static Operand bind(ExpressionText source, Syntax.Calculation syntax, Operand left, Operand right) {
        return bind(source, syntax, Operator.of(syntax.operator()), left, right);
    }

    /** The remainder, under its name as a function. */
    static Operand remainder(ExpressionText source, Syntax syntax, Operand left, Operand right) {
        return bind(source, syntax, Operator.REMAINDER, left, right);
    }

    private static Operand bind(ExpressionText source, Syntax syntax, Operator operator, Operand left, Operand right) {
        requireNumber(source, operator.symbol, left);
        requireNumber(source, operator.symbol, right);
        if (left.isNull() || right.isNull()) {
            return Operand.constant(syntax, INT64, null);
        }
        Evaluator a = left.evaluator();
        Evaluator b = right.evaluator();
        if (Kinds.isFloating(left.kind()) || Kinds.isFloating(right.kind())) {
            return Operand.of(syntax, FLOAT64, NullRules.two(a, b, (x, y) -> floats(operator, x, y)));
        }
        if (left.kind() != Kind.DECIMAL && right.kind() != Kind.DECIMAL && operator != Operator.DIVIDE) {
            return Operand.of(syntax, INT64, NullRules.two(a, b, (x, y) -> integers(operator, x, y)));
        }
        DataType type = resultOf(operator, Kinds.asDecimal(left.type()), Kinds.asDecimal(right.type()));
        if (type.scale() > NumberText.MOST_SCALE) {
            throw source.error(
                    syntax.at(),
                    "found " + left.type() + " " + operator.symbol + " " + right.type() + ", whose exact result has "
                            + type.scale() + " digits after the point, expected at most " + NumberText.MOST_SCALE
                            + "; write CAST(... AS DECIMAL(digits, scale)) around one of them");
        }
        return Operand.of(syntax, type, NullRules.two(a, b, (x, y) -> decimals(operator, x, y, type)));
    }

    private static DataType resultOf(Operator operator, DataType left, DataType right) {
        int integers = Math.max(DecimalTypes.integerDigits(left), DecimalTypes.integerDigits(right));
        int scale = Math.max(left.scale(), right.scale());
        return switch (operator) {
            case ADD, SUBTRACT -> DecimalTypes.of(integers + 1, scale);
            case MULTIPLY ->
                DecimalTypes.of(
                        DecimalTypes.integerDigits(left) + DecimalTypes.integerDigits(right),
                        left.scale() + right.scale());
            case DIVIDE ->
                DecimalTypes.of(
                        DecimalTypes.integerDigits(left) + right.scale(),
                        Math.min(left.scale() + QUOTIENT_DIGITS, NumberText.MOST_SCALE));
            case REMAINDER -> DecimalTypes.of(integers, scale);
        };
    }

    private static Object integers(Operator operator, Object left, Object right) {
        long a = Kinds.integer(left);
        long b = Kinds.integer(right);
        checkDivisor(operator, b == 0, left, right);
        try {
            return operator.integers(a, b);
        } catch (ArithmeticException e) {
            throw failure(
                    operator,
                    left,
                    right,
                    "is out of the range of INT64; write CAST(... AS DECIMAL(38)) around one of them");
        }
    }

    private static Object decimals(Operator operator, Object left, Object right, DataType type) {
        BigDecimal b = Kinds.decimal(right);
        checkDivisor(operator, b.signum() == 0, left, right);
        BigDecimal result = operator.decimals(Kinds.decimal(left), b, type.scale());
        // Integers take part without points, so that a scale may be missing.
        BigDecimal scaled = result.scale() == type.scale() ? result : result.setScale(type.scale());
        if (scaled.precision() > type.precision() && scaled.signum() != 0) {
            throw failure(operator, left, right, "has more digits than " + type);
        }
        return scaled;
    }

    private static Object floats(Operator operator, Object left, Object right) {
        double a = Kinds.floating(left);
        double b = Kinds.floating(right);
        checkDivisor(operator, b == 0, left, right);
        double result = operator.floats(a, b);
        if (!Double.isFinite(result)) {
            throw failure(operator, left, right, "is out of the range of FLOAT64");
        }
        return result;
    }

    private static void checkDivisor(Operator operator, boolean zero, Object left, Object right) {
        if (zero && operator.divides()) {
            throw failure(operator, left, right, "divides by zero; write NULLIF(divisor, 0) for NULL");
        }
    }

    private static Failure failure(Operator operator, Object left, Object right, String problem) {
        return new Failure(TextForm.of(left) + " " + operator.symbol + " " + TextForm.of(right) + " " + problem);
    }

    static Operand minus(ExpressionText source, Syntax syntax, Operand operand) {
        requireNumber(source, "-", operand);
        if (operand.isNull()) {
            return Operand.constant(syntax, INT64, null);
        }
        if (operand.kind() == Kind.DECIMAL) {
            return Operand.of(
                    syntax, operand.type(), NullRules.one(operand.evaluator(), v -> ((BigDecimal) v).negate()));
        }
        if (Kinds.isFloating(operand.kind())) {
            return Operand.of(syntax, FLOAT64, NullRules.one(operand.evaluator(), v -> -Kinds.floating(v)));
        }
        return Operand.of(syntax, INT64, NullRules.one(operand.evaluator(), v -> integers(Operator.SUBTRACT, 0L, v)));
    }

    private static void requireNumber(ExpressionText source, String operator, Operand operand) {
        if (Kinds.isNumber(operand.kind()) || operand.isNull()) {
            return;
        }
        String hint = Kinds.isText(operand.kind())
                ? "CONCAT joins texts, CAST(... AS DECIMAL(digits, scale)) reads a number"
                : Kinds.isCalendar(operand.kind())
                        ? "DATE_ADD adds to dates"
                        : "CAST(... AS BIGINT) makes a number of a BOOLEAN";
        throw source.error(
                operand.at(), "found " + operand.shown() + " for " + operator + ", expected a number; " + hint);
    }
}
