/** Tests of types, limits and statements. */
@NullMarked
package io.syncpipeline.maxcompute.internal.client;

import org.jspecify.annotations.NullMarked;
