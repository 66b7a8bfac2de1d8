package io.syncpipeline.checkpoint;

import io.syncpipeline.model.Position;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A state that the destination has reached: everything before the position is written, and these tables are copied so far.
 *
 * @param positionOrNull where following resumes; null when the pipeline only copies
 * @param time the source's clock at that position
 * @param tables the progress of every source table
 */
public record Reached(@Nullable Position positionOrNull, Instant time, List<TableProgress> tables) {

    public Reached {
        Objects.requireNonNull(time, "time");
        tables = List.copyOf(tables);
    }

    /** Where following resumes, if the pipeline follows. */
    public Optional<Position> position() {
        return Optional.ofNullable(positionOrNull);
    }
}
