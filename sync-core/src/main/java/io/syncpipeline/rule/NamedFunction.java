package io.syncpipeline.rule;

import io.syncpipeline.model.DataType;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A function of a user's own as expressions see it: its name, how many arguments it takes, what its result is. Immutable; thread-safe
 * as far as its {@link SyncFunction} is.
 *
 * <pre>{@code
 * NamedFunction.of("MASK", DataType.of(Kind.TEXT), arguments -> mask((Text) arguments.get(0))).arguments(1)
 * }</pre>
 *
 * @param name its name, called without regard to case: a letter or an underscore, then letters, digits and underscores, all ASCII
 * @param result what its results are
 * @param leastArguments the fewest arguments of a call
 * @param mostArguments the most arguments of a call
 * @param callsWithNull whether it is called when an argument is NULL; otherwise such a call is NULL
 * @param deterministic whether the same arguments always give the same result; only then may the place of a row depend on it
 * @param body what it computes
 */
public record NamedFunction(
        String name,
        DataType result,
        int leastArguments,
        int mostArguments,
        boolean callsWithNull,
        boolean deterministic,
        SyncFunction body) {

    /** The most arguments that any function takes. */
    public static final int MOST_ARGUMENTS = 1_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException when the name is not one, or the numbers of arguments contradict each other
     */
    public NamedFunction {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(body, "body");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a function: a letter or '_', then at most 63 letters,"
                            + " digits and '_', all ASCII");
        }
        if (leastArguments < 0 || mostArguments < leastArguments || mostArguments > MOST_ARGUMENTS) {
            throw new IllegalArgumentException("the function " + name + " cannot take " + leastArguments + " to "
                    + mostArguments + " arguments; 0 <= least <= most <= " + MOST_ARGUMENTS);
        }
    }

    /** A deterministic function of any number of arguments, at least one, that is NULL when one of them is NULL. */
    public static NamedFunction of(String name, DataType result, SyncFunction body) {
        return new NamedFunction(name, result, 1, MOST_ARGUMENTS, false, true, body);
    }

    /** This function, taking exactly so many arguments. */
    public NamedFunction arguments(int count) {
        return arguments(count, count);
    }

    /** This function, taking at least and at most so many arguments. */
    public NamedFunction arguments(int least, int most) {
        return new NamedFunction(name, result, least, most, callsWithNull, deterministic, body);
    }

    /** This function, called with null for arguments that are NULL. */
    public NamedFunction callingWithNull() {
        return new NamedFunction(name, result, leastArguments, mostArguments, true, deterministic, body);
    }

    /** This function, whose results may differ for the same arguments. */
    public NamedFunction notDeterministic() {
        return new NamedFunction(name, result, leastArguments, mostArguments, callsWithNull, false, body);
    }
}
