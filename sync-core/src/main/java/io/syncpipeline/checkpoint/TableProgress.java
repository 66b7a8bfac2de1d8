package io.syncpipeline.checkpoint;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.TableSchema;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far one source table has come.
 *
 * @param schema its shape at the checkpoint's position, or where it joined when that is later
 * @param copied whether its copy is finished, or was never needed
 * @param chunks how many chunks from the table's beginning are finished
 * @param copiedUpTo the key at which the last of these chunks ends, in the source's own words; null before the first
 * @param rows the rows in the finished chunks
 * @param sinceOrNull the place in the log at which the table joined, as long as the checkpoint's position is before it: what the log holds
 *     of the table up to there does not count, because the copy has it. Null: everything after the checkpoint's position counts
 * @param changing whether a statement on the table comes directly after the checkpoint's position: its destination may be changed already
 */
public record TableProgress(
        TableSchema schema,
        boolean copied,
        int chunks,
        @Nullable String copiedUpTo,
        long rows,
        @Nullable Position sinceOrNull,
        boolean changing) {

    public TableProgress {
        Objects.requireNonNull(schema, "schema");
    }

    /** The same table with nothing copied. */
    public TableProgress fromTheBeginning() {
        return new TableProgress(schema, false, 0, null, 0, sinceOrNull, changing);
    }

    /** A table that need not be copied, and whose changes all count. */
    public static TableProgress followed(TableSchema schema) {
        return new TableProgress(schema, true, 0, null, 0, null, false);
    }

    /** The place in the log at which the table joined, if the checkpoint's position is before it. */
    public Optional<Position> since() {
        return Optional.ofNullable(sinceOrNull);
    }
}
