package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.internal.plan.Planner;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.plan.SourceTablePlan;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.plan.TablePlan;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.SourceSession;
import io.syncpipeline.spi.TableAlteration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries changes of source tables over to the destination, as the pipeline's policy says. Called by the stream thread while nothing is
 * being written. A change may come again after a crash: the sink does only what is missing.
 */
final class SchemaEvolution {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaEvolution.class);

    private final Definition definition;
    private final SourceSession source;
    private final SinkSession sink;
    private final TableSet tables;
    private final TableFactory factory;
    private final StatusBoard board;
    private final Reshaping reshaping;
    private final ColumnChanges columns;

    /** The followed tables that lost their name by the present statement. */
    private final Set<TableId> departed = new HashSet<>();

    /**
     * The names that the present statement gave to tables although followed tables have them. That is so when the statement was carried out
     * before these joined, and comes again after a restart; or when the tables with these names are about to lose them by the same statement.
     */
    private final Set<TableId> taken = new HashSet<>();

    /** The changes of the present statement that a log keeps a record of. */
    private final List<LoggedChange> logged = new ArrayList<>();

    /** The logs that lost their last table by the present statement, and get its record yet. */
    private final Set<Destination> vacated = new HashSet<>();

    private long changes;

    /**
     * A change of a table's shape of which its log shall have a record.
     *
     * @param index the number of the change in its statement
     */
    record LoggedChange(SourceTable table, SchemaChange change, long index) {}

    SchemaEvolution(
            Definition definition,
            SourceSession source,
            SinkSession sink,
            TableSet tables,
            TableFactory factory,
            StatusBoard board) {
        this.definition = definition;
        this.source = source;
        this.sink = sink;
        this.tables = tables;
        this.factory = factory;
        this.board = board;
        this.reshaping = new Reshaping(definition, sink, tables);
        this.columns = new ColumnChanges(definition, sink, reshaping);
    }

    void apply(SchemaChange change) {
        SourceTable table = tables.find(change.table());
        if (table != null
                && !table.rules().storesJson()
                && definition.ddlAction(change.table(), DdlKind.RENAME_COLUMN) == DdlAction.NORMAL) {
            RenamedColumns.requireNoCircle(change);
        }
        List<SchemaChange.Step> done = table == null ? List.of() : columns.done(change, table);
        for (SchemaChange.Step step : change.steps()) {
            if (table != null
                    || step instanceof SchemaChange.TableCreated
                    || step instanceof SchemaChange.TableRenamed) {
                apply(change, step, table, done.contains(step));
            }
        }
        TableSchema after = change.after();
        if (table != null && after != null && after.table().equals(change.table()) && !table.isGone()) {
            reshaping.reshape(change, table, after);
        }
        log(change, table == null && after != null ? tables.find(after.table()) : table);
    }

    private void log(SchemaChange change, @Nullable SourceTable table) {
        long index = changes++;
        boolean carriedOver = change.steps().stream()
                .anyMatch(step -> definition.ddlAction(change.table(), step.kind()) == DdlAction.NORMAL);
        if (table != null && table.rules().storesJson() && carriedOver) {
            logged.add(new LoggedChange(table, change, index));
        }
    }

    /** What the logs shall have records of, in order, once the position lies behind the statement. */
    List<LoggedChange> logged() {
        return List.copyOf(logged);
    }

    private void apply(SchemaChange change, SchemaChange.Step step, @Nullable SourceTable table, boolean done) {
        DdlAction action = definition.ddlAction(change.table(), step.kind());
        LOG.info("{} - {} of {}: {} ({})", definition.name(), step.kind(), change.table(), action, change.sql());
        if (action == DdlAction.ERROR) {
            throw Reshaping.refused(change, "the policy for " + step.kind() + " is ERROR");
        }
        if (action == DdlAction.ALERT) {
            LOG.warn(
                    "{} - {} of {} is not carried over, the destination stays as it is: {}",
                    definition.name(),
                    step.kind(),
                    change.table(),
                    change.sql());
        }
        boolean normal = action == DdlAction.NORMAL;
        if (step instanceof SchemaChange.TableCreated) {
            created(change, normal);
        } else if (step instanceof SchemaChange.TableRenamed renamed) {
            renamed(change, renamed.to(), table, action);
        } else if (table != null && step instanceof SchemaChange.TableDropped) {
            dropped(change, table, normal);
        } else if (table != null && normal && step instanceof SchemaChange.TableTruncated) {
            if (isReplayed(change, table)) {
                reshaping.requireUnmerged(change, table);
                sink.alter(name(table), new TableAlteration.Truncate());
            }
        } else if (table != null && normal && !done) {
            columns.apply(change, step, table);
        }
        board.schemaChanged(change, action);
    }

    private void dropped(SchemaChange change, SourceTable table, boolean normal) {
        if (normal && isReplayed(change, table)) {
            reshaping.requireUnmerged(change, table);
            sink.alter(name(table), new TableAlteration.Drop());
        }
        leave(table);
    }

    /** Whether rows go at the destination when they go at the source: a log keeps them, and has a record of the statement if it can. */
    private static boolean isReplayed(SchemaChange change, SourceTable table) {
        if (table.rules().log().isPresent() && !table.rules().storesJson()) {
            throw Reshaping.refused(
                    change, "a flattened log has no record for it; WriteMode.appendJson has, IGNORE passes it over");
        }
        return table.rules().log().isEmpty();
    }

    /** Makes the destination fit a table whose shape changed before anything of it was copied. Everything written is committed. */
    void settle(SourceTable table) {
        plan(table.schema()).tables().forEach(factory::prepare);
        reshaping.settle(table);
    }

    /** A table that did not exist before: it is live from its first row. */
    private void created(SchemaChange change, boolean normal) {
        TableSchema schema = change.after();
        if (schema == null) {
            passesBy(change, change.table(), normal);
        } else if (normal && tables.find(schema.table()) == null) {
            join(change, schema);
        }
    }

    /** A table that nobody knows and that is gone by now. Its rows were made to go, unless they would have been followed up to that. */
    private void passesBy(SchemaChange change, TableId table, boolean normal) {
        if (!normal || !definition.selects(table)) {
            return;
        }
        if (!definition.copies(table)) {
            throw SourceException.fatal(
                    table + " came in by the statement '" + change.sql()
                            + "', its shape there is not known, and the source has no such table now, so that its rows cannot be"
                            + " followed up to its end; begin behind this statement",
                    null);
        }
        logGone(change, table);
    }

    private void logGone(SchemaChange change, TableId table) {
        LOG.info(
                "{} - {} is gone by now, so that there is nothing to copy: {}", definition.name(), table, change.sql());
    }

    private void renamed(SchemaChange change, TableId to, @Nullable SourceTable table, DdlAction action) {
        boolean normal = action == DdlAction.NORMAL;
        TableSchema schema = change.after();
        if (schema == null) {
            passesBy(change, to, comesIn(to, action));
            return;
        }
        if (to.equals(change.table())) {
            return;
        }
        SourceTable present = tables.find(to);
        boolean comes = false;
        if (departed.contains(to) || taken.contains(change.table())) {
            requireNoExchange(change, to, action);
        } else if (present != null) {
            taken.add(to);
            reshaping.reshape(change, present, schema);
        } else if (normal && table != null && definition.selects(to)) {
            rename(change, table, schema);
            return;
        } else {
            comes = definition.selects(to) && comesIn(to, action);
        }
        if (table != null) {
            leave(table);
        }
        if (comes) {
            come(change, schema);
        }
    }

    /** Whether a table that gets a selected name is followed. An alert leaves destinations alone; it does not leave tables out. */
    private boolean comesIn(TableId table, DdlAction action) {
        return action == DdlAction.NORMAL
                || (action == DdlAction.ALERT && definition.ddlAction(table, DdlKind.CREATE_TABLE) == DdlAction.NORMAL);
    }

    /** A table with the name of one that was followed up to now is another one, whose rows its destination does not have. */
    private void requireNoExchange(SchemaChange change, TableId to, DdlAction action) {
        if (action == DdlAction.NORMAL) {
            throw Reshaping.refused(
                    change, "tables change places by it, so that rows would have to move between their destinations");
        }
        if (action == DdlAction.ALERT && departed.contains(to) && definition.selects(to)) {
            throw SinkException.fatal(
                    "the statement '" + change.sql() + "' put another table in the place of " + to + ", whose rows "
                            + definition.destinationOf(to)
                            + " has. Empty that table, start behind the statement with a StartPoint, and copy the table with"
                            + " SyncRun.copyAgain; with onDdl(RENAME_TABLE, IGNORE) it would not be followed any more",
                    null);
        }
    }

    private void rename(SchemaChange change, SourceTable table, TableSchema schema) {
        TableId from = table.id();
        String old = name(table);
        String renamed = definition.destinationOf(schema.table());
        if (!renamed.equals(old)) {
            reshaping.requireUnmerged(change, table);
            sink.alter(old, new TableAlteration.Rename(renamed));
        }
        reshaping.reshape(change, table, schema, renamed);
        tables.renamed(from, old, table);
    }

    /**
     * A table that was not followed comes in with its rows, which have to be copied unless the pipeline copies none. When the source does
     * not have it any more, a statement that is yet to come took its rows away, or gave it another name by which they are copied.
     */
    private void come(SchemaChange change, TableSchema schema) {
        if (definition.copies(schema.table())) {
            if (source.tables(schema.table()::equals).isEmpty()) {
                logGone(change, schema.table());
                return;
            }
            throw SourceException.retryable(
                    "the statement '" + change.sql() + "' brought " + schema.table()
                            + " in, whose rows have to be copied: the run starts again from its checkpoint to do so",
                    null);
        }
        join(change, schema);
    }

    private void leave(SourceTable table) {
        departed.add(table.id());
        table.goes();
        tables.remove(table);
        if (table.rules().storesJson()) {
            vacated.add(table.destination());
        } else {
            tables.forgetUnused(table.destination());
        }
    }

    /** Everything that the last statement did has been applied, and its records are committed. */
    void statementEnded() {
        departed.clear();
        taken.clear();
        logged.clear();
        vacated.forEach(tables::forgetUnused);
        vacated.clear();
        changes = 0;
    }

    /** The plan of one table, which has no errors. */
    private SyncPlan plan(TableSchema schema) {
        SyncPlan plan = new Planner(definition, sink, source::sizes)
                .plan(List.of(schema.table()), Map.of(schema.table(), schema));
        List<Finding> errors = plan.findings().stream()
                .filter(f -> f.severity() == Finding.Severity.ERROR && concerns(f, schema.table(), plan))
                .toList();
        if (!errors.isEmpty()) {
            throw SinkException.fatal(
                    "the table " + schema.table() + " cannot be followed: "
                            + errors.stream().map(Finding::toString).collect(Collectors.joining("; "))
                            + ". Exclude it with TableSelector.except, or correct it, and start again",
                    null);
        }
        return plan;
    }

    private void join(SchemaChange change, TableSchema schema) {
        for (TablePlan table : plan(schema).tables()) {
            factory.prepare(table);
            for (SourceTablePlan planned : table.sources()) {
                factory.add(table, planned, TableProgress.followed(planned.schema()));
                SourceTable added = tables.find(planned.schema().table());
                if (added != null && tables.into(added.destination()).size() > 1) {
                    reshaping.reshape(change, added, added.schema());
                }
            }
        }
    }

    /** Findings about other tables that the selectors name are not this table's. */
    private static boolean concerns(Finding finding, TableId table, SyncPlan plan) {
        return finding.subject().equals(table.toString())
                || plan.tables().stream().anyMatch(t -> t.destination().name().equals(finding.subject()));
    }

    private static String name(SourceTable table) {
        return table.destination().table().name();
    }
}
