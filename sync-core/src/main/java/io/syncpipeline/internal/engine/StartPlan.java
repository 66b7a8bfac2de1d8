package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.Reached;
import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.internal.plan.Planner;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.plan.SourceTablePlan;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.plan.TablePlan;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.SourceSession;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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

    /** How often the shapes of new tables are read again because a statement changed one meanwhile. */
    private static final int LOOKS = 20;

    /**
     * The plan.
     *
     * @param resumed what the destination has reached; empty when the pipeline has not run before
     * @throws SinkException when a destination table is gone to which rows were written before
     */
    static StartPlan of(Definition definition, SourceSession source, SinkSession sink, Optional<Reached> resumed) {
        Map<TableId, TableSchema> tracked = new HashMap<>();
        resumed.ifPresent(r -> r.tables().forEach(t -> tracked.put(t.schema().table(), t.schema())));
        tracked.keySet().removeIf(t -> !definition.selects(t));
        List<TableId> present = source.tables(definition::selects);
        Set<TableId> selected = new HashSet<>(present);
        Set<TableId> fresh = new HashSet<>(selected);
        fresh.removeAll(tracked.keySet());
        Map<TableId, TableSchema> schemas = new HashMap<>();
        Position joined = shapes(definition, source, fresh, schemas);
        schemas.putAll(tracked);
        selected.addAll(tracked.keySet());
        Set<TableId> begun = resumed.stream()
                .flatMap(r -> r.tables().stream())
                .filter(t -> t.copied() || t.chunks() > 0 || t.changing())
                .map(t -> t.schema().table())
                .collect(Collectors.toSet());
        SyncPlan plan = new Planner(definition, sink).plan(selected, schemas, begun, tracked.keySet());
        begun.retainAll(present);
        requireDestinations(plan, begun);
        return new StartPlan(plan, joined);
    }

    /**
     * Reads the shapes of tables, and the place in the log at which they are so: one before and after which they are alike.
     *
     * @return the place; null when nothing is followed
     */
    private static @Nullable Position shapes(
            Definition definition, SourceSession source, Set<TableId> tables, Map<TableId, TableSchema> into) {
        into.putAll(source.schemas(tables));
        if (!definition.mode().follows()) {
            return null;
        }
        for (int look = 0; look < LOOKS; look++) {
            Position place = source.currentPosition();
            Map<TableId, TableSchema> after = source.schemas(tables);
            if (after.equals(into)) {
                return place;
            }
            into.clear();
            into.putAll(after);
        }
        throw SourceException.retryable(
                "the definitions of " + tables + " changed each of the " + LOOKS
                        + " times that they were read, so that it cannot be told where following begins",
                null);
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
