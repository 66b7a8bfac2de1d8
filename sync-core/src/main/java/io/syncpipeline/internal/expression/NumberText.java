package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers from text and to text. A floating number's text is the fewest digits that give it back, so that it does not depend on the
 * JDK: {@link Double#toString(double)} prints {@code 2.0E-3} here and another number of digits there.
 */
final class NumberText {

    /** The most digits of a decimal number, as in MySQL. */
    static final int MOST_DIGITS = 65;

    /** The most digits after the point of a decimal number, as in MySQL. */
    static final int MOST_SCALE = 30;

    private static final int LONGEST = 400;

    /** The point's farthest place from the first digit in plain notation. */
    private static final int MOST_PLAIN_PLACES = 15;

    private static final double LARGEST_PLAIN_INTEGER = 1e15;

    private NumberText() {}

    /** A number in an expression: INT64 when it has no point and fits, otherwise DECIMAL with the digits that were written. */
    static Syntax.Literal literal(ExpressionText source, int at, String digits) {
        // Reading a number takes quadratic time.
        if (digits.length() > LONGEST) {
            throw source.error(
                    at,
                    "found a number of " + digits.length() + " characters, expected at most " + MOST_DIGITS
                            + " digits");
        }
        BigDecimal value = new BigDecimal(digits);
        if (value.scale() == 0 && value.toBigInteger().bitLength() < Long.SIZE) {
            return new Syntax.Literal(at, DataType.of(Kind.INT64), value.longValue());
        }
        int precision = Math.max(value.precision(), value.scale());
        if (precision > MOST_DIGITS || value.scale() > MOST_SCALE) {
            throw source.error(
                    at,
                    "found the number " + digits + ", expected at most " + MOST_DIGITS + " digits, " + MOST_SCALE
                            + " of them after the point");
        }
        return new Syntax.Literal(at, DataType.decimal(precision, value.scale()), value);
    }

    /**
     * The exact number of a text: a sign, digits with a point, an exponent, nothing else.
     *
     * @throws Failure when it is no such text
     */
    static BigDecimal parse(String text, String consumer) {
        if (text.length() > LONGEST || !isNumber(text)) {
            throw new Failure(consumer + ": " + Failure.shown(text) + " is no number");
        }
        return new BigDecimal(text);
    }

    private static boolean isNumber(String text) {
        int mantissa = skipSign(text, 0);
        int end = skipDigits(text, mantissa);
        int digits = end - mantissa;
        if (end < text.length() && text.charAt(end) == '.') {
            int fraction = skipDigits(text, end + 1);
            digits += fraction - end - 1;
            end = fraction;
        }
        if (digits > 0 && end < text.length() && (text.charAt(end) | 0x20) == 'e') {
            int exponent = skipSign(text, end + 1);
            end = skipDigits(text, exponent);
            // Four digits are more than any double has, and keep the decimal's scale within bounds.
            return end == text.length() && end > exponent && end - exponent <= 4;
        }
        return digits > 0 && end == text.length();
    }

    private static int skipSign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    private static int skipDigits(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** A double's text: plain when the point is within 15 digits of the first one, otherwise like {@code 1.5e-20}. */
    static String of(double value) {
        if (Math.rint(value) == value && Math.abs(value) < LARGEST_PLAIN_INTEGER && value != 0) {
            return Long.toString((long) value);
        }
        return Double.isFinite(value) ? printed(value, shortest(value)) : Double.toString(value);
    }

    /** A single's text, in the same form. */
    static String of(float value) {
        return Float.isFinite(value) ? printed(value, shortest(value)) : Float.toString(value);
    }

    /** The decimal of fewest digits that gives the double back. */
    static BigDecimal shortest(double value) {
        return shortest(new BigDecimal(value), Double.toString(value), d -> d.doubleValue() == value);
    }

    /** The decimal of fewest digits that gives the single back. */
    static BigDecimal shortest(float value) {
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
