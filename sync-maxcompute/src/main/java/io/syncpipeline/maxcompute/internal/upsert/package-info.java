/**
 * Writes rows to PK Delta tables through upsert sessions. {@link io.syncpipeline.maxcompute.internal.upsert.WriterPool} holds what the
 * writers of one sink session share: memory, senders, keep-alive. Lock order: a writer's lock before the budget's; never two writers'.
 */
@NullMarked
package io.syncpipeline.maxcompute.internal.upsert;

import org.jspecify.annotations.NullMarked;
