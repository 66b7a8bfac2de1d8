package io.syncpipeline.mysql.internal.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one table while a statement changes it. Whatever the order of the clauses, those that drop and rename speak of keys that
 * were there before the statement, and what is added comes last.
 */
final class IndexEdit {

    private static final String PRIMARY = "PRIMARY";

    private List<String> primaryKey;
    private @Nullable List<String> newPrimaryKey;
    private final List<TableIndex> indexes;
    private final List<TableIndex> added = new ArrayList<>();

    IndexEdit(List<String> primaryKey, List<TableIndex> indexes) {
        this.primaryKey = primaryKey;
        this.indexes = new ArrayList<>(indexes);
    }

    void addPrimary(List<String> columns) {
        newPrimaryKey = columns;
    }

    /** Adds an index; an empty name lets the server choose one. */
    void add(String name, boolean unique, List<String> columns, boolean ifNotExists) {
        boolean again = added.stream().anyMatch(index -> index.name().equalsIgnoreCase(name));
        if (!ifNotExists || (!isTaken(name) && !again)) {
            added.add(new TableIndex(name, unique, columns));
        }
    }

    void dropPrimary() {
        primaryKey = List.of();
    }

    void drop(String name) {
        if (name.equalsIgnoreCase(PRIMARY)) {
            dropPrimary();
        } else if (!indexes.removeIf(index -> index.name().equalsIgnoreCase(name))) {
            // the server has dropped it long since, so its columns cannot be asked for: a unique key whose name nobody
            // knows may be this one, and a key too few is noticed where a key too many would be trusted
            indexes.removeIf(index -> index.name().equals(TrackedTable.UNKNOWN_NAME));
        }
    }

    void rename(String from, String to) {
        indexes.replaceAll(index ->
                index.name().equalsIgnoreCase(from) ? new TableIndex(to, index.unique(), index.columns()) : index);
    }

    /** Drops a column from the keys; a key that has no other column goes with it. */
    void dropColumn(String column) {
        primaryKey = without(primaryKey, column);
        List<TableIndex> before = List.copyOf(indexes);
        indexes.clear();
        for (TableIndex index : before) {
            List<String> rest = without(index.columns(), column);
            if (!rest.isEmpty() || index.columns().isEmpty()) {
                indexes.add(new TableIndex(index.name(), index.unique(), rest));
            }
        }
    }

    /**
     * Ends the statement; what is added gets into the keys and its name.
     *
     * @param newName the name that a column has after the statement, of that before it
     * @param spelled a column's name as the table spells it, of any spelling
     */
    void finish(UnaryOperator<String> newName, UnaryOperator<String> spelled) {
        primaryKey = mapped(primaryKey, newName);
        indexes.replaceAll(index -> new TableIndex(index.name(), index.unique(), mapped(index.columns(), newName)));
        if (newPrimaryKey != null) {
            replacePrimary(mapped(newPrimaryKey, spelled));
        }
        for (TableIndex index : added) {
            List<String> columns = mapped(index.columns(), spelled);
            String name = index.name().isEmpty() ? chosenName(columns) : index.name();
            indexes.removeIf(old -> old.name().equalsIgnoreCase(name));
            indexes.add(new TableIndex(name, index.unique(), columns));
        }
    }

    private void replacePrimary(List<String> columns) {
        if (!primaryKey.isEmpty() && !primaryKey.equals(columns)) {
            throw new ParseException(
                    "it adds the primary key " + columns + ", and the known shape has " + primaryKey + TableEdit.NEWER);
        }
        primaryKey = columns;
    }

    /** The name that the server gives: that of the first column, with a number when it is taken. */
    private String chosenName(List<String> columns) {
        String first = columns.isEmpty() ? "functional_index" : columns.get(0);
        String name = first;
        for (int i = 2; isTaken(name); i++) {
            name = first + "_" + i;
        }
        return name;
    }

    private boolean isTaken(String name) {
        return name.equalsIgnoreCase(PRIMARY)
                || indexes.stream().anyMatch(index -> index.name().equalsIgnoreCase(name));
    }

    List<String> primaryKey() {
        return primaryKey;
    }

    List<TableIndex> indexes() {
        return indexes;
    }

    private static List<String> mapped(List<String> columns, UnaryOperator<String> name) {
        return columns.stream().map(name).toList();
    }

    private static List<String> without(List<String> columns, String column) {
        return columns.stream().filter(name -> !name.equalsIgnoreCase(column)).toList();
    }
}
