package io.syncpipeline.rule;

import java.util.Objects;

/** What becomes of a kind of change to a table's rows while it is followed. Copied rows are not concerned. */
public sealed interface DmlAction {

    /** The change is carried over. */
    record Normal() implements DmlAction {

        @Override
        public String toString() {
            return "NORMAL";
        }
    }

    /** The change is passed over: the destination's row stays as it is. */
    record Ignore() implements DmlAction {

        @Override
        public String toString() {
            return "IGNORE";
        }
    }

    /**
     * The change is carried over when the user's function says so.
     *
     * @param description what it does, for plans and messages
     * @param condition the function
     */
    record When(String description, RowFunction<Boolean> condition) implements DmlAction {

        public When {
            if (description.isBlank()) {
                throw new IllegalArgumentException("a condition needs a description, which plans and messages show");
            }
            Objects.requireNonNull(condition, "condition");
        }

        @Override
        public String toString() {
            return "WHEN " + description;
        }
    }

    /**
     * The change is carried over when a condition holds.
     *
     * @param expression the condition
     */
    record Where(String expression) implements DmlAction {

        public Where {
            if (expression.isBlank()) {
                throw new IllegalArgumentException("a condition needs an expression, such as status <> 'draft'");
            }
        }

        @Override
        public String toString() {
            return "WHERE " + expression;
        }
    }

    /**
     * The row stays, and is marked.
     *
     * @param column the destination column of the mark
     */
    record LogicalDelete(String column) implements DmlAction {

        public LogicalDelete {
            if (column.isBlank()) {
                throw new IllegalArgumentException(
                        "logicalDelete needs the name of the column that marks deleted rows");
            }
        }

        @Override
        public String toString() {
            return "LOGICAL_DELETE in " + column;
        }
    }

    /** The change is carried over: the default. */
    static DmlAction normal() {
        return new Normal();
    }

    /**
     * The change is passed over. An ignored update leaves the destination's row as it is, also when the row has another key at the source
     * now: later changes under the new key concern a row of their own.
     */
    static DmlAction ignore() {
        return new Ignore();
    }

    /**
     * The change is carried over when a condition holds, such as {@code amount > 0 AND status IN ('new', 'paid')}. Inserts and updates are
     * judged by the row after them, deletes by the row before; NULL is no. An updated row for which it does not hold is deleted at the
     * destination, because it may have been there: by {@link #logicalDelete} when that is the action for deletes. {@code docs/expressions.md}
     * has the language.
     *
     * @throws IllegalArgumentException when it is blank
     */
    static DmlAction where(String expression) {
        return new Where(expression);
    }

    /**
     * The change is carried over when a function of the user's says so; otherwise as {@link #where}.
     *
     * @param description what it does, for plans and messages
     * @throws IllegalArgumentException when the description is blank
     */
    static DmlAction when(String description, RowFunction<Boolean> condition) {
        return new When(description, condition);
    }

    /**
     * Deletes only: the row stays at the destination with its last values and is marked by TRUE in an added column of truth values, which is
     * FALSE in all other rows. When the same key is inserted again the mark goes.
     *
     * @param column the name of that column, which no source column may have
     * @throws IllegalArgumentException when it is blank
     */
    static DmlAction logicalDelete(String column) {
        return new LogicalDelete(column);
    }
}
