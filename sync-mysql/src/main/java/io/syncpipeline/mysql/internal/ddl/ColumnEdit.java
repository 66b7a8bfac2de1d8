package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.SchemaChange.ColumnAdded;
import io.syncpipeline.model.SchemaChange.ColumnDropped;
import io.syncpipeline.model.SchemaChange.ColumnModified;
import io.syncpipeline.model.SchemaChange.ColumnRenamed;
import io.syncpipeline.model.SchemaChange.Step;
import io.syncpipeline.mysql.internal.ddl.ColumnDefinition.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one table while a statement changes it. All clauses speak of columns by the names before the statement, except that
 * AFTER speaks of those after it; the order in which columns are placed is the server's (its {@code mysql_prepare_alter_table}).
 */
final class ColumnEdit {

    /** What becomes of a column that is there, or a new one when there is no old name. */
    private record Edit(
            @Nullable TrackedColumn before, @Nullable Column after, Place place) {}

    private final List<TrackedColumn> before;
    private final Map<String, Edit> edits = new LinkedHashMap<>();
    private int added;

    ColumnEdit(List<TrackedColumn> before) {
        this.before = before;
    }

    /** The column of that name before the statement; null when there was none. */
    @Nullable
    TrackedColumn find(String name) {
        return find(before, name);
    }

    /** Whether the name is free after the clauses that were read: never taken, or dropped or renamed by one of them. */
    boolean isFree(String name) {
        Edit edit = edits.get(key(name));
        if (find(name) == null) {
            return true;
        }
        return edit != null && (edit.after() == null || !edit.after().name().equalsIgnoreCase(name));
    }

    /** The name after the statement of a column that was there before it. */
    String newName(String name) {
        Edit edit = edits.get(key(name));
        return edit == null || edit.after() == null ? name : edit.after().name();
    }

    void add(Column column, Place place) {
        add(reserve(), column, place);
    }

    /** Keeps the turn of a column of which it is not certain yet whether it is added. */
    String reserve() {
        String turn = "+" + added++;
        edits.put(turn, new Edit(null, null, Place.UNSAID));
        return turn;
    }

    void add(String turn, Column column, Place place) {
        edits.put(turn, new Edit(null, column, place));
    }

    void drop(TrackedColumn column) {
        edits.put(key(column.name()), new Edit(column, null, Place.UNSAID));
    }

    void change(TrackedColumn column, Column after, Place place) {
        edits.put(key(column.name()), new Edit(column, after, place));
    }

    /** The columns after the statement. */
    List<TrackedColumn> after() {
        List<TrackedColumn> after = new ArrayList<>();
        for (TrackedColumn column : before) {
            Edit edit = edits.get(key(column.name()));
            if (edit == null) {
                after.add(column);
            } else if (edit.after() != null) {
                after.add(column.with(edit.after()));
            }
        }
        for (Edit edit : edits.values()) {
            if (edit.after() != null && (edit.before() == null || edit.place().isSaid())) {
                // one that moves is found at its old place by those before it in the statement
                after.removeIf(
                        column -> edit.before() != null && column.column().equals(edit.after()));
                place(edit, edit.after(), after);
            }
        }
        requireDistinct(after);
        return after;
    }

    private static void place(Edit edit, Column column, List<TrackedColumn> after) {
        TrackedColumn tracked =
                edit.before() == null ? TrackedColumn.of(column) : edit.before().with(column);
        String neighbour = edit.place().after();
        if (edit.place().first()) {
            after.add(0, tracked);
        } else if (neighbour == null) {
            after.add(tracked);
        } else {
            TrackedColumn found = find(after, neighbour);
            if (found == null) {
                throw new ParseException("it places a column after '" + neighbour
                        + "', which the known shape does not have" + TableEdit.NEWER);
            }
            after.add(after.indexOf(found) + 1, tracked);
        }
    }

    private static void requireDistinct(List<TrackedColumn> columns) {
        Map<String, Long> counts =
                columns.stream().collect(Collectors.groupingBy(column -> key(column.name()), Collectors.counting()));
        counts.forEach((name, count) -> {
            if (count > 1) {
                throw new ParseException("it would leave " + count + " columns named '" + name + "'" + TableEdit.NEWER);
            }
        });
    }

    /**
     * What was done, in the order of the clauses except that a name is taken after it was given up, then what else came about. Of columns that
     * change names with each other each is renamed while another one has its new name still.
     *
     * @param finished the columns after the statement, with all that its keys and character set did to them
     */
    List<Step> steps(List<TrackedColumn> finished) {
        Map<String, Column> byName = new HashMap<>();
        finished.forEach(column -> byName.put(key(column.name()), column.column()));
        List<List<Step>> perClause = new ArrayList<>();
        List<Step> intoVacated = new ArrayList<>();
        for (Edit edit : edits.values()) {
            List<Step> steps = new ArrayList<>();
            perClause.add(steps);
            if (edit.after() == null) {
                if (edit.before() != null) {
                    steps.add(new ColumnDropped(edit.before().name()));
                }
                continue;
            }
            Column after = byName.getOrDefault(key(edit.after().name()), edit.after());
            if (edit.before() == null) {
                (find(after.name()) == null ? steps : intoVacated).add(new ColumnAdded(after));
            } else {
                addDifference(edit.before().column(), after, steps);
            }
        }
        List<Step> steps = StepOrder.freedNamesFirst(perClause);
        steps.addAll(intoVacated);
        for (TrackedColumn column : before) {
            if (!edits.containsKey(key(column.name()))) {
                addDifference(column.column(), byName.getOrDefault(key(column.name()), column.column()), steps);
            }
        }
        return steps;
    }

    private static void addDifference(Column before, Column after, List<Step> steps) {
        Column renamed = before.renamed(after.name());
        if (!before.name().equals(after.name())) {
            steps.add(new ColumnRenamed(before.name(), after.name()));
        }
        if (!renamed.equals(after)) {
            steps.add(new ColumnModified(renamed, after));
        }
    }

    /**
     * What turns the shape of a table into that of an altered copy which takes its place.
     *
     * @param before the columns of the table
     * @param after those of the copy
     */
    static List<Step> difference(List<TrackedColumn> before, List<TrackedColumn> after) {
        Set<String> names = after.stream().map(column -> key(column.name())).collect(Collectors.toSet());
        Set<String> oldNames = before.stream().map(column -> key(column.name())).collect(Collectors.toSet());
        ColumnEdit edit = new ColumnEdit(before);
        for (TrackedColumn old : before) {
            TrackedColumn same = find(after, old.name());
            if (same == null) {
                same = after.stream()
                        .filter(column -> !oldNames.contains(key(column.name())))
                        .filter(column -> column.origin().equalsIgnoreCase(old.name()))
                        .findFirst()
                        .orElse(null);
            }
            if (same == null) {
                edit.drop(old);
            } else {
                edit.change(old, same.column(), Place.UNSAID);
                names.remove(key(same.name()));
            }
        }
        for (TrackedColumn column : after) {
            if (names.contains(key(column.name()))) {
                edit.add(column.column(), Place.UNSAID);
            }
        }
        return edit.steps(after);
    }

    private static @Nullable TrackedColumn find(List<TrackedColumn> columns, String name) {
        for (TrackedColumn column : columns) {
            if (column.name().equalsIgnoreCase(name)) {
                return column;
            }
        }
        return null;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
