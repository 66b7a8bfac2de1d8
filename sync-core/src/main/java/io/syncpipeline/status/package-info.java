/** What a run says about itself: {@link io.syncpipeline.status.SyncStatus} when asked, {@link io.syncpipeline.status.SyncListener} as things happen. Immutable values. */
@NullMarked
package io.syncpipeline.status;

import org.jspecify.annotations.NullMarked;
