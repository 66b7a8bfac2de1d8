/**
 * Runnable examples. {@link io.syncpipeline.examples.QuickStart} is the one to begin with: it needs nothing but a JDK, shows a whole
 * pipeline at work and compares both sides at the end. The comparison reads the source by plain JDBC and the destination by the
 * MaxCompute SDK, so that it does not rest on the code it judges.
 */
@NullMarked
package io.syncpipeline.examples;

import org.jspecify.annotations.NullMarked;
