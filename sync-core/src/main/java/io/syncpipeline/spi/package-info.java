/**
 * What sources and sinks implement: {@link io.syncpipeline.spi.Source} and {@link io.syncpipeline.spi.Sink} are immutable
 * descriptions, their sessions do the I/O. Sees only the model. It may change more quickly than the packages that users call.
 */
@NullMarked
package io.syncpipeline.spi;

import org.jspecify.annotations.NullMarked;
