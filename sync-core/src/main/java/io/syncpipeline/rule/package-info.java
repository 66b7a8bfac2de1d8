/**
 * What users say about a pipeline: which tables, under which names, in which mode, and how carefully or how fast. Immutable values
 * with static factories; they see only the model.
 */
@NullMarked
package io.syncpipeline.rule;

import org.jspecify.annotations.NullMarked;
