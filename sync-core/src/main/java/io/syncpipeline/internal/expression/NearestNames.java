package io.syncpipeline.internal.expression;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The names that somebody may have meant. */
final class NearestNames {

    private static final int MOST = 40;

    /** As long as names are; comparing takes the product of both lengths. */
    private static final int LONGEST_COMPARED = 64;

    private NearestNames() {}

    /** The names there are, those that are most like the wrong one first; many names are cut. */
    static String of(String wrong, Collection<String> names) {
        String wanted =
                wrong.substring(0, Math.min(wrong.length(), LONGEST_COMPARED)).toLowerCase(Locale.ROOT);
        List<String> nearest = names.stream()
                .sorted(Comparator.comparingInt((String name) -> distance(wanted, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
        int others = names.size() - nearest.size();
        return String.join(", ", nearest) + (others > 0 ? " and " + others + " more" : "");
    }

    /** How many characters have to be added, removed or exchanged to make one name of the other. */
    private static int distance(String some, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j < previous.length; j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= some.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j < current.length; j++) {
                int exchanged = previous[j - 1] + (some.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(exchanged, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
