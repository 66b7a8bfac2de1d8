package io.syncpipeline.examples;

import java.util.List;

/**
 * What a comparison found.
 *
 * @param tables source tables compared
 * @param rows source rows compared
 * @param differenceCount rows and columns that differ
 * @param differences the first of them, for people
 */
record ComparisonResult(int tables, long rows, long differenceCount, List<String> differences) {

    ComparisonResult {
        differences = List.copyOf(differences);
    }

    boolean identical() {
        return differenceCount == 0;
    }

    /** The verdict; when it is bad, the first differences before it. */
    @Override
    public String toString() {
        if (identical()) {
            return "identical: " + tables + " tables, " + rows + " rows";
        }
        return String.join(System.lineSeparator(), differences) + System.lineSeparator() + "different: "
                + differenceCount + (differenceCount == 1 ? " difference" : " differences") + " in " + tables
                + " tables, " + rows + " rows";
    }
}
