package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.SchemaChange.ColumnDropped;
import io.syncpipeline.model.SchemaChange.ColumnRenamed;
import io.syncpipeline.model.SchemaChange.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orders the steps of one statement so that they can be carried out one after the other: all clauses of a statement take effect at once, so
 * that one may rename a column to a name that a later one takes away from another column.
 */
final class StepOrder {

    private StepOrder() {}

    /**
     * The steps in the order of their clauses, except that a name is given up before it is taken. Columns that change names with each other
     * cannot be ordered and stay in the order of their clauses.
     *
     * @param perClause the steps of each clause; a renaming is the first of its clause
     */
    static List<Step> freedNamesFirst(List<List<Step>> perClause) {
        List<List<Step>> waiting = new ArrayList<>(perClause);
        List<Step> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<Step> next = waiting.stream()
                    .filter(clause ->
                            waiting.stream().noneMatch(other -> other != clause && frees(other, taken(clause))))
                    .findFirst()
                    .orElse(waiting.get(0));
            waiting.remove(next);
            ordered.addAll(next);
        }
        return ordered;
    }

    private static @Nullable String taken(List<Step> clause) {
        return !clause.isEmpty() && clause.get(0) instanceof ColumnRenamed renamed ? renamed.to() : null;
    }

    private static boolean frees(List<Step> clause, @Nullable String name) {
        if (name == null || clause.isEmpty()) {
            return false;
        }
        Step first = clause.get(0);
        return (first instanceof ColumnRenamed renamed && renamed.from().equalsIgnoreCase(name))
                || (first instanceof ColumnDropped dropped && dropped.name().equalsIgnoreCase(name));
    }
}
