package io.syncpipeline.internal.expression;

import org.jspecify.annotations.Nullable;

/** Computations that are NULL as soon as one of their arguments is: those behind the first NULL are not computed. */
final class NullRules {

    private NullRules() {}

    /** A computation from one value; it may be NULL itself. */
    interface One {
        @Nullable
        Object of(Object value);
    }

    /** A computation from two values. */
    interface Two {
        @Nullable
        Object of(Object first, Object second);
    }

    /** A computation from three values. */
    interface Three {
        @Nullable
        Object of(Object first, Object second, Object third);
    }

    static Evaluator one(Evaluator argument, One computation) {
        return (row, variables) -> {
            Object value = argument.evaluate(row, variables);
            return value == null ? null : computation.of(value);
        };
    }

    static Evaluator two(Evaluator first, Evaluator second, Two computation) {
        return (row, variables) -> {
            Object a = first.evaluate(row, variables);
            Object b = a == null ? null : second.evaluate(row, variables);
            return a == null || b == null ? null : computation.of(a, b);
        };
    }

    static Evaluator three(Evaluator first, Evaluator second, Evaluator third, Three computation) {
        return (row, variables) -> {
            Object a = first.evaluate(row, variables);
            Object b = a == null ? null : second.evaluate(row, variables);
            Object c = b == null ? null : third.evaluate(row, variables);
            return a == null || b == null || c == null ? null : computation.of(a, b, c);
        };
    }
}
