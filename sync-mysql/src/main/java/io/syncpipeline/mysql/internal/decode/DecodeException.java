package io.syncpipeline.mysql.internal.decode;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of an event are not what they should be: cut short, damaged, or written in a format this version does not know. The
 * caller adds the position in the binlog. Reading the same event again gives the same answer.
 */
public final class DecodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names what was expected, where, and what was found. */
    public DecodeException(String message) {
        super(message);
    }

    /** Names what was expected, where, and what was found, with the failure that showed it. */
    public DecodeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
