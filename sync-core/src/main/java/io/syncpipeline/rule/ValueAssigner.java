package io.syncpipeline.rule;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * Where the value of an added column or of a partition comes from. It is bound once for each shape of a source table; what is wrong with it is an error in
 * the plan.
 */
public sealed interface ValueAssigner {

    /**
     * The same value in every row.
     *
     * @param value the value, of the class that the type's kind names
     * @param type what it is
     */
    record Constant(Object value, DataType type) implements ValueAssigner {

        public Constant {
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(type, "type");
        }

        @Override
        public String toString() {
            return type.kind() == Kind.TEXT ? "\"" + value + "\"" : value.toString();
        }
    }

    /** Something known of the change besides its row. */
    record OfVariable(Variable variable) implements ValueAssigner {

        public OfVariable {
            Objects.requireNonNull(variable, "variable");
        }

        @Override
        public String toString() {
            return "${" + variable + "}";
        }
    }

    /** The value of a source column. */
    record OfColumn(String column) implements ValueAssigner {

        public OfColumn {
            Objects.requireNonNull(column, "column");
        }

        @Override
        public String toString() {
            return "#{" + column + "}";
        }
    }

    /**
     * What an expression gives.
     *
     * @param expression the expression
     */
    record OfFunction(String expression) implements ValueAssigner {

        public OfFunction {
            if (expression.isBlank()) {
                throw new IllegalArgumentException("a function needs an expression, such as CONCAT(#{a}, \"_\", #{b})");
            }
        }

        @Override
        public String toString() {
            return expression;
        }
    }

    /**
     * The text of a value that means a time.
     *
     * @param value the value
     * @param format how it becomes text
     */
    record AsTime(ValueAssigner value, TimeFormat format) implements ValueAssigner {

        public AsTime {
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(format, "format");
        }

        @Override
        public String toString() {
            return value + " as " + format;
        }
    }

    /**
     * A text, or another one where that is NULL or cannot be had.
     *
     * @param value the text
     * @param text the other one
     */
    record OrElse(ValueAssigner value, Text text) implements ValueAssigner {

        public OrElse {
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            return value + " or else \"" + text + "\"";
        }
    }

    /**
     * What a function of the user's computes.
     *
     * @param description what that is, for plans and messages
     * @param type what its values are; one of another class makes the row a dirty row
     * @param function the function, whose value may be null
     */
    record Computed(String description, DataType type, RowFunction<?> function) implements ValueAssigner {

        public Computed {
            if (description.isBlank()) {
                throw new IllegalArgumentException(
                        "a computed value needs a description, which plans and messages show");
            }
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(function, "function");
        }

        @Override
        public String toString() {
            return description;
        }
    }

    /** A text. */
    static ValueAssigner constant(String text) {
        return new Constant(Text.of(text), DataType.of(Kind.TEXT));
    }

    /** A whole number. */
    static ValueAssigner constant(long number) {
        return new Constant(number, DataType.of(Kind.INT64));
    }

    /** An exact decimal number. */
    static ValueAssigner constant(BigDecimal number) {
        BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
        return new Constant(
                plain, DataType.decimal(Math.max(plain.precision(), Math.max(1, plain.scale())), plain.scale()));
    }

    /** A truth value. */
    static ValueAssigner constant(boolean truth) {
        return new Constant(truth, DataType.of(Kind.BOOLEAN));
    }

    /** Something known of the change besides its row. */
    static ValueAssigner variable(Variable variable) {
        return new OfVariable(variable);
    }

    /** The value of a source column, which so can be stored twice, or under two types. */
    static ValueAssigner column(String name) {
        return new OfColumn(name);
    }

    /**
     * What an expression gives: functions, operators, columns as {@code #{name}} and variables as {@code ${name}}. {@code
     * docs/expressions.md} has the language. It is compiled when the pipeline is planned, where its errors are told with line and column.
     *
     * @throws IllegalArgumentException when it is blank
     */
    static ValueAssigner function(String expression) {
        return new OfFunction(expression);
    }

    /** This value, a date, a date-time or a moment, as text by a pattern such as {@code yyyyMMdd}; moments are shown in UTC. */
    default ValueAssigner asTime(String pattern) {
        return asTime(TimeFormat.of(pattern));
    }

    /** This value, which means a time, as text. A value that means none makes the row a dirty row; NULL stays NULL. */
    default ValueAssigner asTime(TimeFormat format) {
        return new AsTime(this, format);
    }

    /** This text; where it is NULL, or cannot be had, another one. */
    default ValueAssigner orElse(String text) {
        return new OrElse(this, Text.of(text));
    }

    /**
     * What a function of the user's computes.
     *
     * @param description what that is, for plans and messages
     * @param type what its values are
     * @throws IllegalArgumentException when the description is blank
     */
    static ValueAssigner computed(String description, DataType type, RowFunction<?> function) {
        return new Computed(description, type, function);
    }
}
