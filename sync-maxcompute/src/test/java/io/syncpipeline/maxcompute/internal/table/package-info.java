/** Tests of types, limits and statements. */
@NullMarked
package io.syncpipeline.maxcompute.internal.table;

import org.jspecify.annotations.NullMarked;
