package io.syncpipeline.model;

import org.jspecify.annotations.Nullable;

/** The destination failed or refused. Whoever runs the destination has to act, unless it is retryable. */
public final class SinkException extends SyncException {

    private static final long serialVersionUID = 1L;

    private SinkException(String message, boolean retryable, @Nullable Throwable cause) {
        super(message, retryable, cause);
    }

    /** A failure that stays until somebody acts. */
    public static SinkException fatal(String message, @Nullable Throwable cause) {
        return new SinkException(message, false, cause);
    }

    /** A failure that may pass by itself. */
    public static SinkException retryable(String message, @Nullable Throwable cause) {
        return new SinkException(message, true, cause);
    }
}
