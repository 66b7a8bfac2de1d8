package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an expression says, before it is known what its names mean. Each part knows where it stands in the text. */
sealed interface Syntax {

    /** Where the part is: its first character, or the operator's. */
    int at();

    /** This part with its meaning. */
    Operand bind(Binder binder);

    /** A number, a text, TRUE or FALSE. */
    record Literal(int at, DataType type, Object value) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return Operand.constant(this, type, value);
        }
    }

    /** NULL, which is of every type. */
    record Null(int at) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return Operand.constant(this, DataType.of(DataType.Kind.TEXT), null);
        }
    }

    /** A column; bare when it is not written in braces. */
    record Column(int at, String name, boolean bare) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.column(this);
        }
    }

    /** A variable. */
    record NamedVariable(int at, String name) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.variable(this);
        }
    }

    /** The call of a function. */
    record Call(int at, String name, List<Syntax> arguments) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.call(this);
        }
    }

    /** CAST(operand AS type). */
    record Cast(int at, Syntax operand, DataType type) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.cast(this);
        }
    }

    /** A minus before a value. */
    record Minus(int at, Syntax operand) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.minus(this);
        }
    }

    /** One of {@code + - * / %} between two values. */
    record Calculation(int at, char operator, Syntax left, Syntax right) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.calculation(this);
        }
    }

    /** One of {@code = <> != < <= > >=} between two values. */
    record Compared(int at, String operator, Syntax left, Syntax right) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.compared(this);
        }
    }

    /** NOT. */
    record Not(int at, Syntax operand) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.not(this);
        }
    }

    /** Operands joined by AND, or by OR. */
    record Joined(int at, boolean and, List<Syntax> operands) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.joined(this);
        }
    }

    /** IN. */
    record In(int at, Syntax operand, List<Syntax> items) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.in(this);
        }
    }

    /** BETWEEN. */
    record Between(int at, Syntax operand, Syntax low, Syntax high) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.between(this);
        }
    }

    /** LIKE. */
    record Like(
            int at,
            Syntax operand,
            Syntax pattern,
            @Nullable Syntax escape) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.like(this);
        }
    }

    /** IS NULL. */
    record IsNull(int at, Syntax operand) implements Syntax {
        @Override
        public Operand bind(Binder binder) {
            return binder.isNull(this);
        }
    }
}
