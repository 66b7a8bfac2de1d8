/**
 * Writes rows to PK Delta tables through upsert sessions, one per table or partition and interval. {@link
 * io.syncpipeline.maxcompute.internal.upsert.WriterPool} holds what the writers of one sink session share: memory, senders, committers,
 * keep-alive. Lock order: learning the layout, opening a stream's session, creating a table's partitions, the writer's lock, the budget's; never two writers'.
 */
@NullMarked
package io.syncpipeline.maxcompute.internal.upsert;

import org.jspecify.annotations.NullMarked;
