/**
 * What runs a plan: the stream loop with its table gates, the copy, the committer, the evolution of schemas, and the supervisor that
 * starts again after failures. The only package of core that makes threads.
 */
@NullMarked
package io.syncpipeline.internal.engine;

import org.jspecify.annotations.NullMarked;
