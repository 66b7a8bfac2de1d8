package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** How many digits decimal results have. */
final class DecimalTypes {

    private DecimalTypes() {}

    /** A type of so many digits before the point and so many behind it, as far as the limits go. */
    static DataType of(int integerDigits, int scale) {
        int precision = Math.max(1, Math.min(NumberText.MOST_DIGITS, integerDigits + scale));
        return DataType.decimal(precision, scale);
    }

    /** Digits before the point. */
    static int integerDigits(DataType decimal) {
        return (int) decimal.precision() - decimal.scale();
    }

    /** The type of the values of two. */
    static DataType union(DataType some, DataType other) {
        return of(Math.max(integerDigits(some), integerDigits(other)), Math.max(some.scale(), other.scale()));
    }

    /** A decimal with a type's scale, rounded half away from zero where it has more digits; too many before the point fail. */
    static BigDecimal fitted(BigDecimal value, DataType type, String consumer) {
        // Before the scale is set, so that 1e9999 does not become ten thousand digits.
        if (value.signum() != 0 && (long) value.precision() - value.scale() > NumberText.MOST_DIGITS) {
            throw tooLong(value, type, consumer);
        }
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() > type.precision() && scaled.signum() != 0) {
            throw tooLong(value, type, consumer);
        }
        return scaled;
    }

    private static Failure tooLong(BigDecimal value, DataType type, String consumer) {
        return new Failure(consumer + ": " + Failure.shown(value) + " does not fit into " + type);
    }
}
