package io.syncpipeline.plan;

import io.syncpipeline.model.TableSchema;
import java.util.List;
import java.util.Objects;

/**
 * One source table of a plan.
 *
 * @param schema its shape
 * @param splitKey the columns by whose order it is cut into chunks; empty: not cut
 * @param copyCondition the condition for copied rows; empty: all rows
 */
public record SourceTablePlan(TableSchema schema, List<String> splitKey, String copyCondition) {

    public SourceTablePlan {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(copyCondition, "copyCondition");
        splitKey = List.copyOf(splitKey);
    }
}
