package io.syncpipeline.internal.plan;

import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.spi.Sink;
import io.syncpipeline.spi.Source;
import io.syncpipeline.status.SyncListener;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Everything the user said, checked and complete. */
public record Definition(
        String name,
        Source source,
        Sink sink,
        SyncMode mode,
        List<TableSelector> selectors,
        List<MappingRule> rules,
        Map<DdlKind, DdlAction> ddlActions,
        Tuning tuning,
        CheckpointStore checkpointStore,
        List<SyncListener> listeners,
        Clock clock) {

    public Definition {
        selectors = List.copyOf(selectors);
        rules = List.copyOf(rules);
        ddlActions = Map.copyOf(ddlActions);
        listeners = List.copyOf(listeners);
    }

    /** Whether some selector takes the table. */
    public boolean selects(TableId table) {
        return selectors.stream().anyMatch(s -> s.accepts(table));
    }

    /** What is done about a kind of change to a source table. */
    public DdlAction ddlAction(DdlKind kind) {
        DdlAction chosen = ddlActions.get(kind);
        if (chosen != null) {
            return chosen;
        }
        return switch (kind) {
            case ADD_COLUMN, MODIFY_COLUMN, RENAME_COLUMN, CREATE_TABLE -> DdlAction.NORMAL;
            case DROP_COLUMN, TRUNCATE_TABLE, DROP_TABLE, RENAME_TABLE -> DdlAction.ALERT;
        };
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

    private NameTemplate template(TableId table) {
        return merging(table)
                .flatMap(TableSelector::destination)
                .orElseGet(() -> aspect(table, MappingRule::destinationName).orElse(NameTemplate.DEFAULT));
    }

    /** What the last rule for the table that says something about an aspect says. */
    <T> Optional<T> aspect(TableId table, Function<MappingRule, Optional<T>> aspect) {
        Optional<T> found = Optional.empty();
        for (MappingRule rule : rules) {
            boolean applies = rule.table().map(table::equals).orElse(true);
            Optional<T> said = applies ? aspect.apply(rule) : Optional.empty();
            found = said.isPresent() ? said : found;
        }
        return found;
    }
}
