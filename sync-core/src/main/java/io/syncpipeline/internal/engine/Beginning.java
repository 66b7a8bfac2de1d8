package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.Reached;
import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.spi.SettledWrites;
import io.syncpipeline.spi.SourceSession;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run begins to follow: at its checkpoint, or at the place that its start names instead, until a checkpoint was saved there.
 * Belongs to the stream thread.
 */
final class Beginning {

    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    private final String pipeline;
    private final Clock clock;
    private final Set<TableId> reshaped = new HashSet<>();
    private StartPoint point;

    Beginning(String pipeline, Clock clock, StartPoint point) {
        this.pipeline = pipeline;
        this.clock = clock;
        this.point = point;
    }

    /** The place where a pipeline without a checkpoint begins; null: at the end of the log. */
    @Nullable
    Position withoutCheckpoint(SourceSession source) {
        return point instanceof StartPoint.Resume || point instanceof StartPoint.Latest
                ? null
                : source.positionAt(point);
    }

    /** The source's clock at that place, as far as it is known: now when it is not. */
    Instant time() {
        return point instanceof StartPoint.AtTime at ? at.instant() : clock.instant();
    }

    /**
     * Refuses to go on from a checkpoint whose last interval is written in part.
     *
     * @throws SinkException fatal, unless a start point says where to go on
     */
    void requireClear(SettledWrites settled) {
        if (settled.unclear().isEmpty()) {
            return;
        }
        String text = "the process died while an interval was committed, and it cannot be told which rows it wrote to "
                + settled.unclear();
        if (point instanceof StartPoint.Resume) {
            throw SinkException.fatal(
                    text
                            + ". Look for the last sequence ids in these tables, and start with a StartPoint behind what they have,"
                            + " or before it after deleting what would come twice",
                    null);
        }
        LOG.warn("{} - begins at {}, although {}", pipeline, point, text);
    }

    /** From now on the checkpoint says where to go on. */
    void saved() {
        point = StartPoint.resume();
        reshaped.clear();
    }

    /** The tables that have another shape at the start point than at the checkpoint. */
    Set<TableId> reshaped() {
        return reshaped;
    }

    /**
     * The state to go on from.
     *
     * @param checkpoint what the checkpoint holds
     * @param copies whether tables that the checkpoint does not know are copied
     * @return the same when it is to be resumed; otherwise its finished copies with the start point's position. Of an unfinished copy
     *     nothing counts, since changes of the rows copied so far may be skipped
     */
    Reached replace(Reached checkpoint, SourceSession source, boolean copies) {
        reshaped.clear();
        if (point instanceof StartPoint.Resume) {
            return checkpoint;
        }
        // The position is taken before the shapes are read, so that no change between the two is missed.
        Position position = source.positionAt(point);
        Position saved = checkpoint.positionOrNull();
        boolean repeats = saved != null && source.covers(saved, position);
        Map<TableId, TableSchema> present = repeats ? Map.of() : source.schemas(ids(checkpoint.tables()));
        List<TableProgress> kept = new ArrayList<>();
        List<TableId> again = new ArrayList<>();
        for (TableProgress table : checkpoint.tables()) {
            TableId id = table.schema().table();
            if (!table.copied()) {
                again.add(id);
            }
            boolean gone = !repeats && !present.containsKey(id) && point instanceof StartPoint.Latest;
            // A table that is to be copied joins as one that the checkpoint does not know, where its shape is certain
            if (!gone && (table.copied() || !copies)) {
                kept.add(beginning(table, present.getOrDefault(id, table.schema()), position, source));
            }
        }
        warn(position, checkpoint, repeats, saved != null && source.covers(position, saved), again);
        return new Reached(position, time(), kept);
    }

    private static List<TableId> ids(List<TableProgress> tables) {
        return tables.stream().map(t -> t.schema().table()).toList();
    }

    private TableProgress beginning(TableProgress table, TableSchema shape, Position position, SourceSession source) {
        if (table.since().filter(since -> !source.covers(position, since)).isPresent()) {
            // it joins behind the start point, with the shape that it has there
            return table.copied() ? table : table.fromTheBeginning();
        }
        if (!shape.equals(table.schema())) {
            reshaped.add(shape.table());
        }
        return table.copied()
                ? new TableProgress(
                        shape, true, table.chunks(), table.copiedUpTo(), table.rows(), null, table.changing())
                : new TableProgress(shape, false, 0, null, 0, null, table.changing());
    }

    private void warn(Position position, Reached checkpoint, boolean repeats, boolean skips, List<TableId> again) {
        StringBuilder effects = new StringBuilder();
        if (checkpoint.position().isEmpty()) {
            effects.append("changes since the tables were copied are skipped, as far as they are before it");
        } else if (repeats && skips) {
            effects.append("the two are the same place");
        } else if (repeats) {
            effects.append("changes between the two are written again");
        } else if (skips) {
            effects.append("changes between the two are skipped, so rows deleted by them stay at the destination");
        } else {
            effects.append(
                    "changes between the two are skipped, or written again if the checkpoint's is the later one");
        }
        if (!again.isEmpty()) {
            effects.append("; copied anew, because their copies were not finished: ")
                    .append(again);
        }
        if (!reshaped.isEmpty()) {
            effects.append("; followed with their present shapes, which differ from the checkpoint's: ")
                    .append(reshaped);
        }
        LOG.warn(
                "{} - begins at {} ({}) instead of the checkpoint's position {} of {}: {}",
                pipeline,
                point,
                position,
                checkpoint.positionOrNull(),
                checkpoint.time(),
                effects);
    }
}
