package io.syncpipeline.rule;

/** Which steps a pipeline takes. Creating the destination tables is always the first. */
public enum SyncMode {
    /** Creates the destination tables and ends. */
    SCHEMA_ONLY(false, false),
    /** Copies the rows that are there and ends. */
    FULL(true, false),
    /** Follows changes from now on (or from the checkpoint, or a start point), without copying what is there. */
    INCREMENTAL(false, true),
    /** Copies the rows that are there, and follows every change from the moment it started, until it is stopped. */
    FULL_AND_INCREMENTAL(true, true);

    private final boolean copies;
    private final boolean follows;

    SyncMode(boolean copies, boolean follows) {
        this.copies = copies;
        this.follows = follows;
    }

    /** Whether rows that are there are copied. */
    public boolean copies() {
        return copies;
    }

    /** Whether changes are followed. */
    public boolean follows() {
        return follows;
    }
}
