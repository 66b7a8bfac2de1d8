package io.syncpipeline.mysql.internal.binlog;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The character sets that statements are logged in: {@code character_set_client} of their sessions. */
final class StatementCharset {

    // by the server's collation number; everything else a client may use is UTF-8 or ASCII in what concerns statements
    private static final Map<Integer, String> BY_COLLATION = Map.ofEntries(
            Map.entry(1, "Big5"),
            Map.entry(84, "Big5"),
            Map.entry(5, "windows-1252"),
            Map.entry(8, "windows-1252"),
            Map.entry(15, "windows-1252"),
            Map.entry(31, "windows-1252"),
            Map.entry(47, "windows-1252"),
            Map.entry(48, "windows-1252"),
            Map.entry(49, "windows-1252"),
            Map.entry(94, "windows-1252"),
            Map.entry(9, "ISO-8859-2"),
            Map.entry(12, "EUC-JP"),
            Map.entry(91, "EUC-JP"),
            Map.entry(13, "Shift_JIS"),
            Map.entry(88, "Shift_JIS"),
            Map.entry(19, "EUC-KR"),
            Map.entry(85, "EUC-KR"),
            Map.entry(24, "GB2312"),
            Map.entry(86, "GB2312"),
            Map.entry(28, "GBK"),
            Map.entry(87, "GBK"),
            Map.entry(248, "GB18030"),
            Map.entry(249, "GB18030"),
            Map.entry(7, "KOI8-R"),
            Map.entry(14, "windows-1251"),
            Map.entry(50, "windows-1251"),
            Map.entry(51, "windows-1251"),
            Map.entry(95, "windows-31j"),
            Map.entry(96, "windows-31j"));

    private StatementCharset() {}

    /** The character set of a collation, by the number that the log has for it; UTF-8 when it is not among those that differ. */
    static Charset of(int collation) {
        String name = BY_COLLATION.get(collation);
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
