/**
 * Servers to test against: {@link io.syncpipeline.mysql.testserver.TestServer} is the entry. Published in the module's test jar, so
 * that examples and users' own tests can have a server without installing one.
 */
@NullMarked
package io.syncpipeline.mysql.testserver;

import org.jspecify.annotations.NullMarked;
