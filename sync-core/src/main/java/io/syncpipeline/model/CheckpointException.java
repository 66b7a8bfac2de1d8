package io.syncpipeline.model;

import org.jspecify.annotations.Nullable;

/** A checkpoint could not be loaded or saved. Whoever runs the checkpoint store has to act. */
public final class CheckpointException extends SyncException {

    private static final long serialVersionUID = 1L;

    /** A failure with its message and, where another exception led to it, that one. */
    public CheckpointException(String message, @Nullable Throwable cause) {
        super(message, false, cause);
    }

    /** A failure with its message. */
    public CheckpointException(String message) {
        this(message, null);
    }
}
