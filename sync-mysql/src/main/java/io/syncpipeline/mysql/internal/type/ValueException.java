package io.syncpipeline.mysql.internal.type;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are no value of the column's type. The message says what they should have been; the caller, who knows it, adds which
 * table, column and row they belong to.
 */
public final class ValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names what was expected and what was found. */
    public ValueException(String message) {
        super(message);
    }

    /** Names what was expected and what was found, with the failure that showed it. */
    public ValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
