package io.syncpipeline.internal.expression;

import io.syncpipeline.internal.expression.Comparison.Order;
import io.syncpipeline.model.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The comparisons, IN and BETWEEN. */
final class Conditions {

    /** A shorter list is searched as quickly one by one, without a hash of the value. */
    private static final int LEAST_HASHED = 9;

    private static final Map<String, Test> TESTS = Map.of(
            "=", c -> c == 0,
            "<>", c -> c != 0,
            "!=", c -> c != 0,
            "<", c -> c < 0,
            "<=", c -> c <= 0,
            ">", c -> c > 0,
            ">=", c -> c >= 0);

    private Conditions() {}

    /** What an operator says of how two values compare. */
    private interface Test {
        boolean accepts(int compared);
    }

    static Operand compared(ExpressionText source, Syntax.Compared syntax, Operand left, Operand right) {
        Comparison comparison = Comparison.of(source, syntax.at(), syntax.operator(), left, right);
        Test test = Objects.requireNonNull(TESTS.get(syntax.operator()));
        Order order = comparison.order();
        return Operand.of(
                syntax,
                Logic.BOOLEAN,
                NullRules.two(
                        comparison.left().evaluator(),
                        comparison.right().evaluator(),
                        (a, b) -> test.accepts(order.compare(a, b))));
    }

    /** Unknown when one bound is, unless the other one decides. */
    static Operand between(ExpressionText source, Syntax.Between syntax, Operand value, Operand low, Operand high) {
        Comparison lower = Comparison.of(source, syntax.at(), "BETWEEN", value, low);
        Comparison upper = Comparison.of(source, syntax.at(), "BETWEEN", value, high);
        Evaluator operand = value.valid("BETWEEN").evaluator();
        Evaluator least = lower.right().evaluator();
        Evaluator most = upper.right().evaluator();
        // A literal text is another value beside each bound.
        Evaluator beforeLeast =
                value.literalText() == null ? null : lower.left().evaluator();
        Evaluator beforeMost = value.literalText() == null ? null : upper.left().evaluator();
        return Operand.of(syntax, Logic.BOOLEAN, (row, variables) -> {
            Object tested = operand.evaluate(row, variables);
            if (tested == null) {
                return null;
            }
            Object from = least.evaluate(row, variables);
            Object to = most.evaluate(row, variables);
            Object left = beforeLeast == null ? tested : beforeLeast.evaluate(row, variables);
            Object right = beforeMost == null ? tested : beforeMost.evaluate(row, variables);
            if (from != null && left != null && lower.order().compare(left, from) < 0) {
                return false;
            }
            if (to != null && right != null && upper.order().compare(right, to) > 0) {
                return false;
            }
            return from == null || to == null ? null : Boolean.TRUE;
        });
    }

    static Operand in(ExpressionText source, Syntax.In syntax, Operand value, List<Operand> items) {
        if (items.size() >= LEAST_HASHED) {
            Set<Object> literals = hashed(value, items);
            if (literals != null) {
                return hashedIn(syntax, value, literals);
            }
        }
        List<Comparison> comparisons = new ArrayList<>(items.size());
        for (Operand item : items) {
            comparisons.add(Comparison.of(source, item.at(), "IN", value, item));
        }
        return Operand.of(syntax, Logic.BOOLEAN, search(value, comparisons.toArray(Comparison[]::new)));
    }

    private static Evaluator search(Operand value, Comparison[] comparisons) {
        Evaluator operand = value.valid("IN").evaluator();
        boolean literal = value.literalText() != null;
        return (row, variables) -> {
            Object tested = operand.evaluate(row, variables);
            if (tested == null) {
                return null;
            }
            boolean unknown = false;
            for (Comparison comparison : comparisons) {
                Object item = comparison.right().evaluator().evaluate(row, variables);
                Object left = literal ? comparison.left().evaluator().evaluate(row, variables) : tested;
                if (item == null || left == null) {
                    unknown = true;
                } else if (comparison.order().compare(left, item) == 0) {
                    return true;
                }
            }
            return unknown ? null : Boolean.FALSE;
        };
    }

    /** The items, when all are literal integers beside an integer, or literal texts beside a text; otherwise null. */
    private static @Nullable Set<Object> hashed(Operand value, List<Operand> items) {
        boolean integers = Kinds.isInteger(value.kind());
        Set<Object> literals = new HashSet<>();
        for (Operand item : items) {
            Object literal = item.literal();
            if (literal == null || !(integers ? literal instanceof Long : literal instanceof Text)) {
                return null;
            }
            literals.add(literal);
        }
        return integers || Kinds.isText(value.kind()) ? literals : null;
    }

    private static Operand hashedIn(Syntax.In syntax, Operand value, Set<Object> literals) {
        NullRules.One search =
                Kinds.isInteger(value.kind()) ? tested -> literals.contains(Kinds.integer(tested)) : literals::contains;
        return Operand.of(syntax, Logic.BOOLEAN, NullRules.one(value.evaluator(), search));
    }
}
