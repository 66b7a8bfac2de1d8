/**
 * Follows the binary log of a MySQL or MariaDB server. The entry type is {@link
 * io.syncpipeline.mysql.internal.binlog.BinlogChangeReader}; positions in the log are {@link
 * io.syncpipeline.mysql.internal.binlog.BinlogPosition}. One thread takes bytes from the server and understands only what frames
 * transactions; row images are decoded by workers and handed out in the order of the log. Only the MySQL source may depend on this
 * package.
 */
@NullMarked
package io.syncpipeline.mysql.internal.binlog;

import org.jspecify.annotations.NullMarked;
