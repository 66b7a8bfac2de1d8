package io.syncpipeline.spi;

import io.syncpipeline.model.TableSchema;
import java.util.List;
import java.util.Objects;

/**
 * How a table shall be copied.
 *
 * @param schema its shape; rows are delivered in the order of its columns
 * @param splitKey the columns of a unique key by whose order the table is cut into chunks; empty: not cut
 * @param condition a condition that the copied rows meet, in the source's own words without the keyword WHERE; empty: all rows
 * @param chunkRows about how many rows a chunk shall have, at least 1
 */
public record CopyRequest(TableSchema schema, List<String> splitKey, String condition, int chunkRows) {

    public CopyRequest {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(condition, "condition");
        splitKey = List.copyOf(splitKey);
        if (chunkRows < 1) {
            throw new IllegalArgumentException("chunkRows must be at least 1: " + chunkRows);
        }
    }
}
