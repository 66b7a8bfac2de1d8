package io.syncpipeline.rule;

/** What becomes of tables that are merged into one destination and whose columns differ. */
public enum MergedShapes {
    /**
     * The destination has the columns of all, NULL in the rows of tables that lack one; a column that several have takes the least type that
     * loses nothing of any. Where there is none, such as for a date and a number, the plan has an error.
     */
    WIDEN,
    /**
     * The plan has an error. Once the tables are being followed it is a warning only, because statements change them one after the other.
     */
    SAME
}
