/**
 * Which tables the server has and what they look like now: {@link io.syncpipeline.mysql.internal.catalog.InformationSchema} asks it. Sessions,
 * snapshot readers and schema tracking depend on this package.
 */
@NullMarked
package io.syncpipeline.mysql.internal.catalog;

import org.jspecify.annotations.NullMarked;
