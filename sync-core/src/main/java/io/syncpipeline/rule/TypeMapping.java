package io.syncpipeline.rule;

import io.syncpipeline.model.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Source types that are stored in another destination type than the sink's default. The pattern is a source type as the plan shows it, such
 * as {@code bigint unsigned}, {@code tinyint(1)} or {@code decimal(10,2)}. Without brackets it stands for every length; within brackets
 * {@code *} stands for every number, and a comparison for those that it holds for:
 *
 * <pre>{@code
 * TypeMapping.of("decimal(p>38,*)", "STRING")   // decimals of more than 38 digits
 * TypeMapping.of("tinyint(1)", "BOOLEAN")
 * TypeMapping.of("datetime", "STRING")          // also datetime(3)
 * }</pre>
 *
 * A value that the chosen type cannot hold is a dirty row; nothing is cut or rounded. Types that can never hold the values are refused in the
 * plan. Immutable.
 */
public final class TypeMapping {

    private static final Pattern SHAPE = Pattern.compile("([^()]+)(?:\\((.*)\\)([^()]*))?", Pattern.DOTALL);
    private static final Pattern COMPARISON = Pattern.compile("[a-z]*\\s*(>=|<=|>|<|=)\\s*(\\d{1,18})");

    private final String pattern;
    private final String destinationType;
    private final String name;
    private final boolean anyArguments;
    private final List<LongPredicate> arguments;

    private TypeMapping(
            String pattern, String destinationType, String name, boolean anyArguments, List<LongPredicate> arguments) {
        this.pattern = pattern;
        this.destinationType = destinationType;
        this.name = name;
        this.anyArguments = anyArguments;
        this.arguments = List.copyOf(arguments);
    }

    /**
     * A mapping of types.
     *
     * @param pattern the source types
     * @param destinationType the destination type in the sink's own words, such as {@code DECIMAL(20,0)}; whether there is such a type the
     *     plan says
     * @throws IllegalArgumentException when the pattern is none
     */
    public static TypeMapping of(String pattern, String destinationType) {
        if (destinationType.isBlank()) {
            throw new IllegalArgumentException("the destination type for '" + pattern + "' is missing");
        }
        Matcher matcher = SHAPE.matcher(pattern.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + pattern
                    + "' is no pattern of types; write it as in decimal(p>38,*)," + " tinyint(1) or bigint unsigned");
        }
        List<LongPredicate> arguments = new ArrayList<>();
        if (matcher.group(2) != null) {
            for (String argument : matcher.group(2).split(",", -1)) {
                arguments.add(argument(pattern, argument.strip()));
            }
        }
        return new TypeMapping(
                pattern.strip(), destinationType.strip(), name(matcher), matcher.group(2) == null, arguments);
    }

    private static String name(Matcher matcher) {
        String attributes = matcher.group(3) == null ? "" : matcher.group(3);
        return (matcher.group(1) + " " + attributes).strip().replaceAll("\\s+", " ");
    }

    private static LongPredicate argument(String pattern, String text) {
        if (text.equals("*")) {
            return number -> true;
        }
        if (text.matches("\\d{1,18}")) {
            long wanted = Long.parseLong(text);
            return number -> number == wanted;
        }
        Matcher comparison = COMPARISON.matcher(text);
        if (!comparison.matches()) {
            throw new IllegalArgumentException("'" + text + "' in the pattern of types '" + pattern
                    + "' is neither a number nor * nor a comparison such as p>38");
        }
        long bound = Long.parseLong(comparison.group(2));
        return switch (comparison.group(1)) {
            case ">" -> number -> number > bound;
            case ">=" -> number -> number >= bound;
            case "<" -> number -> number < bound;
            case "<=" -> number -> number <= bound;
            default -> number -> number == bound;
        };
    }

    /** Whether a column has one of the source types. */
    public boolean matches(Column column) {
        Matcher matcher = SHAPE.matcher(column.nativeType().toLowerCase(Locale.ROOT));
        if (!matcher.matches() || !name(matcher).equals(name)) {
            return false;
        }
        if (anyArguments) {
            return true;
        }
        String[] given =
                matcher.group(2) == null ? new String[0] : matcher.group(2).split(",", -1);
        if (given.length != arguments.size()) {
            return false;
        }
        for (int i = 0; i < given.length; i++) {
            String number = given[i].strip();
            if (!number.matches("\\d{1,18}") || !arguments.get(i).test(Long.parseLong(number))) {
                return false;
            }
        }
        return true;
    }

    /** The source types, as they were given. */
    public String pattern() {
        return pattern;
    }

    /** The destination type, in the sink's own words. */
    public String destinationType() {
        return destinationType;
    }

    @Override
    public String toString() {
        return pattern + " -> " + destinationType;
    }
}
