package io.syncpipeline.model;

import org.jspecify.annotations.Nullable;

/** The source failed, or holds what cannot be read faithfully. Whoever runs the source has to act, unless it is retryable. */
public final class SourceException extends SyncException {

    private static final long serialVersionUID = 1L;

    private SourceException(String message, boolean retryable, @Nullable Throwable cause) {
        super(message, retryable, cause);
    }

    /** A failure that stays until somebody acts. */
    public static SourceException fatal(String message, @Nullable Throwable cause) {
        return new SourceException(message, false, cause);
    }

    /** A failure that may pass by itself. */
    public static SourceException retryable(String message, @Nullable Throwable cause) {
        return new SourceException(message, true, cause);
    }
}
