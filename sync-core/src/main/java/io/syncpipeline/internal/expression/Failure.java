package io.syncpipeline.internal.expression;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A value that some part of an expression cannot be computed from. Carries no stack, since rows fail often when they fail; {@link
 * Expression} adds its text and turns it into what callers see.
 */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_SHOWN = 100;

    Failure(String message) {
        this(message, null);
    }

    Failure(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }

    /** A value as a message shows it: quoted, and cut when it is long. */
    static String shown(Object value) {
        String text = value.toString();
        int length = text.codePointCount(0, text.length());
        if (length <= LONGEST_SHOWN) {
            return "'" + text + "'";
        }
        return String.format(
                Locale.ROOT,
                "'%s...' (%d characters)",
                text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN)),
                length);
    }
}
