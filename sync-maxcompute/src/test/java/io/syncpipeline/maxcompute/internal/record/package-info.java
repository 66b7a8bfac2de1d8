/** Tests of the record format against the SDK's own writer. */
@NullMarked
package io.syncpipeline.maxcompute.internal.record;

import org.jspecify.annotations.NullMarked;
