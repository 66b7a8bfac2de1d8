/**
 * What tables look like at the destination: which type stores which values, which tables the service accepts, and the statements that
 * create and change them. Entry type: {@link io.syncpipeline.maxcompute.internal.table.TableCatalog}.
 */
@NullMarked
package io.syncpipeline.maxcompute.internal.table;

import org.jspecify.annotations.NullMarked;
