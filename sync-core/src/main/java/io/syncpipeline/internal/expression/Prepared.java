package io.syncpipeline.internal.expression;

import io.syncpipeline.model.Row;
import io.syncpipeline.model.Text;
import org.jspecify.annotations.Nullable;

/**
 * An argument that is worked up before it is used: a pattern, a zone, a path. Literal ones are worked up, and refused, while the
 * expression is compiled; of others the last one is kept, since they seldom change from row to row.
 */
abstract class Prepared<T> {

    private Prepared() {}

    /** Works a text up. */
    interface Preparation<T> {
        /**
         * The worked up text.
         *
         * @throws IllegalArgumentException when it is wrong; the message says in what
         */
        T prepare(String text);
    }

    /** What the argument is for a row, or null when it is NULL. */
    abstract @Nullable T of(Row row, VariableValues variables);

    /** The worked up literal, or null when the argument depends on the row. */
    abstract @Nullable T literal();

    static <T> Prepared<T> of(Arguments arguments, int index, Preparation<T> preparation) {
        Operand operand = arguments.text(index);
        String literal = operand.literalText();
        if (literal == null) {
            return new PerRow<>(arguments.function(), operand.evaluator(), preparation);
        }
        try {
            return new Literal<>(preparation.prepare(literal));
        } catch (IllegalArgumentException e) {
            throw arguments.error(
                    index, "found " + Failure.shown(literal) + " for " + arguments.function() + ", " + e.getMessage());
        }
    }

    private static final class Literal<T> extends Prepared<T> {

        private final T value;

        Literal(T value) {
            this.value = value;
        }

        @Override
        T of(Row row, VariableValues variables) {
            return value;
        }

        @Override
        T literal() {
            return value;
        }
    }

    private static final class PerRow<T> extends Prepared<T> {

        private final String function;
        private final Evaluator evaluator;
        private final Preparation<T> preparation;

        /** Volatile, so that other threads see a complete one. */
        private volatile @Nullable Last<T> last;

        PerRow(String function, Evaluator evaluator, Preparation<T> preparation) {
            this.function = function;
            this.evaluator = evaluator;
            this.preparation = preparation;
        }

        private record Last<T>(Text text, T value) {}

        @Override
        @Nullable
        T of(Row row, VariableValues variables) {
            Text text = (Text) evaluator.evaluate(row, variables);
            if (text == null) {
                return null;
            }
            Last<T> known = last;
            if (known == null || !known.text().equals(text)) {
                known = new Last<>(text, prepare(text));
                last = known;
            }
            return known.value();
        }

        private T prepare(Text text) {
            try {
                return preparation.prepare(text.toString());
            } catch (IllegalArgumentException e) {
                throw new Failure(function + ": found " + Failure.shown(text) + ", " + e.getMessage());
            }
        }

        @Override
        @Nullable
        T literal() {
            return null;
        }
    }
}
