package io.syncpipeline.internal.engine;

import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.internal.plan.Planner;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import io.syncpipeline.plan.CheckReport;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.SourceSession;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks without touching: the checks and the dry run. */
public final class Inspection {

    private Inspection() {}

    /** What the checks of both sides find. */
    public static CheckReport check(Definition definition) {
        List<Finding> findings = new ArrayList<>();
        try (SourceSession source = definition.source().open(options(definition))) {
            List<TableId> tables = source.tables(definition::selects);
            findings.addAll(source.check(tables, definition.mode().follows()));
            findings.addAll(missing(definition, tables));
        }
        try (SinkSession sink = definition.sink().open(options(definition))) {
            findings.addAll(sink.check());
        }
        return new CheckReport(findings);
    }

    private static List<Finding> missing(Definition definition, List<TableId> tables) {
        Set<TableId> present = new HashSet<>(tables);
        return Planner.missing(definition, present);
    }

    /** What a run would do. */
    public static SyncPlan plan(Definition definition) {
        try (SourceSession source = definition.source().open(options(definition));
                SinkSession sink = definition.sink().open(options(definition))) {
            List<TableId> tables = source.tables(definition::selects);
            return new Planner(definition, sink, source::sizes).plan(tables, source.schemas(tables));
        }
    }

    private static SessionOptions options(Definition definition) {
        Tuning tuning = definition.tuning();
        return new SessionOptions(
                definition.name(), tuning.memoryBytes() / 4, tuning.decodeThreads(), definition.clock());
    }
}
