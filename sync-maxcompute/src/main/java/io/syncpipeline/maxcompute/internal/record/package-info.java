/**
 * Turns rows into the bytes that the tunnel takes. {@link io.syncpipeline.maxcompute.internal.record.RecordEncoder} is bound once per
 * table; {@link io.syncpipeline.maxcompute.internal.record.RecordBuffer} collects what it writes. No I/O, and no third-party types
 * except the service's own hash for rare key types.
 */
@NullMarked
package io.syncpipeline.maxcompute.internal.record;

import org.jspecify.annotations.NullMarked;
