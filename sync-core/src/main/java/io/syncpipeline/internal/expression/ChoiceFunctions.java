package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import java.util.ArrayList;
import java.util.List;

/** The functions that choose one of their arguments. What is not chosen is not computed. */
final class ChoiceFunctions {

    private ChoiceFunctions() {}

    static Operand coalesce(Arguments arguments) {
        List<Operand> choices = fitted(arguments, arguments.operands());
        Evaluator[] evaluators = choices.stream().map(Operand::evaluator).toArray(Evaluator[]::new);
        return choice(arguments, choices, (row, variables) -> {
            for (Evaluator evaluator : evaluators) {
                Object value = evaluator.evaluate(row, variables);
                if (value != null) {
                    return value;
                }
            }
            return null;
        });
    }

    static Operand ifElse(Arguments arguments) {
        Evaluator condition = arguments.condition(0).evaluator();
        List<Operand> choices = fitted(arguments, arguments.operands().subList(1, 3));
        Evaluator chosen = choices.get(0).evaluator();
        Evaluator otherwise = choices.get(1).evaluator();
        return choice(
                arguments,
                choices,
                (row, variables) -> Boolean.TRUE.equals(condition.evaluate(row, variables))
                        ? chosen.evaluate(row, variables)
                        : otherwise.evaluate(row, variables));
    }

    /** The arguments as values of one type. */
    private static List<Operand> fitted(Arguments arguments, List<Operand> operands) {
        ExpressionText source = arguments.binder().source();
        Kind calendar = operands.stream()
                .map(Operand::kind)
                .filter(k -> Kinds.isCalendar(k) || k == Kind.TIME)
                .findFirst()
                .orElse(Kind.TEXT);
        List<Operand> literals =
                operands.stream().map(o -> Fitting.literal(source, o, calendar)).toList();
        DataType type = Fitting.common(source, literals, arguments.function());
        List<Operand> fitted = new ArrayList<>(operands.size());
        literals.forEach(o -> fitted.add(Fitting.to(type, o)));
        return fitted;
    }

    /** A choice between dates passes the row's invalid ones on, as a column does. */
    private static Operand choice(Arguments arguments, List<Operand> choices, Evaluator evaluator) {
        boolean mayBeInvalid = choices.stream().anyMatch(Operand::mayBeInvalid);
        boolean onlyNull = choices.stream().allMatch(Operand::isNull);
        Syntax syntax = onlyNull ? new Syntax.Null(arguments.call().at()) : arguments.call();
        return new Operand(syntax, choices.get(0).type(), mayBeInvalid, evaluator);
    }

    static Operand nullIf(Arguments arguments) {
        Operand value = arguments.raw(0);
        Comparison comparison = Comparison.of(
                arguments.binder().source(), arguments.raw(1).at(), arguments.function(), value, arguments.raw(1));
        Evaluator left = comparison.left().evaluator();
        Evaluator right = comparison.right().evaluator();
        Comparison.Order order = comparison.order();
        return arguments.result(comparison.left().type(), (row, variables) -> {
            Object a = left.evaluate(row, variables);
            Object b = a == null ? null : right.evaluate(row, variables);
            return a == null || b == null || order.compare(a, b) != 0 ? a : null;
        });
    }
}
