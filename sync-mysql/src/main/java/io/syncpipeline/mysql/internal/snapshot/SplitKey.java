package io.syncpipeline.mysql.internal.snapshot;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns by whose order a table is cut, and the conditions that cut it. Immutable. */
final class SplitKey {

    private final List<KeyColumn> columns;
    private final boolean primary;

    private SplitKey(List<KeyColumn> columns, boolean primary) {
        this.columns = columns;
        this.primary = primary;
    }

    static SplitKey of(TableSchema schema, List<String> names) {
        List<KeyColumn> columns = new ArrayList<>();
        for (String name : names) {
            int index = schema.indexOf(name)
                    .orElseThrow(() -> SourceException.fatal(
                            schema.table() + " has no column '" + name + "' to be split by; it has "
                                    + schema.columnNames(),
                            null));
            columns.add(KeyColumn.of(schema.columns().get(index)));
        }
        if (columns.size() > 1 && columns.stream().anyMatch(KeyColumn::isNullable)) {
            throw SourceException.fatal(
                    schema.table() + " cannot be split by " + names
                            + ", as one of these columns may be NULL. Choose a primary or"
                            + " unique key whose columns are NOT NULL",
                    null);
        }
        return new SplitKey(columns, equalNames(names, schema.primaryKey()));
    }

    private static boolean equalNames(List<String> names, List<String> others) {
        if (names.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equalsIgnoreCase(others.get(i))) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return columns.size();
    }

    KeyColumn column(int index) {
        return columns.get(index);
    }

    /** Whether boundaries can be found by arithmetic. */
    boolean isInteger() {
        return columns.size() == 1 && columns.get(0).isInteger();
    }

    /** What to select so that a boundary can be made of the row. */
    String selected() {
        return columns.stream().map(KeyColumn::selected).collect(Collectors.joining(", "));
    }

    String ascending() {
        return columns.stream().map(KeyColumn::name).collect(Collectors.joining(", "));
    }

    /**
     * Without it the optimizer may prefer to read a whole index for each boundary. Names of other unique keys are not known here, and
     * it finds them by itself.
     */
    String indexHint() {
        return primary ? " FORCE INDEX (PRIMARY)" : "";
    }

    /** Rows behind the first boundary and up to the second, both optional. Always a condition. */
    String between(@Nullable Boundary after, @Nullable Boundary upTo) {
        if (after == null) {
            return upTo == null ? "TRUE" : orNull(upTo(upTo, 0));
        }
        return upTo == null ? after(after, 0) : after(after, 0) + " AND " + upTo(upTo, 0);
    }

    // NULL comes before every value
    private String orNull(String condition) {
        return columns.get(0).isNullable()
                ? "(" + condition + " OR " + columns.get(0).name() + " IS NULL)"
                : condition;
    }

    // Row constructors, (a, b) > (1, 2), are not turned into ranges of an index by any of these servers. The first
    // comparison, which
    // the rest implies, lets the range begin or end at the boundary even when the optimizer gives up on the OR.
    private String after(Boundary boundary, int from) {
        String name = columns.get(from).name();
        String literal = boundary.literals().get(from);
        if (from == columns.size() - 1) {
            return name + " > " + literal;
        }
        return name + " >= " + literal + " AND (" + name + " > " + literal + " OR " + name + " = " + literal + " AND "
                + after(boundary, from + 1) + ")";
    }

    private String upTo(Boundary boundary, int from) {
        String name = columns.get(from).name();
        String literal = boundary.literals().get(from);
        if (from == columns.size() - 1) {
            return name + " <= " + literal;
        }
        return name + " <= " + literal + " AND (" + name + " < " + literal + " OR " + name + " = " + literal + " AND "
                + upTo(boundary, from + 1) + ")";
    }
}
