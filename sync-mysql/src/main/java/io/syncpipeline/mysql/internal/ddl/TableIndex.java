package io.syncpipeline.mysql.internal.ddl;

import java.util.List;

/**
 * An index other than the primary key.
 *
 * @param name its name; empty when it is not known
 * @param unique whether it is unique
 * @param columns its columns in key order; empty when one of its parts is an expression or the beginning of a column
 */
record TableIndex(String name, boolean unique, List<String> columns) {

    TableIndex {
        columns = List.copyOf(columns);
    }
}
