package io.syncpipeline.internal.engine;

import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SchemaChange.ColumnRenamed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
}
