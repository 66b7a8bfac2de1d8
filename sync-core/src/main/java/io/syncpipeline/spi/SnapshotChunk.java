package io.syncpipeline.spi;

import io.syncpipeline.model.TableId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table, to be copied by one query. A plain description: it can be kept in a checkpoint or sent elsewhere. The chunks of a
 * table do not overlap and leave nothing out.
 *
 * @param table the table
 * @param number the chunk's number within the table, from 0
 * @param after the key after which the chunk begins, exclusive, in the source's own words; null: from the first row
 * @param upTo the key at which it ends, inclusive; null: to the last row
 */
public record SnapshotChunk(
        TableId table,
        int number,
        @Nullable String after,
        @Nullable String upTo) {

    public SnapshotChunk {
        Objects.requireNonNull(table, "table");
    }

    /** Whether this is the table's last chunk. */
    public boolean isLast() {
        return upTo == null;
    }
}
