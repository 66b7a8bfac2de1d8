/**
 * Copies tables chunk by chunk: {@link io.syncpipeline.mysql.internal.snapshot.MySqlSnapshotReader} is the entry. Keys are ordered and
 * compared by the server only, since no other order is that of its collations. Only sessions depend on this package.
 */
@NullMarked
package io.syncpipeline.mysql.internal.snapshot;

import org.jspecify.annotations.NullMarked;
