package io.syncpipeline.internal.plan;

import io.syncpipeline.internal.expression.Expression;
import io.syncpipeline.internal.expression.Scope;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.rule.NamedFunction;
import io.syncpipeline.rule.RowFunction;
import io.syncpipeline.rule.TimeFormat;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;
import java.time.DateTimeException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The value of an added column or of a partition, bound to a shape of a source table. Immutable, thread-safe.
 *
 * @param type what the values are
 * @param function the value for one image of a change; throws {@link DirtyRowException} when it cannot be had
 * @param ofTheRow whether the row alone decides it: whenever the row is as it is, the value is the same
 * @param statement the value where there is no row but a statement: null for what a row decides
 */
record ColumnValue(DataType type, RowFunction.Bound<Object> function, boolean ofTheRow, StatementValue statement) {

    /** A value that needs no row. */
    @FunctionalInterface
    interface StatementValue {

        /** What a row decides. */
        StatementValue NONE = transaction -> null;

        /** The value in the record of a statement. */
        @Nullable
        Object of(Transaction transaction);
    }

    /** What two changes that leave the same row may differ in. */
    private static final Set<Variable> OF_THE_CHANGE =
            EnumSet.of(Variable.EXECUTE_TIME, Variable.EVENT_TIME, Variable.UPDATE_TIME, Variable.OPERATION_TYPE);

    private static final Row NO_ROW = new Row(new @Nullable Object[0], 0);

    /** The value for one image of a change. */
    @Nullable
    Object of(RowChange change, Row row) {
        return function.of(change, row);
    }

    /** The value in the record of a statement; null for what a row decides. */
    @Nullable
    Object ofStatement(Transaction transaction) {
        return statement.of(transaction);
    }

    /**
     * Binds a value to a shape.
     *
     * @param functions the user's own functions
     * @throws DefinitionException when it does not fit
     */
    static ColumnValue of(
            ValueAssigner assigner,
            ChangeVariables variables,
            Collection<NamedFunction> functions,
            TableSchema schema) {
        if (assigner instanceof ValueAssigner.Constant constant) {
            return new ColumnValue(constant.type(), (change, row) -> constant.value(), true, t -> constant.value());
        }
        if (assigner instanceof ValueAssigner.OfVariable of) {
            Variable variable = of.variable();
            return new ColumnValue(
                    variable.type(),
                    (change, row) -> variables.value(variable, change),
                    !OF_THE_CHANGE.contains(variable),
                    transaction -> variables.value(variable, transaction));
        }
        if (assigner instanceof ValueAssigner.OfColumn of) {
            return column(of.column(), schema);
        }
        if (assigner instanceof ValueAssigner.OfFunction of) {
            return expression(of.expression(), variables, functions, schema);
        }
        if (assigner instanceof ValueAssigner.AsTime as) {
            return time(as, of(as.value(), variables, functions, schema), schema);
        }
        if (assigner instanceof ValueAssigner.OrElse or) {
            return orElse(or, of(or.value(), variables, functions, schema), schema);
        }
        return computed((ValueAssigner.Computed) assigner, schema);
    }

    private static ColumnValue column(String column, TableSchema schema) {
        OptionalInt index = schema.indexOf(column);
        if (index.isEmpty()) {
            throw new DefinitionException(schema.table() + " has no column '" + column
                    + "' for an added column; it has " + schema.columnNames());
        }
        int at = index.getAsInt();
        return new ColumnValue(
                schema.columns().get(at).type(), (change, row) -> row.get(at), true, StatementValue.NONE);
    }

    private static ColumnValue expression(
            String text, ChangeVariables variables, Collection<NamedFunction> functions, TableSchema schema) {
        Expression expression = Expression.compile(text, Scope.ofValue(schema, functions));
        boolean ofTheRow =
                expression.isDeterministic() && expression.variables().stream().noneMatch(OF_THE_CHANGE::contains);
        StatementValue statement = expression.columns().isEmpty()
                ? transaction -> expression.evaluate(NO_ROW, v -> variables.value(v, transaction))
                : StatementValue.NONE;
        return new ColumnValue(
                expression.type(),
                (change, row) -> expression.evaluate(row, variables.of(change)),
                ofTheRow,
                statement);
    }

    private static ColumnValue time(ValueAssigner.AsTime as, ColumnValue value, TableSchema schema) {
        TimeFormat format = as.format();
        if (!format.accepts(value.type().kind())) {
            throw new DefinitionException(as.value() + " of " + schema.table() + " is a " + value.type()
                    + ", which is no time by the format " + format
                    + "; use TimeFormat.fromText, .fromUnixSeconds or .fromUnixMillis for texts and numbers, TimeFormat.of alone for"
                    + " dates and times");
        }
        return new ColumnValue(
                DataType.of(Kind.TEXT),
                (change, row) -> formatted(as, value.of(change, row), change),
                value.ofTheRow(),
                transaction -> formatted(as, value.ofStatement(transaction), transaction));
    }

    private static @Nullable Object formatted(ValueAssigner.AsTime as, @Nullable Object time, Object where) {
        try {
            return time == null ? null : as.format().format(time);
        } catch (DateTimeException e) {
            throw new DirtyRowException(
                    as + " of " + where + ": '" + time + "' is no time by the format " + as.format() + ": "
                            + e.getMessage() + "; correct the row, or give such rows a value with orElse",
                    e);
        }
    }

    private static ColumnValue orElse(ValueAssigner.OrElse or, ColumnValue value, TableSchema schema) {
        if (value.type().kind() != Kind.TEXT) {
            throw new DefinitionException("orElse gives a text, but " + or.value() + " of " + schema.table() + " is a "
                    + value.type() + "; make it a text first, or use COALESCE in a function");
        }
        return new ColumnValue(
                value.type(),
                (change, row) -> orElse(or, () -> value.of(change, row)),
                value.ofTheRow(),
                transaction -> orElse(or, () -> value.ofStatement(transaction)));
    }

    private static Object orElse(ValueAssigner.OrElse or, Supplier<@Nullable Object> value) {
        try {
            Object text = value.get();
            return text == null ? or.text() : text;
        } catch (DirtyRowException e) {
            return or.text();
        }
    }

    private static ColumnValue computed(ValueAssigner.Computed computed, TableSchema schema) {
        RowFunction.Bound<?> bound = UserFunction.bind(computed.function(), computed.description(), schema);
        Class<?> wanted = computed.type().kind().valueClass();
        return new ColumnValue(
                computed.type(),
                (change, row) -> {
                    Object value = UserFunction.call(bound, computed.description(), change, row);
                    if (value != null && !wanted.isInstance(value)) {
                        throw new DirtyRowException(computed.description() + " gave a "
                                + value.getClass().getName() + " for " + change + ", not a " + wanted.getName()
                                + ", which values of " + computed.type()
                                + " are; correct the function or the type it is declared with");
                    }
                    return value;
                },
                true,
                StatementValue.NONE);
    }
}
