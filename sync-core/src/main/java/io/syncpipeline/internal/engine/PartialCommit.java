package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.Reached;
import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.spi.SettledWrites;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a pipeline has reached whose process died while an interval was committed. */
final class PartialCommit {

    private PartialCommit() {}

    /**
     * What is reached. When a part of the tables is committed, the position stays before the interval. Rows that are replayed come again,
     * which does no harm; a log that is committed goes on behind it.
     *
     * @param before what was reached before the interval
     * @param after what is reached when all of it is committed
     * @throws SinkException fatal when logs came or went with the interval and a part of them is lost
     */
    static Reached reached(Definition definition, Reached before, Reached after, SettledWrites settled) {
        if (settled.isComplete()) {
            return after;
        }
        Position end = after.positionOrNull();
        Set<TableId> logs = logs(definition, after);
        Set<TableId> known = logs(definition, before);
        boolean logCommitted = Stream.concat(logs.stream(), known.stream())
                .anyMatch(log -> isAmong(settled.committed(), log, definition));
        if (!logCommitted || end == null) {
            return before;
        }
        if (!logs.equals(known)) {
            throw SinkException.fatal(
                    "the process died while a statement was recorded that created, dropped or renamed tables with logs: "
                            + settled.committed() + " have its record, " + settled.lost()
                            + " have not. Delete the record there and go on, or begin behind the statement with a StartPoint",
                    null);
        }
        Map<TableId, TableProgress> committed = after.tables().stream()
                .filter(table -> logs.contains(table.schema().table()))
                .filter(table -> !isAmong(settled.lost(), table.schema().table(), definition))
                .collect(Collectors.toMap(table -> table.schema().table(), Function.identity()));
        List<TableProgress> tables = new ArrayList<>();
        for (TableProgress table : before.tables()) {
            TableProgress behind = committed.get(table.schema().table());
            tables.add(behind == null ? table : joining(behind, end));
        }
        return new Reached(before.positionOrNull(), before.time(), tables);
    }

    private static boolean isAmong(Set<String> destinations, TableId table, Definition definition) {
        return destinations.stream().anyMatch(definition.destinationOf(table)::equalsIgnoreCase);
    }

    private static TableProgress joining(TableProgress table, Position end) {
        return new TableProgress(
                table.schema(),
                table.copied(),
                table.chunks(),
                table.copiedUpTo(),
                table.rows(),
                table.since().orElse(end),
                false);
    }

    private static Set<TableId> logs(Definition definition, Reached reached) {
        return reached.tables().stream()
                .map(table -> table.schema().table())
                .filter(definition::selects)
                .filter(definition::isLogged)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
