package io.syncpipeline.rule;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * Where the value of an added column comes from. It is bound once for each shape of a source table; what is wrong with it is an error in
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
