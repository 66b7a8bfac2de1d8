package io.syncpipeline.plan;

import io.syncpipeline.model.TableSchema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One source table of a plan.
 *
 * @param schema its shape
 * @param copied whether the rows that it has are copied
 * @param splitKey the columns by whose order it is cut into chunks; empty: not cut
 * @param copyCondition the condition for copied rows; empty: all rows
 * @param origins where the values of the destination's columns come from, in words, by the columns' names; columns that are missing are NULL
 * @param changes what becomes of changes of rows that are not carried over as they are, and of statements, in words
 */
public record SourceTablePlan(
        TableSchema schema,
        boolean copied,
        List<String> splitKey,
        String copyCondition,
        Map<String, String> origins,
        List<String> changes) {

    public SourceTablePlan {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(copyCondition, "copyCondition");
        splitKey = List.copyOf(splitKey);
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
        changes = List.copyOf(changes);
    }
}
