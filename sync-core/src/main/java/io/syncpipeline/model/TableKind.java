package io.syncpipeline.model;

/** The kinds of destination table. A table's kind cannot be changed once it exists. */
public enum TableKind {
    /** Keeps one row per primary key and takes upserts and deletes (MaxCompute: PK Delta table). */
    PK_DELTA,
    /** Only takes new rows (MaxCompute: regular table). */
    APPEND,
    /** Only takes new rows, with transactions and schema evolution (MaxCompute: Append Delta table). */
    APPEND_DELTA
}
