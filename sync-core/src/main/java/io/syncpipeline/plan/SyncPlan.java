package io.syncpipeline.plan;

import io.syncpipeline.model.Finding;
import io.syncpipeline.rule.SyncMode;
import java.util.List;
import java.util.Objects;

/**
 * What a run will do. The same definition and the same tables give the same plan and the same text.
 *
 * @param pipeline the pipeline's name
 * @param source the source's name
 * @param sink the destination's name
 * @param mode the steps to take
 * @param tables the destination tables, by name
 * @param findings what the planner found; a run refuses to start when one is an error
 */
public record SyncPlan(
        String pipeline, String source, String sink, SyncMode mode, List<TablePlan> tables, List<Finding> findings) {

    public SyncPlan {
        Objects.requireNonNull(pipeline, "pipeline");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(sink, "sink");
        Objects.requireNonNull(mode, "mode");
        tables = List.copyOf(tables);
        findings = List.copyOf(findings);
    }

    /**
     * Does nothing when the plan can be run.
     *
     * @return this plan
     * @throws io.syncpipeline.model.DefinitionException with every error and its hint otherwise
     */
    public SyncPlan orThrow() {
        new CheckReport(findings).orThrow();
        return this;
    }

    /**
     * The plan as a JSON object, for programs: the pipeline's ends and mode, each destination table with its columns, sources and statements,
     * and the findings. The same plan gives the same text; later versions may add fields.
     */
    public String toJson() {
        return PlanJson.of(this);
    }

    /** The plan for people: every table with its columns, then the findings. */
    @Override
    public String toString() {
        return PlanText.of(this);
    }
}
