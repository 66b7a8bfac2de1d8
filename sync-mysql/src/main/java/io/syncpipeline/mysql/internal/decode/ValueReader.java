package io.syncpipeline.mysql.internal.decode;

/** Reads the values of one column. Immutable and thread-safe; bound once per table map. */
interface ValueReader {

    /** Takes one value that is not NULL from the cursor. */
    Object read(Cursor cursor);
}
