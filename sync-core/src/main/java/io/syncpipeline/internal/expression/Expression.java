package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Row;
import io.syncpipeline.rule.Variable;
import java.time.DateTimeException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value or a condition, computed from a row and the variables of its change. Compiled once for one shape of a table; immutable,
 * thread-safe, and as pure as the user's functions in it.
 */
public final class Expression {

    private final String text;
    private final Operand root;
    private final Binder.Uses uses;

    private Expression(String text, Operand root, Binder.Uses uses) {
        this.text = text;
        this.root = root;
        this.uses = uses;
    }

    /**
     * Compiles a text.
     *
     * @throws DefinitionException when it is no expression, names what does not exist, or its types do not fit; the message has the
     *     line, the column, what was found and expected, and the whole text
     */
    public static Expression compile(String text, Scope scope) {
        ExpressionText source = new ExpressionText(text);
        Binder binder = new Binder(source, scope);
        Operand root = binder.bindRoot(Parser.parse(source));
        return new Expression(text, root, binder.uses());
    }

    /** What its values are; the one word NULL is a TEXT. A DATE, DATETIME or TIMESTAMP may also be an invalid date of the row. */
    public DataType type() {
        return root.type();
    }

    /** The indexes of the columns that it reads. */
    public Set<Integer> columns() {
        return uses.columns();
    }

    /** The variables that it reads; NOW reads {@link Variable#UPDATE_TIME}. */
    public Set<Variable> variables() {
        return uses.variables();
    }

    /** Whether the same row and variables always give the same value, as the user's functions in it say of themselves. */
    public boolean isDeterministic() {
        return uses.isDeterministic();
    }

    /**
     * The value for a row, of the class that the kind of {@link #type()} names, or null for NULL. A column or a choice between columns
     * gives a date that no calendar has as it is, an {@link io.syncpipeline.model.InvalidDate}.
     *
     * @param row a row of the shape that this was compiled for
     * @throws DirtyRowException when the row has no such value; the message names the function, the value, and this expression
     */
    public @Nullable Object evaluate(Row row, VariableValues variables) {
        try {
            return root.evaluator().evaluate(row, variables);
        } catch (Failure | ArithmeticException | DateTimeException e) {
            // A failure has no stack of its own; what led to it has.
            Throwable cause = e instanceof Failure ? e.getCause() : e;
            throw new DirtyRowException(e.getMessage() + ". In the expression: " + text, cause);
        }
    }

    /**
     * Whether a row meets the condition; NULL does not.
     *
     * @throws DirtyRowException as {@link #evaluate} does
     * @throws IllegalStateException when this is no condition, that is, not compiled for a filter
     */
    public boolean isTrue(Row row, VariableValues variables) {
        if (root.type().kind() != DataType.Kind.BOOLEAN && !root.isNull()) {
            throw new IllegalStateException("a value of " + root.type() + " is no condition: " + text);
        }
        return Boolean.TRUE.equals(evaluate(row, variables));
    }

    /** The text that was compiled. */
    @Override
    public String toString() {
        return text;
    }
}
