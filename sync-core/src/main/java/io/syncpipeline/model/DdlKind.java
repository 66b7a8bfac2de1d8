package io.syncpipeline.model;

/** The kinds of change that a statement can make to a table. */
public enum DdlKind {
    /** A table that a selector matches came into being. */
    CREATE_TABLE,
    /** A table is gone. */
    DROP_TABLE,
    /** All rows of a table are gone. */
    TRUNCATE_TABLE,
    /** A table has another name. */
    RENAME_TABLE,
    /** A column was added. */
    ADD_COLUMN,
    /** A column was dropped. */
    DROP_COLUMN,
    /** A column has another name. */
    RENAME_COLUMN,
    /** A column has another type, nullability, default or comment. */
    MODIFY_COLUMN
}
