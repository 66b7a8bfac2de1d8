package io.syncpipeline.internal.engine;

import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SchemaChange.ColumnAdded;
import io.syncpipeline.model.SchemaChange.ColumnDropped;
import io.syncpipeline.model.SchemaChange.ColumnRenamed;
import io.syncpipeline.model.SchemaChange.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What one statement does to the names of columns. */
final class RenamedColumns {

    private RenamedColumns() {}

    /**
     * Refuses columns that change names with each other. Renaming them one by one would take a third name, and when the statement comes again
     * after a crash, the destination's columns do not tell whether it was carried out already: renaming them once more would put every value
     * under the wrong name.
     */
    static void requireNoCircle(SchemaChange change) {
        List<ColumnRenamed> waiting = change.steps().stream()
                .filter(ColumnRenamed.class::isInstance)
                .map(ColumnRenamed.class::cast)
                .collect(Collectors.toCollection(ArrayList::new));
        while (!waiting.isEmpty()) {
            Optional<ColumnRenamed> free = waiting.stream()
                    .filter(rename -> waiting.stream()
                            .noneMatch(other ->
                                    !other.equals(rename) && other.from().equalsIgnoreCase(rename.to())))
                    .findFirst();
            if (free.isEmpty()) {
                throw Reshaping.refused(
                        change,
                        "its columns "
                                + waiting.stream().map(ColumnRenamed::from).collect(Collectors.joining(", "))
                                + " change names with each other");
            }
            waiting.remove(free.get());
        }
    }

    /**
     * The steps that the destination has already, as it may when a statement comes again after a crash. Such a step must not be done twice: a
     * later one may have given the name of a dropped column to another, whose values would go.
     *
     * @param steps those that are carried over, in their order
     * @param present the destination as it is
     * @return the first of them, as many as are done; empty when none renames a column, since the others do no harm when they come again
     */
    static List<Step> done(SchemaChange change, List<Step> steps, DestinationTable present) {
        if (steps.stream().noneMatch(ColumnRenamed.class::isInstance)) {
            return List.of();
        }
        Set<String> named = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Step step : steps) {
            for (String name : taken(step)) {
                if (named.add(name)) {
                    names.add(name);
                }
            }
            named.addAll(given(step));
        }
        Set<String> actual = present.columns().stream()
                .map(column -> id(column.name()))
                .filter(named::contains)
                .collect(Collectors.toSet());
        for (int done = 0; done <= steps.size(); done++) {
            if (names.equals(actual)) {
                return steps.subList(0, done);
            }
            if (done < steps.size()) {
                names.removeAll(taken(steps.get(done)));
                names.addAll(given(steps.get(done)));
            }
        }
        requireNoNameGivenAgain(change, steps, present);
        return List.of();
    }

    /** The destination is neither as before the statement nor as within or after it, so what was done cannot be told. */
    private static void requireNoNameGivenAgain(SchemaChange change, List<Step> steps, DestinationTable present) {
        for (Step step : steps) {
            boolean again = step instanceof ColumnDropped dropped
                    && steps.stream().anyMatch(other -> given(other).contains(id(dropped.name())));
            if (again) {
                throw Reshaping.refused(
                        change,
                        "it gives the name of a dropped column to another one, and the columns of " + present.name()
                                + " do not tell whether it was carried out already: they are "
                                + present.columns().stream()
                                        .map(DestinationColumn::name)
                                        .toList());
            }
        }
    }

    /** The name that a step takes away. */
    private static Set<String> taken(Step step) {
        if (step instanceof ColumnRenamed renamed) {
            return Set.of(id(renamed.from()));
        }
        return step instanceof ColumnDropped dropped ? Set.of(id(dropped.name())) : Set.of();
    }

    /** The name that a step brings. */
    private static Set<String> given(Step step) {
        if (step instanceof ColumnRenamed renamed) {
            return Set.of(id(renamed.to()));
        }
        return step instanceof ColumnAdded added ? Set.of(id(added.column().name())) : Set.of();
    }

    private static String id(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
