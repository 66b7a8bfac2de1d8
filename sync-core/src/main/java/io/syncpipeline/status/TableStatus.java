package io.syncpipeline.status;

import io.syncpipeline.model.TableId;

/**
 * The numbers of one source table at one instant, counted since this run started, unless said otherwise. They count what was handed to
 * the destination's writer, whether committed or not; after a restart from a checkpoint, work done again is counted again.
 *
 * @param table the source table
 * @param destination the destination table
 * @param phase what is being done with it
 * @param estimatedRows about how many rows its copy has, from the source's statistics; -1 while not known
 * @param copiedRows rows copied, including those of earlier runs that the checkpoint knows
 * @param inserts rows inserted at the source
 * @param updates rows updated at the source
 * @param deletes rows deleted at the source
 */
public record TableStatus(
        TableId table,
        String destination,
        TablePhase phase,
        long estimatedRows,
        long copiedRows,
        long inserts,
        long updates,
        long deletes) {}
