package io.syncpipeline.internal.expression;

import io.syncpipeline.model.Row;
import io.syncpipeline.model.Text;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * REGEXP_REPLACE, with Java's regular expressions. Some expressions, such as {@code (a+)+b}, try exponentially many ways; a match
 * therefore may look at characters only so often, after which the row fails rather than the pipeline standing still.
 */
final class RegexFunction {

    private static final int LONGEST_TEXT = 1_000_000;
    private static final int MOST_STEPS = 20_000_000;

    private RegexFunction() {}

    static Operand replace(Arguments arguments) {
        Evaluator text = arguments.text(0).evaluator();
        Prepared<Pattern> pattern = Prepared.of(arguments, 1, RegexFunction::compile);
        Evaluator replacement = arguments.text(2).evaluator();
        return arguments.result(
                TextFunctions.TEXT, (row, variables) -> replace(row, variables, text, pattern, replacement));
    }

    private static Pattern compile(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("expected a regular expression: " + e.getDescription()
                    + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)));
        }
    }

    private static @Nullable Text replace(
            Row row, VariableValues variables, Evaluator text, Prepared<Pattern> pattern, Evaluator replacement) {
        Text value = (Text) text.evaluate(row, variables);
        Pattern compiled = pattern.of(row, variables);
        Text with = (Text) replacement.evaluate(row, variables);
        if (value == null || compiled == null || with == null) {
            return null;
        }
        String characters = value.toString();
        if (characters.length() > LONGEST_TEXT) {
            throw new Failure("REGEXP_REPLACE: the text " + Failure.shown(value) + " is longer than " + LONGEST_TEXT);
        }
        try {
            String result = compiled.matcher(new Counted(characters)).replaceAll(with.toString());
            return result.equals(characters) ? value : Text.of(result);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Failure("REGEXP_REPLACE: the replacement " + Failure.shown(with) + " does not fit "
                    + Failure.shown(compiled) + ": " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new Failure("REGEXP_REPLACE: matching " + Failure.shown(compiled) + " nests too deep in "
                    + Failure.shown(value));
        }
    }

    /** Characters that may be looked at only so often. */
    private static final class Counted implements CharSequence {

        private final String characters;
        private int steps;

        Counted(String characters) {
            this.characters = characters;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw new Failure("REGEXP_REPLACE: matching takes more than " + MOST_STEPS + " steps for "
                        + Failure.shown(characters)
                        + "; write the regular expression without repetitions in repetitions");
            }
            return characters.charAt(index);
        }

        @Override
        public int length() {
            return characters.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return characters.substring(start, end);
        }

        @Override
        public String toString() {
            return characters;
        }
    }
}
