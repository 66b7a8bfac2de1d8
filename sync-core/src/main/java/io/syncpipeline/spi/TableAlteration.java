package io.syncpipeline.spi;

import io.syncpipeline.model.DestinationColumn;
import java.util.List;

/** One change to a destination table. */
public sealed interface TableAlteration {

    /**
     * Adds columns after the last one.
     *
     * @param columns the new columns, all nullable
     */
    record AddColumns(List<DestinationColumn> columns) implements TableAlteration {
        public AddColumns {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Gives a column a wider type.
     *
     * @param column the column as it shall be, under its present name
     */
    record ChangeType(DestinationColumn column) implements TableAlteration {}

    /**
     * Gives a column another name.
     *
     * @param from its present name
     * @param to its new name
     */
    record RenameColumn(String from, String to) implements TableAlteration {}

    /**
     * Drops columns and what is in them.
     *
     * @param names their names
     */
    record DropColumns(List<String> names) implements TableAlteration {
        public DropColumns {
            names = List.copyOf(names);
        }
    }

    /** Deletes all rows. */
    record Truncate() implements TableAlteration {}

    /** Drops the table and everything in it. */
    record Drop() implements TableAlteration {}

    /**
     * Gives the table another name.
     *
     * @param to its new name
     */
    record Rename(String to) implements TableAlteration {}
}
