package io.syncpipeline.status;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.SyncException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run at one instant. The numbers are read one after the other while the run goes on, so they need not add up to the last row.
 *
 * @param pipeline the pipeline's name
 * @param state where the run is in its life
 * @param since when it came there
 * @param positionOrNull the last position saved; null before the first
 * @param lagOrNull how far the changes handed to the writers are behind the source's clock; null while no change is followed
 * @param commits intervals committed
 * @param lastCommitOrNull when the last interval was committed; null before the first
 * @param restarts restarts after failures that may pass
 * @param failureOrNull why the run failed, or why it last restarted; null when nothing failed
 * @param tables the numbers of each source table, in the order of the tables
 */
public record SyncStatus(
        String pipeline,
        SyncState state,
        Instant since,
        @Nullable Position positionOrNull,
        @Nullable Duration lagOrNull,
        long commits,
        @Nullable Instant lastCommitOrNull,
        int restarts,
        @Nullable SyncException failureOrNull,
        List<TableStatus> tables) {

    public SyncStatus {
        Objects.requireNonNull(pipeline, "pipeline");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        tables = List.copyOf(tables);
    }

    /** The last position saved. */
    public Optional<Position> position() {
        return Optional.ofNullable(positionOrNull);
    }

    /** How far the changes handed to the writers are behind the source's clock, while changes are followed. */
    public Optional<Duration> lag() {
        return Optional.ofNullable(lagOrNull);
    }

    /** When the last interval was committed. */
    public Optional<Instant> lastCommit() {
        return Optional.ofNullable(lastCommitOrNull);
    }

    /** Why the run failed, or why it last restarted. */
    public Optional<SyncException> failure() {
        return Optional.ofNullable(failureOrNull);
    }

    /** Rows copied, of all tables. */
    public long copiedRows() {
        return tables.stream().mapToLong(TableStatus::copiedRows).sum();
    }

    /** Inserts, updates and deletes followed, of all tables. */
    public long changes() {
        return tables.stream()
                .mapToLong(t -> t.inserts() + t.updates() + t.deletes())
                .sum();
    }

    /** Whether every table's copy is done. */
    public boolean allTablesCopied() {
        return tables.stream().allMatch(t -> t.phase() == TablePhase.LIVE || t.phase() == TablePhase.DONE);
    }
}
