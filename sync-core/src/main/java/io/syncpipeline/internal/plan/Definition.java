package io.syncpipeline.internal.plan;

import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.rule.Aspect;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.NameVariable;
import io.syncpipeline.rule.NamedFunction;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.rule.WriteMode;
import io.syncpipeline.spi.Sink;
import io.syncpipeline.spi.Source;
import io.syncpipeline.status.SyncListener;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything the user said, checked and complete. */
public record Definition(
        String name,
        Source source,
        Sink sink,
        SyncMode mode,
        List<TableSelector> selectors,
        List<MappingRule> rules,
        List<NamedFunction> functions,
        Map<DdlKind, DdlAction> ddlActions,
        Tuning tuning,
        CheckpointStore checkpointStore,
        List<SyncListener> listeners,
        Clock clock) {

    public Definition {
        selectors = List.copyOf(selectors);
        rules = List.copyOf(rules);
        functions = List.copyOf(functions);
        ddlActions = Map.copyOf(ddlActions);
        listeners = List.copyOf(listeners);
    }

    /** Whether some selector takes the table. */
    public boolean selects(TableId table) {
        return selectors.stream().anyMatch(s -> s.accepts(table));
    }

    /** What is done about a kind of change to a source table's shape. */
    public DdlAction ddlAction(TableId table, DdlKind kind) {
        DdlAction chosen = aspect(table, Aspect.DDL).map(said -> said.get(kind)).orElseGet(() -> ddlActions.get(kind));
        if (chosen != null) {
            return chosen;
        }
        if (writeMode(table) instanceof WriteMode.Append log && log.format() == WriteMode.Append.Format.JSON) {
            // A record of a statement destroys nothing
            return DdlAction.NORMAL;
        }
        return switch (kind) {
            case ADD_COLUMN, MODIFY_COLUMN, RENAME_COLUMN, CREATE_TABLE -> DdlAction.NORMAL;
            case DROP_COLUMN, TRUNCATE_TABLE, DROP_TABLE, RENAME_TABLE -> DdlAction.ALERT;
        };
    }

    /** Whether the rows that a table has are copied. */
    public boolean copies(TableId table) {
        return mode.copies() && !aspect(table, Aspect.COPY_SKIPPED).orElse(false);
    }

    /** How a table's changes are written. */
    public WriteMode writeMode(TableId table) {
        return aspect(table, Aspect.WRITE_MODE).orElseGet(WriteMode::replay);
    }

    /** Whether a table's changes are added to a log. */
    public boolean isLogged(TableId table) {
        return writeMode(table) instanceof WriteMode.Append;
    }

    /** Whether a selector merges the table into a destination with others. */
    boolean isMerged(TableId table) {
        return merging(table).isPresent();
    }

    private Optional<TableSelector> merging(TableId table) {
        return selectors.stream()
                .filter(s -> s.accepts(table) && s.destination().isPresent())
                .findFirst();
    }

    /**
     * The name of a selected table's destination.
     *
     * @throws DefinitionException when the template needs something of the table that its selector does not have
     */
    public String destinationOf(TableId table) {
        TableSelector selector = merging(table).orElseGet(() -> selectors.stream()
                .filter(s -> s.accepts(table))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(table + " is not selected")));
        return template(table).apply(source.name(), table, selector);
    }

    /** A selected table's database as the template of its destination's name changes it. */
    String transformedDatabase(TableId table) {
        return template(table).value(NameVariable.SOURCE_DATABASE_NAME, source.name(), table);
    }

    private NameTemplate template(TableId table) {
        return merging(table).flatMap(TableSelector::destination).orElseGet(() -> aspect(table, Aspect.DESTINATION_NAME)
                .orElse(NameTemplate.DEFAULT));
    }

    /** What the rules for the table say of an aspect. */
    <T> Optional<T> aspect(TableId table, Aspect<T> aspect) {
        Optional<T> found = Optional.empty();
        for (MappingRule rule : rules) {
            Optional<T> said = rule.concerns(table) ? rule.said(aspect) : Optional.empty();
            if (said.isPresent()) {
                found = Optional.of(
                        found.map(f -> aspect.together(f, said.get())).orElseGet(said::get));
            }
        }
        return found;
    }
}
