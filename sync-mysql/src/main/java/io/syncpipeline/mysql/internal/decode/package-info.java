/**
 * From the bytes of TABLE_MAP and ROWS events to row changes. {@link io.syncpipeline.mysql.internal.decode.TableMap} reads the shape
 * a statement was logged with, {@link io.syncpipeline.mysql.internal.decode.RowsDecoder} joins it with the tracked schema once and
 * then decodes any number of events. Pure functions over byte arrays: no input or output, no threads. It sees the model and the
 * types, and the binlog reader sees it.
 */
@NullMarked
package io.syncpipeline.mysql.internal.decode;

import org.jspecify.annotations.NullMarked;
