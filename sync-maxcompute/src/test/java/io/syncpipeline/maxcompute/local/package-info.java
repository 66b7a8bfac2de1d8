/**
 * A MaxCompute service for tests and for trying things out: an HTTP server on loopback that speaks the REST and tunnel
 * protocols to the unmodified MaxCompute SDK and keeps its tables in an H2 database. The entry type is
 * {@link io.syncpipeline.maxcompute.local.LocalMaxCompute}; misbehaviour is asked for with
 * {@link io.syncpipeline.maxcompute.local.Fault}. Everything else is package-private.
 */
@NullMarked
package io.syncpipeline.maxcompute.local;

import org.jspecify.annotations.NullMarked;
