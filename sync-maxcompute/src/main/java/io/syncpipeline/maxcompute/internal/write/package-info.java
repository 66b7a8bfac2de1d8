/**
 * Writes rows to PK Delta tables through upsert sessions, and to tables without a key through upload sessions, one per table or partition
 * and interval. {@link
 * io.syncpipeline.maxcompute.internal.write.WriterPool} holds what the writers of one sink session share: memory, senders, committers,
 * keep-alive. Lock order: learning the layout, opening a stream's session, creating a table's partitions, the writer's lock, the budget's; never two writers'.
 */
@NullMarked
package io.syncpipeline.maxcompute.internal.write;

import org.jspecify.annotations.NullMarked;
