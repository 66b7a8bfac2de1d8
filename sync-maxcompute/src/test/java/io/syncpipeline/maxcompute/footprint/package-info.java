/** Runs the sink in a process that has on its class path what users of the module get, and not what its tests add. */
@NullMarked
package io.syncpipeline.maxcompute.footprint;

import org.jspecify.annotations.NullMarked;
