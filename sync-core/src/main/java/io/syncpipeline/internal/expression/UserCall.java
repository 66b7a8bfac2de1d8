package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.rule.NamedFunction;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The call of a user's own function: it gets valid values, and what it gives is checked. */
final class UserCall {

    private UserCall() {}

    static Operand bind(NamedFunction function, Arguments arguments) {
        Evaluator[] operands = IntStream.range(0, arguments.count())
                .mapToObj(i -> arguments.any(i).evaluator())
                .toArray(Evaluator[]::new);
        return arguments.result(function.result(), (row, variables) -> {
            @Nullable Object[] values = new @Nullable Object[operands.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = operands[i].evaluate(row, variables);
                if (values[i] == null && !function.callsWithNull()) {
                    return null;
                }
            }
            return call(function, Collections.unmodifiableList(Arrays.asList(values)));
        });
    }

    private static @Nullable Object call(NamedFunction function, List<@Nullable Object> values) {
        Object result;
        try {
            result = function.body().apply(values);
        } catch (RuntimeException e) {
            throw new Failure(function.name() + " failed for " + Failure.shown(values) + ": " + e, e);
        }
        return result == null ? null : checked(function, result);
    }

    private static Object checked(NamedFunction function, Object result) {
        DataType type = function.result();
        Class<?> expected = type.kind().valueClass();
        if (!expected.isInstance(result)) {
            throw new Failure(function.name() + " gave a " + result.getClass().getName() + ", expected a "
                    + expected.getSimpleName() + ", since its result is declared as " + type);
        }
        if (result instanceof BigDecimal decimal) {
            BigDecimal fitted = DecimalTypes.fitted(decimal, type, function.name());
            if (fitted.compareTo(decimal) != 0) {
                throw new Failure(
                        function.name() + " gave " + Failure.shown(decimal) + ", which has more digits than " + type);
            }
            return fitted;
        }
        return result;
    }
}
