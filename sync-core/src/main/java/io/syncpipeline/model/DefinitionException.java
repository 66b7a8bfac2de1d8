package io.syncpipeline.model;

import org.jspecify.annotations.Nullable;

/** The pipeline's definition contradicts itself, or does not fit the source's or the destination's tables. The author of the definition has to act. */
public final class DefinitionException extends SyncException {

    private static final long serialVersionUID = 1L;

    /** A failure with its message and, where another exception led to it, that one. */
    public DefinitionException(String message, @Nullable Throwable cause) {
        super(message, false, cause);
    }

    /** A failure with its message. */
    public DefinitionException(String message) {
        this(message, null);
    }
}
