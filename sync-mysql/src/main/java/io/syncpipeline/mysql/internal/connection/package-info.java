/**
 * Connections to the server and what is asked of it in single queries: {@link io.syncpipeline.mysql.internal.connection.MySqlConnector} opens
 * them, {@link io.syncpipeline.mysql.internal.connection.Server} says what kind of server answers. Everything that talks SQL to the source
 * may depend on this package; it depends only on the model.
 */
@NullMarked
package io.syncpipeline.mysql.internal.connection;

import org.jspecify.annotations.NullMarked;
