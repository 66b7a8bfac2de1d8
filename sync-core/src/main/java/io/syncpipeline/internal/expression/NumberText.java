package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import java.math.BigDecimal;

/** Exact numbers from text, and how many digits they may have. */
final class NumberText {

    /** The most digits of a decimal number, as in MySQL. */
    static final int MOST_DIGITS = 65;

    /** The most digits after the point of a decimal number, as in MySQL. */
    static final int MOST_SCALE = 30;

    private static final int LONGEST = 400;

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
}
