/**
 * MySQL and MariaDB as a source: {@link io.syncpipeline.mysql.MySqlSource} describes the server that a pipeline reads. The rest of this
 * module is internal.
 */
@NullMarked
package io.syncpipeline.mysql;

import org.jspecify.annotations.NullMarked;
