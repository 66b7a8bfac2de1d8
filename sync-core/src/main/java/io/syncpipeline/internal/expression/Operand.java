package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Text;
import org.jspecify.annotations.Nullable;

/**
 * A part of an expression with its type and the way to compute it.
 *
 * @param syntax where it came from
 * @param type what its values are; of a literal NULL it means nothing
 * @param mayBeInvalid whether a value may be an {@link InvalidDate}
 * @param evaluator computes its value
 */
record Operand(Syntax syntax, DataType type, boolean mayBeInvalid, Evaluator evaluator) {

    /** A part whose values are always of its type's class. */
    static Operand of(Syntax syntax, DataType type, Evaluator evaluator) {
        return new Operand(syntax, type, false, evaluator);
    }

    static Operand constant(Syntax syntax, DataType type, @Nullable Object value) {
        return of(syntax, type, (row, variables) -> value);
    }

    Kind kind() {
        return type.kind();
    }

    int at() {
        return syntax.at();
    }

    /** Whether it is the word NULL, which fits every type. */
    boolean isNull() {
        return syntax instanceof Syntax.Null;
    }

    /** The value that is written in the expression, or null when the value depends on the row or is NULL. */
    @Nullable
    Object literal() {
        return syntax instanceof Syntax.Literal literal ? literal.value() : null;
    }

    /** The text that is written in the expression, or null when this is no literal text. */
    @Nullable
    String literalText() {
        return literal() instanceof Text text ? text.toString() : null;
    }

    /** This part for one that can do nothing with a date that no calendar has: such a row fails. */
    Operand valid(String consumer) {
        if (!mayBeInvalid) {
            return this;
        }
        Evaluator inner = evaluator;
        return of(syntax, type, (row, variables) -> {
            Object value = inner.evaluate(row, variables);
            if (value instanceof InvalidDate date) {
                throw new Failure(consumer + ": '" + date + "' is a date that no calendar has");
            }
            return value;
        });
    }

    /** How an error names it. */
    String shown() {
        if (isNull()) {
            return "NULL";
        }
        String text = literalText();
        return text == null ? type.toString() : "the text " + Failure.shown(text);
    }
}
