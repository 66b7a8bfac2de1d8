package io.syncpipeline.maxcompute.local;

import org.jspecify.annotations.Nullable;

/**
 * What a job has given.
 *
 * @param text what SHOW, DESC and the like print; empty for a statement without output
 * @param rows the rows of a query, otherwise null
 */
record SqlResult(String text, @Nullable SqlRows rows) {

    static SqlResult none() {
        return new SqlResult("", null);
    }

    static SqlResult text(String text) {
        return new SqlResult(text, null);
    }
}
