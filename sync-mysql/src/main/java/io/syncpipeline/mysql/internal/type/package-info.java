/**
 * What MySQL and MariaDB column types are and how the server prints their values. {@link
 * io.syncpipeline.mysql.internal.type.MySqlType} is the way in: it parses a declared type, says what its values are to the rest of
 * the pipeline, what a copy has to select and how to read the answer. The row decoder and everything that tracks or creates schemas
 * may depend on this package; it depends only on the model.
 */
@NullMarked
package io.syncpipeline.mysql.internal.type;

import org.jspecify.annotations.NullMarked;
