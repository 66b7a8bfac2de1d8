package io.syncpipeline.mysql.internal.ddl;

import org.jspecify.annotations.Nullable;

/** A statement, or a part of one, is not of a form that is understood. The message says which part and why. */
final class ParseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ParseException(String message) {
        super(message);
    }

    ParseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
