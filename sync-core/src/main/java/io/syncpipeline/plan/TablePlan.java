package io.syncpipeline.plan;

import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import java.util.List;
import java.util.Objects;

/**
 * One destination table of a plan.
 *
 * @param destination the table as it will be when rows are written
 * @param exists whether it exists already
 * @param columnsToAdd what it lacks, if it exists
 * @param sources the source tables that are written into it, in order
 */
public record TablePlan(
        DestinationTable destination,
        boolean exists,
        List<DestinationColumn> columnsToAdd,
        List<SourceTablePlan> sources) {

    public TablePlan {
        Objects.requireNonNull(destination, "destination");
        columnsToAdd = List.copyOf(columnsToAdd);
        sources = List.copyOf(sources);
    }
}
