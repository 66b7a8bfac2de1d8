/**
 * The expression language of values and filters: from text to a tree of evaluators, bound once to the columns of a table. {@link
 * io.syncpipeline.internal.expression.Expression} is where it begins. Pure; sees only the model and the rules.
 */
@NullMarked
package io.syncpipeline.internal.expression;

import org.jspecify.annotations.NullMarked;
