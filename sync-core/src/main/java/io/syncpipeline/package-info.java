/**
 * The facade: {@link io.syncpipeline.SyncPipeline} is what a host application assembles, {@link io.syncpipeline.SyncRun} one
 * execution of it. Start here.
 */
@NullMarked
package io.syncpipeline;

import org.jspecify.annotations.NullMarked;
