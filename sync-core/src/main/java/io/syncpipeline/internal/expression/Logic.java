package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import java.util.List;

/** AND, OR and NOT of three values: true, false and unknown, which is NULL. */
final class Logic {

    static final DataType BOOLEAN = DataType.of(Kind.BOOLEAN);

    private Logic() {}

    static Operand not(Syntax syntax, Operand condition) {
        Evaluator inner = condition.evaluator();
        return Operand.of(syntax, BOOLEAN, (row, variables) -> {
            Object value = inner.evaluate(row, variables);
            return value == null ? null : !((Boolean) value);
        });
    }

    /** AND is false, OR is true, as soon as one part is, from the left; those behind it are not computed. */
    static Operand joined(Syntax.Joined syntax, List<Operand> conditions) {
        Evaluator[] parts = conditions.stream().map(Operand::evaluator).toArray(Evaluator[]::new);
        Boolean deciding = !syntax.and();
        Boolean otherwise = syntax.and();
        return Operand.of(syntax, BOOLEAN, (row, variables) -> {
            Object result = otherwise;
            for (Evaluator part : parts) {
                Object value = part.evaluate(row, variables);
                if (deciding.equals(value)) {
                    return deciding;
                }
                result = value == null ? null : result;
            }
            return result;
        });
    }
}
