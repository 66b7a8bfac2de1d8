package io.syncpipeline.rule;

/** The kinds of change to rows that are followed. Copied rows are none of them. */
public enum DmlKind {
    /** A row was inserted. */
    INSERT,
    /** A row was updated, its key included. */
    UPDATE,
    /** A row was deleted. */
    DELETE
}
