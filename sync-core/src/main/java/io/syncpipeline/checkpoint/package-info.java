/**
 * How far a pipeline has come, and where that is kept. Entry type: {@link io.syncpipeline.checkpoint.CheckpointStore}. Users may
 * implement it; only the engine saves.
 */
@NullMarked
package io.syncpipeline.checkpoint;

import org.jspecify.annotations.NullMarked;
