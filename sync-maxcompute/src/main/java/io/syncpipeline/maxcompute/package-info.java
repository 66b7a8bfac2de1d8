/**
 * The MaxCompute end of a pipeline. {@link io.syncpipeline.maxcompute.MaxComputeSink} is all that users need; the packages below {@code
 * internal} are not for use from outside.
 */
@NullMarked
package io.syncpipeline.maxcompute;

import org.jspecify.annotations.NullMarked;
