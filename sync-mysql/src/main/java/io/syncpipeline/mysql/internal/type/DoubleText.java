package io.syncpipeline.mysql.internal.type;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Doubles as the server prints them: the shortest digits that give the same double back, in plain notation when the point stands
 * within 15 digits of the first one, otherwise as {@code 1.5e-20}. Java's own text is neither the shortest before JDK 19 nor in this
 * notation.
 */
public final class DoubleText {

    /** The point's farthest place from the first digit in plain notation. */
    private static final int MOST_PLAIN_PLACES = 15;

    private static final double LARGEST_PLAIN_INTEGER = 1e15;

    private DoubleText() {}

    /**
     * The text of a finite double.
     *
     * @param pointZero whether {@code .0} follows when there is neither point nor exponent, as MySQL 8.0 and later print JSON
     * @throws ValueException when it is infinite or not a number, which the server cannot hold
     */
    public static String of(double value, boolean pointZero) {
        if (!Double.isFinite(value)) {
            throw new ValueException("The server holds no double " + value);
        }
        if (Math.rint(value) == value && Math.abs(value) < LARGEST_PLAIN_INTEGER) {
            String integer = value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
            return pointZero ? integer + ".0" : integer;
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        StringBuilder text = new StringBuilder(24);
        if (value < 0) {
            text.append('-');
        }
        if (point > MOST_PLAIN_PLACES || point < -MOST_PLAIN_PLACES + 1) {
            appendExponent(text, digits, point);
        } else {
            appendPlain(text, digits, point);
        }
        return text.toString();
    }

    private static void appendExponent(StringBuilder text, String digits, int point) {
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        text.append('e').append(point - 1);
    }

    private static void appendPlain(StringBuilder text, String digits, int point) {
        if (point <= 0) {
            text.append("0.");
            text.append("0".repeat(-point)).append(digits);
        } else {
            text.append(digits, 0, point).append('.').append(digits, point, digits.length());
        }
    }

    /** The decimal of fewest digits that gives the double back, without trailing zeros. */
    private static BigDecimal shortest(double value) {
        BigDecimal found = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal exact = new BigDecimal(value);
        for (int digits = found.precision(); digits > 0; digits--) {
            BigDecimal shorter = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shorter.doubleValue() != value) {
                // Doubles lie closer together below a power of two than above, so that the farther neighbour may be the
                // right one.
                shorter = exact.round(new MathContext(digits, RoundingMode.UP));
                if (shorter.doubleValue() != value) {
                    break;
                }
            }
            found = shorter;
        }
        return found.stripTrailingZeros();
    }
}
