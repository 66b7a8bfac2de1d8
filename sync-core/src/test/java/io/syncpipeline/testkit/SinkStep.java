package io.syncpipeline.testkit;

/**
 * The steps of a {@link RecordingSink} at which a {@link Script} can act, and the words of its {@link RecordingSink#journal()}. A step in
 * the past tense comes when its effect is there and only the answer is still to be given: failing there is a lost answer.
 */
public enum SinkStep {
    /** A session is about to be opened. */
    OPEN,
    /** A table is about to be described. */
    DESCRIBE,
    /** A table is about to be created. */
    CREATE,
    /** A table has been created. */
    CREATED,
    /** A table is about to be altered. */
    ALTER,
    /** A table has been altered. */
    ALTERED,
    /** Mutations are about to be taken. */
    WRITE,
    /** Mutations have been taken. */
    WRITTEN,
    /** An interval has been sealed. */
    SEALED,
    /** An interval is about to be sent. */
    FLUSH,
    /** An interval has been sent. */
    FLUSHED,
    /** An interval is about to be committed. */
    COMMIT,
    /** An interval has been committed. */
    COMMITTED,
    /** Commits in doubt are about to be settled. */
    SETTLE,
    /** Commits in doubt have been settled. */
    SETTLED,
    /** A writer is about to be closed. */
    CLOSE_WRITER
}
