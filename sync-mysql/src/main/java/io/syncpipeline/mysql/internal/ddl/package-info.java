/**
 * Keeps the shapes of captured tables right while the statements that change them pass by in the binlog. The entry type is {@link
 * io.syncpipeline.mysql.internal.ddl.TrackedSchemas}; only the MySQL source may depend on this package. Statements are understood by
 * the Druid SQL parser; what stands here decides which statements concern a captured table at all, and what each clause does to a shape.
 */
@NullMarked
package io.syncpipeline.mysql.internal.ddl;

import org.jspecify.annotations.NullMarked;
