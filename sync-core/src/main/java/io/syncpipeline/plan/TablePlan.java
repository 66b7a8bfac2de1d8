package io.syncpipeline.plan;

import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.rule.WriteMode;
import java.util.List;
import java.util.Objects;

/**
 * One destination table of a plan.
 *
 * @param destination the table as it will be when rows are written
 * @param exists whether it exists already
 * @param columnsToAdd what it lacks, if it exists
 * @param writeMode how changes are written
 * @param statements what the sink will run to create or complete it, for people
 * @param sources the source tables that are written into it, in order
 */
public record TablePlan(
        DestinationTable destination,
        boolean exists,
        List<DestinationColumn> columnsToAdd,
        WriteMode writeMode,
        List<String> statements,
        List<SourceTablePlan> sources) {

    public TablePlan {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(writeMode, "writeMode");
        columnsToAdd = List.copyOf(columnsToAdd);
        statements = List.copyOf(statements);
        sources = List.copyOf(sources);
    }
}
