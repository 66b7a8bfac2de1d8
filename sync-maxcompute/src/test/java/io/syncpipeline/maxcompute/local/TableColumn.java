package io.syncpipeline.maxcompute.local;

/**
 * A column of a table.
 *
 * @param id never used again in the same table, so that a session finds its columns after a rename
 * @param name folded to lower case
 * @param type its type
 * @param nullable false for NOT NULL and for key columns
 * @param comment empty when there is none
 */
record TableColumn(int id, String name, ColumnType type, boolean nullable, String comment) {

    TableColumn named(String newName) {
        return new TableColumn(id, newName, type, nullable, comment);
    }

    TableColumn typed(ColumnType newType) {
        return new TableColumn(id, name, newType, nullable, comment);
    }

    TableColumn commented(String newComment) {
        return new TableColumn(id, name, type, nullable, newComment);
    }

    TableColumn numbered(int newId) {
        return new TableColumn(newId, name, type, nullable, comment);
    }

    TableColumn nullable(boolean allowed) {
        return new TableColumn(id, name, type, allowed, comment);
    }
}
