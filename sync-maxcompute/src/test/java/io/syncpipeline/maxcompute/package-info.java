/** Tests of the sink against the real SDK and a local service. */
@NullMarked
package io.syncpipeline.maxcompute;

import org.jspecify.annotations.NullMarked;
