package io.syncpipeline.examples;

import io.syncpipeline.model.TableId;
import java.util.List;

/**
 * A destination table and the source tables whose rows it should have.
 *
 * @param destination the destination table's name
 * @param sources the source tables
 */
record ComparedTable(String destination, List<TableId> sources) {

    ComparedTable {
        sources = List.copyOf(sources);
    }
}
