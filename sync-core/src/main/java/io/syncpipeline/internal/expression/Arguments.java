package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DefinitionException;
import java.util.List;
import java.util.Locale;

/** The arguments of one call, as a function takes them: each with the type that the function expects, or an error at its place. */
record Arguments(Binder binder, Syntax.Call call, List<Operand> operands) {

    private static final DataType INT64 = DataType.of(Kind.INT64);

    /** The function's name, as errors show it. */
    String function() {
        return call.name().toUpperCase(Locale.ROOT);
    }

    int count() {
        return operands.size();
    }

    /** An argument of any type; invalid dates come through. */
    Operand raw(int index) {
        return operands.get(index);
    }

    /** An argument of any type; invalid dates fail. */
    Operand any(int index) {
        return raw(index).valid(function());
    }

    /** A text, or what has a text. */
    Operand text(int index) {
        return TextForm.operand(binder.source(), raw(index), function());
    }

    /** A number. */
    Operand number(int index) {
        return of(index, "a number", Kinds.isNumber(raw(index).kind()));
    }

    /** A whole number. */
    Operand integer(int index) {
        Operand operand = of(index, "a whole number", Kinds.isInteger(raw(index).kind()));
        return operand.isNull() || operand.kind() == Kind.INT64
                ? operand
                : Operand.of(operand.syntax(), INT64, NullRules.one(operand.evaluator(), Kinds::integer));
    }

    /** A condition. */
    Operand condition(int index) {
        return binder.requireCondition(raw(index), function());
    }

    private Operand of(int index, String expected, boolean fits) {
        Operand operand = raw(index);
        if (!fits && !operand.isNull()) {
            throw expected(index, expected + "; write CAST(... AS type) around it");
        }
        return operand;
    }

    /** The error of an argument of a wrong type. */
    DefinitionException expected(int index, String expected) {
        return error(
                index,
                "found " + raw(index).shown() + " as argument " + (index + 1) + " of " + function() + ", expected "
                        + expected);
    }

    /** An error at an argument. */
    DefinitionException error(int index, String problem) {
        return binder.source().error(raw(index).at(), problem);
    }

    /** The whole call, computed in some way. */
    Operand result(DataType type, Evaluator evaluator) {
        return Operand.of(call, type, evaluator);
    }

    /** The whole call, computed from the first argument in some way. */
    Operand result(DataType type, Operand argument, NullRules.One computation) {
        return result(type, NullRules.one(argument.evaluator(), computation));
    }
}
