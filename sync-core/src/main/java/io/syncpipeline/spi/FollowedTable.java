package io.syncpipeline.spi;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.TableSchema;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table whose changes are followed.
 *
 * @param schema its shape at the place from where it is followed
 * @param sinceOrNull that place, when the table joined a pipeline whose position is behind it: what the log holds of the table before is
 *     not reported. Null: where following starts
 */
public record FollowedTable(TableSchema schema, @Nullable Position sinceOrNull) {

    public FollowedTable {
        Objects.requireNonNull(schema, "schema");
    }

    /** A table that is followed from the start. */
    public static FollowedTable fromStart(TableSchema schema) {
        return new FollowedTable(schema, null);
    }

    /** The place from where the table is followed, unless it is the start. */
    public Optional<Position> since() {
        return Optional.ofNullable(sinceOrNull);
    }
}
