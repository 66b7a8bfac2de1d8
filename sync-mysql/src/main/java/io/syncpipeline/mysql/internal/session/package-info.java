/**
 * A session with the server: {@link io.syncpipeline.mysql.internal.session.MySqlSourceSession} is the entry, which gives the work to the
 * packages beside this one. Only {@code MySqlSource} depends on it.
 */
@NullMarked
package io.syncpipeline.mysql.internal.session;

import org.jspecify.annotations.NullMarked;
