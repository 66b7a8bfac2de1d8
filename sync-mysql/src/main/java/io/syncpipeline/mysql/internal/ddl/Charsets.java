package io.syncpipeline.mysql.internal.ddl;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What DDL needs to know of MySQL's character sets. Source: {@code SHOW CHARACTER SET} of MySQL 5.7 to 9.7 and MariaDB 11.4. */
final class Charsets {

    static final String BINARY = "binary";

    /** The most bytes of one character, for all character sets in which it is not 1. */
    private static final Map<String, Integer> BYTES_PER_CHARACTER = Map.ofEntries(
            Map.entry("big5", 2),
            Map.entry("cp932", 2),
            Map.entry("eucjpms", 3),
            Map.entry("euckr", 2),
            Map.entry("gb18030", 4),
            Map.entry("gb2312", 2),
            Map.entry("gbk", 2),
            Map.entry("sjis", 2),
            Map.entry("ucs2", 2),
            Map.entry("ujis", 3),
            Map.entry("utf16", 4),
            Map.entry("utf16le", 4),
            Map.entry("utf32", 4),
            Map.entry("utf8mb3", 3),
            Map.entry("utf8mb4", 4));

    private Charsets() {}

    /** A character set's one name, of the two that three-byte UTF-8 has. */
    static String named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("utf8") ? "utf8mb3" : lower;
    }

    /** The most bytes that one character takes. */
    static int bytesPerCharacter(String charset) {
        return BYTES_PER_CHARACTER.getOrDefault(charset, 1);
    }

    /** The character set that a collation belongs to; null when it fits several, as MariaDB's {@code uca1400_ai_ci} does. */
    static @Nullable String ofCollation(String collation) {
        String name = collation.toLowerCase(Locale.ROOT);
        int end = name.indexOf('_');
        String charset = end < 0 ? name : name.substring(0, end);
        return charset.equals("uca1400") || charset.equals("default") ? null : named(charset);
    }
}
