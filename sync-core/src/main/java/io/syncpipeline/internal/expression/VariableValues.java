package io.syncpipeline.internal.expression;

import io.syncpipeline.rule.Variable;
import org.jspecify.annotations.Nullable;

/** What the variables are for one change. */
@FunctionalInterface
public interface VariableValues {

    /** A variable's value, of the class that the kind of {@link Variable#type()} names, or null for NULL. */
    @Nullable
    Object get(Variable variable);
}
