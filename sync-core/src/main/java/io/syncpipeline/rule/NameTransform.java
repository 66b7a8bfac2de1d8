package io.syncpipeline.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Changes to a name, carried out in the order in which they were added. Immutable; each method gives a new one. */
public final class NameTransform {

    private static final NameTransform NONE = new NameTransform(List.of());

    private final List<Step> steps;

    private record Step(String description, UnaryOperator<String> change) {}

    private NameTransform(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Leaves a name as it is. */
    public static NameTransform none() {
        return NONE;
    }

    /** Then puts a text before it. */
    public NameTransform prefix(String text) {
        Objects.requireNonNull(text, "text");
        return with("prefix '" + text + "'", name -> text + name);
    }

    /** Then puts a text behind it. */
    public NameTransform suffix(String text) {
        Objects.requireNonNull(text, "text");
        return with("suffix '" + text + "'", name -> name + text);
    }

    /**
     * Then replaces every occurrence of a text.
     *
     * @throws IllegalArgumentException when the text to replace is empty
     */
    public NameTransform replace(String from, String to) {
        if (from.isEmpty()) {
            throw new IllegalArgumentException("the text to replace must not be empty");
        }
        Objects.requireNonNull(to, "to");
        return with("'" + from + "' becomes '" + to + "'", name -> name.replace(from, to));
    }

    /**
     * Then replaces every part that matches an expression.
     *
     * @param regex a regular expression as {@link Pattern} has it
     * @param replacement the replacement, in which {@code $1} or {@code ${name}} stand for the expression's groups
     * @throws IllegalArgumentException when it is no regular expression, or when the replacement names a group that it does not have
     */
    public NameTransform replaceRegex(String regex, String replacement) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the expression '" + regex + "' is no regular expression: " + e.getDescription(), e);
        }
        requireGroups(pattern, replacement);
        return with("/" + regex + "/ becomes '" + replacement + "'", name -> pattern.matcher(name)
                .replaceAll(replacement));
    }

    /** An alternative that matches nothing lets the replacement be tried before there is a name. */
    private static void requireGroups(Pattern pattern, String replacement) {
        Objects.requireNonNull(replacement, "replacement");
        try {
            Pattern.compile(pattern.pattern() + "|").matcher("").replaceFirst(replacement);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "the replacement '" + replacement + "' does not fit the expression '" + pattern + "': "
                            + e.getMessage(),
                    e);
        }
    }

    /** Then changes it to upper case, without regard to any language. */
    public NameTransform upper() {
        return with("upper case", name -> name.toUpperCase(Locale.ROOT));
    }

    /** Then changes it to lower case, without regard to any language. */
    public NameTransform lower() {
        return with("lower case", name -> name.toLowerCase(Locale.ROOT));
    }

    private NameTransform with(String description, UnaryOperator<String> change) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(description, change));
        return new NameTransform(more);
    }

    /** The changed name. */
    public String apply(String name) {
        String changed = name;
        for (Step step : steps) {
            changed = step.change().apply(changed);
        }
        return changed;
    }

    /** What it does, in words; empty when it does nothing. */
    @Override
    public String toString() {
        return String.join(", ", steps.stream().map(Step::description).toList());
    }
}
