package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.Column;

/**
 * A column of a tracked table.
 *
 * @param column the column
 * @param origin the name it had when its table came into being; tells a renamed column from another one when an altered copy of a table
 *     takes the table's place
 */
record TrackedColumn(Column column, String origin) {

    static TrackedColumn of(Column column) {
        return new TrackedColumn(column, column.name());
    }

    String name() {
        return column.name();
    }

    TrackedColumn with(Column changed) {
        return new TrackedColumn(changed, origin);
    }
}
