/** Other clients of MaxCompute than the SDK of this build, each in a process of its own, talk to the local service. */
@NullMarked
package io.syncpipeline.maxcompute.compatibility;

import org.jspecify.annotations.NullMarked;
