package io.syncpipeline.model;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The shape of a source table at one moment.
 *
 * @param table which table
 * @param columns its columns in order; generated and invisible columns are among them, as rows carry them
 * @param primaryKey names of the primary key's columns in key order; empty when the table has none
 * @param uniqueKeys its other unique keys whose columns are all NOT NULL, each as column names in key order
 * @param comment the table's comment; empty when it has none
 */
public record TableSchema(
        TableId table, List<Column> columns, List<String> primaryKey, List<List<String>> uniqueKeys, String comment) {

    public TableSchema {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(comment, "comment");
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
    }

    /** The index of a column, by name without regard to case, as MySQL and MaxCompute compare column names. */
    public OptionalInt indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(column)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Whether another shape has columns of the same names, without regard to case, and types, in the same order. */
    public boolean hasColumnsOf(TableSchema other) {
        if (columns.size() != other.columns.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            Column mine = columns.get(i);
            Column theirs = other.columns.get(i);
            if (!mine.name().equalsIgnoreCase(theirs.name()) || !mine.type().equals(theirs.type())) {
                return false;
            }
        }
        return true;
    }

    /** The names of all columns, in order. */
    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }
}
