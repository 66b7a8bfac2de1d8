package io.syncpipeline.model;

import java.util.Comparator;
import java.util.Objects;

/**
 * A table at the source: its database and its name, spelled as the source spells them.
 *
 * @param database the database (MySQL: schema) the table lives in
 * @param table the table's name
 */
public record TableId(String database, String table) implements Comparable<TableId> {

    private static final Comparator<TableId> ORDER =
            Comparator.comparing(TableId::database).thenComparing(TableId::table);

    public TableId {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(table, "table");
    }

    @Override
    public int compareTo(TableId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return database + "." + table;
    }
}
