package io.syncpipeline.rule;

/** What becomes of a change to a source table's shape. */
public enum DdlAction {
    /** The destination is changed likewise; what it cannot do stops the run with an error. */
    NORMAL,
    /** The destination stays as it is, silently. */
    IGNORE,
    /** The destination stays as it is, and listeners and the log are told. */
    ALERT,
    /** The run stops with an error. */
    ERROR
}
