package io.syncpipeline.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floating numbers as text, in the fewest digits that give them back. The text does not depend on the JDK: {@link Double#toString(double)}
 * prints more digits than are needed before JDK 19. Not a number and infinity are Java's words.
 */
public final class FloatText {

    /** The point's farthest place from the first digit in plain notation. */
    private static final int MOST_PLAIN_PLACES = 15;

    private static final double LARGEST_PLAIN_INTEGER = 1e15;

    private FloatText() {}

    /** A double's text: plain when the point is within 15 digits of the first one, otherwise like {@code 1.5e-20}. */
    public static String of(double value) {
        if (Math.rint(value) == value && Math.abs(value) < LARGEST_PLAIN_INTEGER && value != 0) {
            return Long.toString((long) value);
        }
        return Double.isFinite(value) ? printed(value, shortest(value)) : Double.toString(value);
    }

    /** A single's text, in the same form. */
    public static String of(float value) {
        return Float.isFinite(value) ? printed(value, shortest(value)) : Float.toString(value);
    }

    /** The decimal of fewest digits that gives the double back. */
    public static BigDecimal shortest(double value) {
        return shortest(new BigDecimal(value), Double.toString(value), d -> d.doubleValue() == value);
    }

    /** The decimal of fewest digits that gives the single back. */
    public static BigDecimal shortest(float value) {
        return shortest(new BigDecimal(value), Float.toString(value), d -> d.floatValue() == value);
    }

    /** Whether a decimal gives the floating number back. */
    private interface RoundTrip {
        boolean holds(BigDecimal decimal);
    }

    private static BigDecimal shortest(BigDecimal exact, String javaText, RoundTrip roundTrip) {
        BigDecimal found = new BigDecimal(javaText).stripTrailingZeros();
        for (int digits = found.precision(); digits > 0; digits--) {
            BigDecimal shorter = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (!roundTrip.holds(shorter)) {
                // Floating numbers lie closer together below a power of two than above, so that the farther neighbour
                // may be the right one.
                shorter = exact.round(new MathContext(digits, RoundingMode.UP));
                if (!roundTrip.holds(shorter)) {
                    break;
                }
            }
            found = shorter;
        }
        return found.stripTrailingZeros();
    }

    private static String printed(double sign, BigDecimal shortest) {
        if (sign == 0) {
            return 1 / sign < 0 ? "-0" : "0";
        }
        String digits = shortest.unscaledValue().abs().toString();
        int point = digits.length() - shortest.scale();
        String minus = sign < 0 ? "-" : "";
        if (point > MOST_PLAIN_PLACES || point < -MOST_PLAIN_PLACES + 1) {
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            return minus + digits.charAt(0) + fraction + "e" + (point - 1);
        }
        return minus + shortest.abs().toPlainString();
    }
}
