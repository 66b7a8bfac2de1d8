package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.internal.plan.TableRules;
import io.syncpipeline.plan.SourceTablePlan;
import io.syncpipeline.plan.TablePlan;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableAlteration;
import java.time.Duration;

/** Makes destination tables, on any thread, and the run's tables, on the one that owns them, as the plan says. */
final class TableFactory {

    private final Definition definition;
    private final SinkSession sink;
    private final TableSet tables;
    private final Duration visibilityUncertainty;

    TableFactory(Definition definition, SinkSession sink, TableSet tables, Duration visibilityUncertainty) {
        this.definition = definition;
        this.sink = sink;
        this.tables = tables;
        this.visibilityUncertainty = visibilityUncertainty;
    }

    /** Creates or completes a destination table. */
    void prepare(TablePlan plan) {
        if (!plan.exists()) {
            sink.create(plan.destination());
        } else if (!plan.columnsToAdd().isEmpty()) {
            sink.alter(plan.destination().name(), new TableAlteration.AddColumns(plan.columnsToAdd()));
        }
    }

    /** Adds a source table to the run. */
    void add(TablePlan plan, SourceTablePlan source, TableProgress progress) {
        Destination destination = tables.destination(plan.destination().name());
        if (destination == null) {
            destination = new Destination(sink, plan.destination());
        }
        TableGate gate = new TableGate(
                visibilityUncertainty.toMillis(),
                definition.tuning().copyReaders(),
                definition.clock().millis());
        tables.add(
                new SourceTable(progress, source, table -> TableRules.of(definition, sink, table), destination, gate));
    }
}
