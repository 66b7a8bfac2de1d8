package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tables whose shapes are known: the captured ones, and others that may yet take the name of a captured one (altered copies, and
 * tables that were renamed away). Names are compared as the server compares them.
 */
final class TrackedTables {

    /** Of the tables that are not captured, those in use longest ago are forgotten beyond this number. */
    static final int MOST_OTHERS = 1_000;

    private final Predicate<TableId> joining;
    private final ServerDialect dialect;
    private final Set<TableId> capturedNames = new HashSet<>();
    private final Map<TableId, TrackedTable> captured = new HashMap<>();
    private final Map<TableId, TrackedTable> others = new LinkedHashMap<>();

    TrackedTables(Predicate<TableId> joining, ServerDialect dialect) {
        this.joining = joining;
        this.dialect = dialect;
    }

    /**
     * Whether a table of that name is captured, be it there or not. What a schema change tool makes beside a captured table does not join,
     * even if it is selected: its rows are those of the table.
     */
    boolean captures(TableId table) {
        return capturedNames.contains(key(table)) || (joining.test(table) && !belongsToTool(table));
    }

    /** Whether a table would join were it not one that a schema change tool makes beside a captured table. */
    boolean isLeftOut(TableId table) {
        return !capturedNames.contains(key(table)) && joining.test(table) && belongsToTool(table);
    }

    private boolean belongsToTool(TableId table) {
        return ShadowNames.bases(table.table()).stream().anyMatch(base -> isBase(base, table));
    }

    /** Whether the shape of a table has to be known: it is captured, or may be a copy of a captured one. */
    boolean concerns(TableId table) {
        return captures(table) || belongsToTool(table);
    }

    private boolean isBase(String base, TableId table) {
        TableId key = key(new TableId(table.database(), base));
        return captured.containsKey(key)
                || (ShadowNames.isCut(table.table())
                        && captured.keySet().stream()
                                .anyMatch(other -> other.database().equals(key.database())
                                        && other.table().startsWith(key.table())));
    }

    @Nullable
    TrackedTable find(TableId table) {
        TrackedTable found = captured.get(key(table));
        return found == null ? others.get(key(table)) : found;
    }

    @Nullable
    TrackedTable findCaptured(TableId table) {
        return captured.get(key(table));
    }

    /** Captures a table by its name from now on. */
    void capture(TrackedTable table) {
        capturedNames.add(key(table.id()));
        put(table);
    }

    void put(TrackedTable table) {
        TableId key = key(table.id());
        if (captures(table.id())) {
            others.remove(key);
            captured.put(key, table);
            return;
        }
        others.remove(key);
        others.put(key, table);
        if (others.size() > MOST_OTHERS) {
            others.remove(others.keySet().iterator().next());
        }
    }

    void remove(TableId table) {
        captured.remove(key(table));
        others.remove(key(table));
    }

    /** Captures a table no longer, not even under its name. */
    void forget(TableId table) {
        remove(table);
        capturedNames.remove(key(table));
    }

    /** All tables of a database whose shapes are known, in order of their names. */
    List<TrackedTable> in(String database) {
        List<TrackedTable> tables = new ArrayList<>();
        for (Collection<TrackedTable> known : List.of(captured.values(), others.values())) {
            for (TrackedTable table : known) {
                if (key(table.id()).database().equals(dialect.comparable(database))) {
                    tables.add(table);
                }
            }
        }
        tables.sort(Comparator.comparing(TrackedTable::id));
        return tables;
    }

    /** The first captured table whose name stands somewhere in a statement, which may then concern it; null when there is none. */
    @Nullable
    TableId mentionedIn(String sql) {
        String text = sql.toLowerCase(Locale.ROOT);
        return capturedNames.stream()
                .filter(name -> text.contains(name.table().toLowerCase(Locale.ROOT)))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private TableId key(TableId table) {
        return new TableId(dialect.comparable(table.database()), dialect.comparable(table.table()));
    }

    /** Whether two names are those of one table. */
    boolean isSame(TableId one, TableId other) {
        return key(one).equals(key(other));
    }
}
