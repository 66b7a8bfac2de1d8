package io.syncpipeline.checkpoint;

import io.syncpipeline.model.TableSchema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far one source table has come.
 *
 * @param schema its shape at the checkpoint's position
 * @param copied whether its copy is finished, or was never needed
 * @param chunks how many chunks from the table's beginning are finished
 * @param copiedUpTo the key at which the last of these chunks ends, in the source's own words; null before the first
 * @param rows the rows in the finished chunks
 */
public record TableProgress(
        TableSchema schema,
        boolean copied,
        int chunks,
        @Nullable String copiedUpTo,
        long rows) {

    public TableProgress {
        Objects.requireNonNull(schema, "schema");
    }
}
