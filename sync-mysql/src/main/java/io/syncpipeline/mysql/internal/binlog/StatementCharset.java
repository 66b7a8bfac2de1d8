package io.syncpipeline.mysql.internal.binlog;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The character set of a logged statement: {@code character_set_client} of the session, which stands among the status variables of a QUERY
 * event. The variables come in a fixed order, so that those before it have to be passed over ({@code Query_event} in {@code
 * statement_events.h}).
 */
final class StatementCharset {

    private static final int FLAGS2 = 0;
    private static final int SQL_MODE = 1;
    private static final int CATALOG = 2;
    private static final int AUTO_INCREMENT = 3;
    private static final int CHARSET = 4;
    private static final int TIME_ZONE = 5;
    private static final int CATALOG_NZ = 6;

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

    /** The character set that the status variables name; UTF-8 when they name none. */
    static Charset of(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int code = Bytes.uint8(bytes, at++);
            switch (code) {
                case FLAGS2, AUTO_INCREMENT -> at += 4;
                case SQL_MODE -> at += 8;
                case CATALOG -> at += Bytes.uint8(bytes, at) + 2;
                case CATALOG_NZ, TIME_ZONE -> at += Bytes.uint8(bytes, at) + 1;
                case CHARSET -> {
                    return of(at + 2 <= end ? Bytes.uint16(bytes, at) : 0);
                }
                default -> {
                    return StandardCharsets.UTF_8;
                }
            }
        }
        return StandardCharsets.UTF_8;
    }

    private static Charset of(int collation) {
        String name = BY_COLLATION.get(collation);
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
