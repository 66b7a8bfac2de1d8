package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.Reached;
import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.internal.plan.EarlierRun;
import io.syncpipeline.internal.plan.Planner;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.plan.SourceTablePlan;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.plan.TablePlan;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.SourceSession;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The plan from which an attempt starts: that of the definition, with the shapes that tables had where the checkpoint was saved.
 *
 * @param plan the plan
 * @param joinedOrNull the place in the log at which the tables that the checkpoint does not know have their shapes; null when nothing is
 *     followed
 */
record StartPlan(SyncPlan plan, @Nullable Position joinedOrNull) {

    /** How often the tables are looked at again because a statement changed one meanwhile. */
    private static final int LOOKS = 20;

    /**
     * The plan.
     *
     * @param resumed what the destination has reached; empty when the pipeline has not run before
     * @param reshaped the tables whose shapes are no longer those of the checkpoint: what their destinations lack is added
     * @throws SinkException when a destination table is gone to which rows were written before
     */
    static StartPlan of(
            Definition definition,
            SourceSession source,
            SinkSession sink,
            Optional<Reached> resumed,
            Set<TableId> reshaped) {
        Map<TableId, TableSchema> tracked = new HashMap<>();
        resumed.ifPresent(r -> r.tables().forEach(t -> tracked.put(t.schema().table(), t.schema())));
        tracked.keySet().removeIf(t -> !definition.selects(t));
        Look look = Look.at(definition, source, tracked.keySet());
        Map<TableId, TableSchema> schemas = new HashMap<>(look.fresh());
        schemas.putAll(tracked);
        Set<TableId> selected = new HashSet<>(look.present());
        selected.addAll(tracked.keySet());
        Set<TableId> begun = resumed.stream()
                .flatMap(r -> r.tables().stream())
                .filter(t -> t.copied() || t.chunks() > 0 || t.changing())
                .map(t -> t.schema().table())
                .collect(Collectors.toSet());
        Set<TableId> settled = new HashSet<>(begun);
        settled.removeAll(reshaped);
        Set<TableId> changing = resumed.stream()
                .flatMap(r -> r.tables().stream())
                .filter(TableProgress::changing)
                .map(t -> t.schema().table())
                .collect(Collectors.toSet());
        EarlierRun earlier = new EarlierRun(settled, tracked.keySet(), changing);
        SyncPlan plan = new Planner(definition, sink, source::sizes).plan(selected, schemas, earlier);
        begun.retainAll(look.present());
        requireDestinations(plan, begun);
        return new StartPlan(plan, look.placeOrNull());
    }

    /** The selected tables that are there, the shapes of those that the checkpoint does not know, and the place in the log where that is so. */
    private record Look(
            Set<TableId> present,
            Map<TableId, TableSchema> fresh,
            @Nullable Position placeOrNull) {

        static Look at(Definition definition, SourceSession source, Set<TableId> known) {
            Look before = without(definition, source, known);
            if (!definition.mode().follows()) {
                return before;
            }
            for (int i = 0; i < LOOKS; i++) {
                Position place = source.positionAt(StartPoint.latest());
                Look after = without(definition, source, known);
                if (after.equals(before)) {
                    return new Look(after.present(), after.fresh(), place);
                }
                before = after;
            }
            throw SourceException.retryable(
                    "the tables changed each of the " + LOOKS
                            + " times that they were looked at to begin with, so that it cannot be told where following begins; they"
                            + " have to stay as they are for a moment",
                    null);
        }

        private static Look without(Definition definition, SourceSession source, Set<TableId> known) {
            Set<TableId> present = new HashSet<>(source.tables(definition::selects));
            Set<TableId> fresh = new HashSet<>(present);
            fresh.removeAll(known);
            return new Look(present, source.schemas(fresh), null);
        }
    }

    /**
     * What was copied and is gone cannot be made up for by following changes. A table that the source does not have any more is another
     * matter: its destination may have been dropped by the statement that is about to come again.
     */
    private static void requireDestinations(SyncPlan plan, Set<TableId> begun) {
        for (TablePlan table : plan.tables()) {
            for (SourceTablePlan planned : table.sources()) {
                if (!table.exists() && begun.contains(planned.schema().table())) {
                    throw SinkException.fatal(
                            "the destination table " + table.destination().name() + " is gone, but "
                                    + planned.schema().table()
                                    + " was written to it before; restore it, or delete the pipeline's checkpoint to start anew",
                            null);
                }
            }
        }
    }
}
