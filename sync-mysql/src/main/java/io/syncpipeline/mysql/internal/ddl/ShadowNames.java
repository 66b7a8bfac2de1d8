package io.syncpipeline.mysql.internal.ddl;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that tools for schema changes without locks give to the altered copy which takes a table's place in the end. Sources: gh-ost
 * ({@code go/base/context.go}: {@code _x_gho}), pt-online-schema-change ({@code _x_new}, with more underscores when taken), LHM ({@code
 * lhmn_x}), Facebook's OnlineSchemaChange ({@code __osc_new_x}).
 */
final class ShadowNames {

    private static final List<Pattern> COPIES = List.of(
            Pattern.compile("_(.+)_gho"),
            Pattern.compile("_+(.+)_new"),
            Pattern.compile("lhmn_(.+)"),
            Pattern.compile("__osc_new_(.+)"));

    // what such a tool leaves behind, or keeps notes in
    private static final List<Pattern> OTHERS = List.of(
            Pattern.compile("_(.+)_ghc"), Pattern.compile("_(.+?)(?:_\\d{14})?_del"), Pattern.compile("_+(.+)_old"));

    // gh-ost cuts the captured table's name, so that its own fits
    private static final int LONGEST_NAME = 64;

    private ShadowNames() {}

    /** Whether a table of the first name is made to take the place of one of the second. */
    static boolean isCopyOf(String table, String captured) {
        return bases(COPIES, table)
                .anyMatch(base -> base.equals(captured) || (isCut(table) && captured.startsWith(base)));
    }

    /** The tables, by name, that a table of this name may belong to the change of. */
    static List<String> bases(String table) {
        return Stream.concat(bases(COPIES, table), bases(OTHERS, table))
                .distinct()
                .toList();
    }

    /** Whether the name is so long that those it may belong to need only begin with one of {@link #bases}. */
    static boolean isCut(String table) {
        return table.length() >= LONGEST_NAME;
    }

    private static Stream<String> bases(List<Pattern> patterns, String table) {
        return patterns.stream()
                .map(pattern -> pattern.matcher(table))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1));
    }
}
