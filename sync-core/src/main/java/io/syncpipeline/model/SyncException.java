package io.syncpipeline.model;

import org.jspecify.annotations.Nullable;

/**
 * Why a pipeline cannot go on. The subclasses say who has to act; the message says what failed, on what, with which values, and what
 * to do.
 */
public abstract class SyncException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    SyncException(String message, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** Whether the same work may succeed later without anybody's help: a lost connection, a throttled request. */
    public boolean isRetryable() {
        return retryable;
    }
}
