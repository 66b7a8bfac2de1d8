/** An open sink: the session that the engine talks to. */
@NullMarked
package io.syncpipeline.maxcompute.internal;

import org.jspecify.annotations.NullMarked;
