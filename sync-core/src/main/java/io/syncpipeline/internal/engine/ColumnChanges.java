package io.syncpipeline.internal.engine;

import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.internal.plan.TableRules;
import io.syncpipeline.internal.plan.ValueTypes;
import io.syncpipeline.model.Column;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableAlteration;
import java.util.List;
import java.util.Optional;

/** Carries changes of columns over to the destination, under the names and types that the rules give them. */
final class ColumnChanges {

    private final Definition definition;
    private final SinkSession sink;
    private final Reshaping reshaping;

    ColumnChanges(Definition definition, SinkSession sink, Reshaping reshaping) {
        this.definition = definition;
        this.sink = sink;
        this.reshaping = reshaping;
    }

    /** Steps that the destination has from before a crash. A table under another name has none: it is not found there. */
    List<SchemaChange.Step> done(SchemaChange change, SourceTable table) {
        if (table.isUntouched()
                || change.steps().stream().anyMatch(s -> s.kind() == DdlKind.RENAME_TABLE)
                || change.steps().stream().noneMatch(s -> s.kind() == DdlKind.RENAME_COLUMN)) {
            return List.of();
        }
        List<SchemaChange.Step> steps = change.steps().stream()
                .filter(s -> definition.ddlAction(change.table(), s.kind()) == DdlAction.NORMAL)
                .filter(s -> atDestination(s, table.rules()).isPresent())
                .toList();
        List<SchemaChange.Step> there = steps.stream()
                .flatMap(s -> atDestination(s, table.rules()).stream())
                .toList();
        int count = RenamedColumns.done(change, there, reshaping.present(name(table)))
                .size();
        return steps.subList(0, count);
    }

    /** A step with the names that its columns have at the destination; empty when the rules leave them out. */
    private static Optional<SchemaChange.Step> atDestination(SchemaChange.Step step, TableRules rules) {
        if (step instanceof SchemaChange.ColumnAdded added) {
            Column column = added.column();
            return rules.columnOf(column.name()).map(n -> new SchemaChange.ColumnAdded(column.renamed(n)));
        }
        if (step instanceof SchemaChange.ColumnDropped dropped) {
            return rules.columnOf(dropped.name()).map(SchemaChange.ColumnDropped::new);
        }
        if (step instanceof SchemaChange.ColumnRenamed renamed) {
            Optional<String> from = rules.columnOf(renamed.from());
            Optional<String> to = rules.columnOf(renamed.to());
            return from.isEmpty() || to.isEmpty() || from.equals(to)
                    ? Optional.empty()
                    : Optional.of(new SchemaChange.ColumnRenamed(from.get(), to.get()));
        }
        return Optional.of(step);
    }

    /** Makes a change to columns at the destination, as far as it concerns what is there. */
    void apply(SchemaChange change, SchemaChange.Step step, SourceTable table) {
        if (!table.isUntouched() || stillConcerns(table, step)) {
            alter(change, step, table);
        }
    }

    /**
     * Whether the destination of a table of which nothing was copied yet has what a statement changes. Such a table may have joined with a
     * shape that is ahead of the log; whatever it lacks is added by {@link SchemaEvolution#settle} before its first chunk.
     */
    private boolean stillConcerns(SourceTable table, SchemaChange.Step step) {
        DestinationTable present = reshaping.present(name(table));
        TableRules rules = table.rules();
        if (step instanceof SchemaChange.ColumnRenamed) {
            return atDestination(step, rules)
                    .map(SchemaChange.ColumnRenamed.class::cast)
                    .filter(r -> present.indexOf(r.from()).isPresent()
                            && present.indexOf(r.to()).isEmpty())
                    .isPresent();
        }
        if (step instanceof SchemaChange.ColumnModified modified) {
            Column before = modified.before();
            return rules.destination(before, true)
                    .filter(wanted -> present.columns().stream()
                            .anyMatch(c -> c.name().equalsIgnoreCase(wanted.name())
                                    && c.type().equals(wanted.type())))
                    .isPresent();
        }
        return step instanceof SchemaChange.ColumnDropped;
    }

    private void alter(SchemaChange change, SchemaChange.Step step, SourceTable table) {
        TableRules rules = table.rules();
        if (step instanceof SchemaChange.ColumnAdded added) {
            rules.destination(added.column(), true).ifPresent(column -> add(change, column, table));
        } else if (step instanceof SchemaChange.ColumnDropped dropped) {
            rules.columnOf(dropped.name()).ifPresent(column -> {
                reshaping.requireUnmerged(change, table);
                sink.alter(name(table), new TableAlteration.DropColumns(List.of(column)));
            });
        } else if (step instanceof SchemaChange.ColumnRenamed renamed) {
            rename(change, renamed, table);
        } else if (step instanceof SchemaChange.ColumnModified modified) {
            modify(table, modified.before(), modified.after());
        }
    }

    private void add(SchemaChange change, DestinationColumn column, SourceTable table) {
        if (table.rules().adds(column.name())) {
            throw Reshaping.refused(
                    change,
                    "a rule adds a destination column '" + column.name()
                            + "' too; give the source column another name there with MappingRule.renameColumn");
        }
        sink.alter(name(table), new TableAlteration.AddColumns(List.of(column)));
    }

    /** A column may come into or go out of what the rules leave out by its new name. */
    private void rename(SchemaChange change, SchemaChange.ColumnRenamed renamed, SourceTable table) {
        TableRules rules = table.rules();
        TableSchema after = change.after();
        if (rules.columnOf(renamed.from()).isEmpty() && after != null) {
            after.columns().stream()
                    .filter(c -> c.name().equals(renamed.to()))
                    .flatMap(c -> rules.destination(c, true).stream())
                    .forEach(column -> add(change, column, table));
        }
        atDestination(renamed, rules)
                .map(SchemaChange.ColumnRenamed.class::cast)
                .ifPresent(there -> {
                    reshaping.requireUnmerged(change, table);
                    sink.alter(name(table), new TableAlteration.RenameColumn(there.from(), there.to()));
                });
    }

    private void modify(SourceTable table, Column before, Column after) {
        TableRules rules = table.rules();
        if (rules.typeFor(before).equals(rules.typeFor(after))) {
            return;
        }
        Column together = reshaping.together(table, after);
        DestinationTable present = table.destination().table();
        rules.destination(together, true)
                .map(column -> present.columns().stream()
                                .anyMatch(c -> c.name().equalsIgnoreCase(column.name()) && !c.nullable())
                        ? rules.destination(together, false).orElseThrow()
                        : column)
                .filter(column -> !reshaping.isMerged(table) || !isHeld(column, reshaping.present(name(table))))
                .ifPresent(column -> sink.alter(name(table), new TableAlteration.ChangeType(column)));
    }

    /** Whether a merged destination stores what a column needs already, because of another of its tables. */
    private static boolean isHeld(DestinationColumn column, DestinationTable present) {
        return present.columns().stream()
                .filter(c -> c.name().equalsIgnoreCase(column.name()))
                .anyMatch(c -> ValueTypes.common(c.valueType(), column.valueType())
                        .filter(c.valueType()::equals)
                        .isPresent());
    }

    private static String name(SourceTable table) {
        return table.destination().table().name();
    }
}
