package io.syncpipeline.checkpoint;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline needs to go on after it stopped, in whatever way.
 *
 * @param reached what is committed at the destination
 * @param pendingOrNull what was about to be committed; null when nothing was
 * @param savedAt when it was saved
 */
public record Checkpoint(Reached reached, @Nullable Pending pendingOrNull, Instant savedAt) {

    /**
     * Commits whose outcome is not known.
     *
     * @param tokens what the sink needs to find out
     * @param reached the state that is reached once all of them are committed
     */
    public record Pending(List<String> tokens, Reached reached) {
        public Pending {
            tokens = List.copyOf(tokens);
            Objects.requireNonNull(reached, "reached");
        }
    }

    public Checkpoint {
        Objects.requireNonNull(reached, "reached");
        Objects.requireNonNull(savedAt, "savedAt");
    }

    /** What was about to be committed. */
    public Optional<Pending> pending() {
        return Optional.ofNullable(pendingOrNull);
    }

    /** This checkpoint as a versioned JSON document, as every store keeps it. Its format is in {@code docs/checkpoint-format.md}. */
    public String toJson() {
        return CheckpointFormat.write(this);
    }

    /**
     * The checkpoint of a JSON document.
     *
     * @throws io.syncpipeline.model.CheckpointException when it is no such document or of a later version
     */
    public static Checkpoint fromJson(String json) {
        return CheckpointFormat.read(json);
    }
}
