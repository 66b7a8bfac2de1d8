package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.SchemaChange.Step;
import io.syncpipeline.model.SchemaChange.TableCreated;
import io.syncpipeline.model.SchemaChange.TableRenamed;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.RenameTables;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.RenameTables.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out RENAME TABLE. Several pairs take effect one after the other, so that tables can change places; what counts is which
 * table has which name in the end. When an altered copy made by a schema change tool takes the place of a captured table, that table
 * goes on with another shape: its rows are the copy's rows.
 */
final class TableRenames {

    /** A table that was moved: the name before the statement, the present one (null when it gave it up), and its shape if known. */
    private static final class Moved {
        private final TableId origin;
        private final @Nullable TrackedTable table;
        private TableId name;

        Moved(TableId origin, @Nullable TrackedTable table) {
            this.origin = origin;
            this.table = table;
            this.name = origin;
        }
    }

    private final TrackedTables tables;
    private final Function<TableId, Optional<TrackedTable>> onServer;
    private final List<Moved> moved = new ArrayList<>();

    /**
     * @param onServer how the server defines a table now; empty when it does not have it
     */
    TableRenames(TrackedTables tables, Function<TableId, Optional<TrackedTable>> onServer) {
        this.tables = tables;
        this.onServer = onServer;
    }

    /**
     * What the statement does to captured tables, in its order.
     *
     * @throws ParseException when an altered copy of unknown shape takes the place of a captured table
     */
    List<Effect> apply(RenameTables rename) {
        for (Pair pair : rename.pairs()) {
            Moved table = holder(pair.from());
            boolean missing = rename.ifExists() && table.table == null && tables.captures(pair.from());
            if (!missing) {
                table.name = pair.to();
            }
        }
        moved.removeIf(table -> tables.isSame(table.origin, table.name) || isNobodys(table));
        List<Effect> effects = new ArrayList<>();
        List<TrackedTable> arrived = new ArrayList<>();
        for (Moved table : moved) {
            if (isNeeded(table)) {
                Optional<TrackedTable> shape =
                        table.table == null ? onServer.apply(table.name) : Optional.of(table.table);
                if (shape.isEmpty()) {
                    requireNoCopy(table);
                    effects.add(new Effect(table.origin, List.of(new TableRenamed(table.name)), null));
                } else {
                    TrackedTable after = shape.get().renamed(table.name);
                    arrived.add(after);
                    effect(table, after, effects);
                }
            }
        }
        moved.forEach(table -> tables.remove(table.origin));
        arrived.forEach(tables::put);
        return effects;
    }

    private boolean isNobodys(Moved table) {
        return !tables.captures(table.origin) && !tables.captures(table.name) && table.table == null;
    }

    private Moved holder(TableId name) {
        for (Moved table : moved) {
            if (tables.isSame(table.name, name)) {
                return table;
            }
        }
        Moved table = new Moved(name, tables.find(name));
        moved.add(table);
        return table;
    }

    /** Whether the shape of a moved table has to be known: not when it stays unknown to all, and not when the move was seen before. */
    private boolean isNeeded(Moved table) {
        if (table.table != null) {
            return true;
        }
        boolean leaves = moved.stream().anyMatch(other -> tables.isSame(other.origin, table.name));
        boolean isThere = tables.findCaptured(table.name) != null && !leaves;
        return tables.captures(table.name) && !isThere;
    }

    /** A followed table goes on with the copy's rows, so that its shape has to be known. */
    private void requireNoCopy(Moved table) {
        if (tables.findCaptured(table.name) != null && isCopy(table.origin, table.name)) {
            throw new ParseException(
                    "the shape of " + table.origin + ", which takes the name " + table.name
                            + ", is not known: it was made before the log was followed, and the server has no table of that name now");
        }
    }

    private void effect(Moved table, TrackedTable after, List<Effect> effects) {
        TrackedTable replaced = tables.findCaptured(table.name);
        if (replaced != null && isCopy(table.origin, table.name)) {
            List<Step> steps = ColumnEdit.difference(replaced.columns(), after.columns());
            if (!replaced.schema().equals(after.schema())) {
                effects.add(new Effect(replaced.id(), steps, after));
            }
            if (tables.captures(table.origin)) {
                effects.add(new Effect(table.origin, List.of(new TableRenamed(after.id())), after));
            }
        } else if (isReplacedByCopy(table.origin)) {
            if (tables.captures(table.name)) {
                effects.add(new Effect(after.id(), List.of(new TableCreated()), after));
            }
        } else if (tables.captures(table.origin) || tables.captures(table.name)) {
            effects.add(new Effect(table.origin, List.of(new TableRenamed(after.id())), after));
        }
    }

    private boolean isReplacedByCopy(TableId name) {
        return tables.findCaptured(name) != null
                && moved.stream().anyMatch(other -> tables.isSame(other.name, name) && isCopy(other.origin, name));
    }

    private static boolean isCopy(TableId copy, TableId table) {
        return copy.database().equals(table.database()) && ShadowNames.isCopyOf(copy.table(), table.table());
    }

    /**
     * @param table the table's name before the statement
     * @param after the table then; null when it came under a captured name, its shape was not known, and the server has it no more
     */
    record Effect(TableId table, List<Step> steps, @Nullable TrackedTable after) {}
}
