/**
 * What flows through a pipeline: tables, columns, rows, changes, positions, mutations and errors. Everything here is an immutable
 * value that any other package may see; this package sees none of them. Records may gain components between versions: read them,
 * construct them only in a source or a sink.
 */
@NullMarked
package io.syncpipeline.model;

import org.jspecify.annotations.NullMarked;
