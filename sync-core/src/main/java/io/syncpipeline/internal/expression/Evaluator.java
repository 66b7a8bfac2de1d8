package io.syncpipeline.internal.expression;

import io.syncpipeline.model.Row;
import org.jspecify.annotations.Nullable;

/** Computes the value of a part of an expression for a row. Thread-safe. */
@FunctionalInterface
interface Evaluator {

    /**
     * The value, of the class that the part's type names, or null for NULL.
     *
     * @throws Failure when the row has no such value
     */
    @Nullable
    Object evaluate(Row row, VariableValues variables);
}
