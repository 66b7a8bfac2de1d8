package io.syncpipeline.model;

import org.jspecify.annotations.Nullable;

/** A row that cannot be mapped or written as it is: a value that does not fit its destination. */
public final class DirtyRowException extends SyncException {

    private static final long serialVersionUID = 1L;

    /** A failure with its message and, where another exception led to it, that one. */
    public DirtyRowException(String message, @Nullable Throwable cause) {
        super(message, false, cause);
    }

    /** A failure with its message. */
    public DirtyRowException(String message) {
        this(message, null);
    }
}
