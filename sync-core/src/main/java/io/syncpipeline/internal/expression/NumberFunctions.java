package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.FloatText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.DoubleUnaryOperator;

/** The functions of numbers. Integers give INT64, decimals DECIMAL, floating numbers FLOAT64. */
final class NumberFunctions {

    private static final DataType INT64 = DataType.of(Kind.INT64);
    private static final DataType FLOAT64 = DataType.of(Kind.FLOAT64);

    private NumberFunctions() {}

    static Operand mod(Arguments arguments) {
        return Arithmetic.remainder(
                arguments.binder().source(), arguments.call(), arguments.number(0), arguments.number(1));
    }

    static Operand abs(Arguments arguments) {
        Operand number = arguments.number(0);
        if (number.kind() == Kind.DECIMAL) {
            return arguments.result(number.type(), number, v -> ((BigDecimal) v).abs());
        }
        if (Kinds.isFloating(number.kind())) {
            return arguments.result(FLOAT64, number, v -> Math.abs(Kinds.floating(v)));
        }
        return arguments.result(INT64, number, v -> {
            long value = Kinds.integer(v);
            if (value == Long.MIN_VALUE) {
                throw new Failure("ABS: the absolute value of " + value + " is out of the range of INT64");
            }
            return Math.abs(value);
        });
    }

    static Operand floor(Arguments arguments) {
        return whole(arguments, RoundingMode.FLOOR, Math::floor);
    }

    static Operand ceil(Arguments arguments) {
        return whole(arguments, RoundingMode.CEILING, Math::ceil);
    }

    private static Operand whole(Arguments arguments, RoundingMode mode, DoubleUnaryOperator floats) {
        Operand number = arguments.number(0);
        if (number.kind() == Kind.DECIMAL) {
            DataType decimal = number.type();
            DataType type =
                    decimal.scale() == 0 ? decimal : DecimalTypes.of(DecimalTypes.integerDigits(decimal) + 1, 0);
            return arguments.result(type, number, v -> ((BigDecimal) v).setScale(0, mode));
        }
        if (Kinds.isFloating(number.kind())) {
            return arguments.result(FLOAT64, number, v -> floats.applyAsDouble(Kinds.floating(v)));
        }
        return arguments.result(INT64, number, Kinds::integer);
    }

    static Operand round(Arguments arguments) {
        Operand number = arguments.number(0);
        Operand digits = arguments.count() == 2
                ? arguments.integer(1)
                : Operand.constant(new Syntax.Literal(arguments.call().at(), INT64, 0L), INT64, 0L);
        Evaluator value = number.evaluator();
        if (number.kind() == Kind.DECIMAL) {
            DataType type = roundedType(number.type(), digits);
            return arguments.result(
                    type,
                    NullRules.two(
                            value,
                            digits.evaluator(),
                            (v, d) -> DecimalTypes.fitted(round((BigDecimal) v, (Long) d), type, "ROUND")));
        }
        if (Kinds.isFloating(number.kind())) {
            return arguments.result(FLOAT64, NullRules.two(value, digits.evaluator(), (v, d) -> round(v, (Long) d)));
        }
        return arguments.result(INT64, NullRules.two(value, digits.evaluator(), (v, d) -> {
            BigDecimal result = round(Kinds.decimal(v), (Long) d);
            try {
                return result.longValueExact();
            } catch (ArithmeticException e) {
                throw new Failure("ROUND: " + v + " to " + d + " digits is out of the range of INT64");
            }
        }));
    }

    /** As many digits after the point as are asked for, when that is known, otherwise as many as before; rounding may carry. */
    private static DataType roundedType(DataType decimal, Operand digits) {
        int scale = decimal.scale();
        if (digits.literal() instanceof Long wanted) {
            if (wanted >= scale) {
                return decimal;
            }
            scale = (int) Math.max(0, wanted);
        }
        return DecimalTypes.of(DecimalTypes.integerDigits(decimal) + 1, scale);
    }

    /** Half away from zero; digits below zero round before the point. */
    private static BigDecimal round(BigDecimal value, long digits) {
        if (digits >= value.scale()) {
            return value;
        }
        int scale = (int) Math.max(digits, -NumberText.MOST_DIGITS - 1);
        return value.setScale(scale, RoundingMode.HALF_UP).setScale(Math.max(0, value.scale()));
    }

    /** By the digits that the number is printed with: 2.675 becomes 2.68, although the double nearest to it is smaller. */
    private static Object round(Object value, long digits) {
        double number = Kinds.floating(value);
        if (!Double.isFinite(number) || number == 0) {
            return number;
        }
        BigDecimal shortest = value instanceof Float single ? FloatText.shortest(single) : FloatText.shortest(number);
        if (digits >= shortest.scale()) {
            return shortest.doubleValue();
        }
        if (digits < -(long) Double.MAX_EXPONENT) {
            return 0.0;
        }
        double rounded = shortest.setScale((int) digits, RoundingMode.HALF_UP).doubleValue();
        if (!Double.isFinite(rounded)) {
            throw new Failure(
                    "ROUND: " + TextForm.of(value) + " to " + digits + " digits is out of the range of FLOAT64");
        }
        return rounded;
    }
}
