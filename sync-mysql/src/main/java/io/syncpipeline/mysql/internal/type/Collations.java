package io.syncpipeline.mysql.internal.type;

import java.util.Optional;

/**
 * Which character set a collation belongs to, by the numbers that servers give collations. Read off {@code
 * information_schema.COLLATIONS} of MySQL 9.7.4 and MariaDB 11.4.5; the two share the numbers below 512.
 */
public final class Collations {

    /** MariaDB's collations without padding have the number of the padding one plus this. */
    private static final int NO_PAD = 1024;

    private static final int FIRST_UCA_1400 = 2048;
    private static final int LAST_UCA_1400 = 3327;

    /** MariaDB numbers its UCA 14.0.0 collations in blocks of 256 for each of these. */
    private static final String[] UCA_1400 = {"utf8mb3", "utf8mb4", "ucs2", "utf16", "utf32"};

    private static final String[] SMALL = {
        "", "big5", "latin2", "dec8", "cp850", "latin1", "hp8", "koi8r", "latin1", "latin2", // 0
        "swe7", "ascii", "ujis", "sjis", "cp1251", "latin1", "hebrew", "", "tis620", "euckr", // 10
        "latin7", "latin2", "koi8u", "cp1251", "gb2312", "greek", "cp1250", "latin2", "gbk", "cp1257", // 20
        "latin5", "latin1", "armscii8", "utf8mb3", "cp1250", "ucs2", "cp866", "keybcs2", "macce", "macroman", // 30
        "cp852", "latin7", "latin7", "macce", "cp1250", "utf8mb4", "utf8mb4", "latin1", "latin1", "latin1", // 40
        "cp1251", "cp1251", "cp1251", "macroman", "utf16", "utf16", "utf16le", "cp1256", "cp1257", "cp1257", // 50
        "utf32", "utf32", "utf16le", "binary", "armscii8", "ascii", "cp1250", "cp1256", "cp866", "dec8", // 60
        "greek", "hebrew", "hp8", "keybcs2", "koi8r", "koi8u", "utf8mb3", "latin2", "latin5", "latin7", // 70
        "cp850", "cp852", "swe7", "utf8mb3", "big5", "euckr", "gb2312", "gbk", "sjis", "tis620", // 80
        "ucs2", "ujis", "geostd8", "geostd8", "latin1", "cp932", "cp932", "eucjpms", "eucjpms", "cp1250" // 90
    };

    private Collations() {}

    /** The name of the character set; empty when the number is not known, which only means that nothing can be compared. */
    public static Optional<String> characterSet(int collation) {
        if (collation >= FIRST_UCA_1400 && collation <= LAST_UCA_1400) {
            return Optional.of(UCA_1400[(collation - FIRST_UCA_1400) / 256]);
        }
        String name = collation >= NO_PAD && collation < FIRST_UCA_1400
                ? small(collation - NO_PAD)
                : collation >= 0 && collation < NO_PAD ? small(collation) : "";
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static String small(int collation) {
        if (collation < SMALL.length) {
            return SMALL[collation];
        }
        if (in(collation, 101, 127) || in(collation, 672, 703)) {
            return "utf16";
        }
        if (in(collation, 128, 159) || in(collation, 640, 671)) {
            return "ucs2";
        }
        if (in(collation, 160, 191) || in(collation, 736, 767)) {
            return "utf32";
        }
        if (in(collation, 192, 223) || in(collation, 576, 607)) {
            return "utf8mb3";
        }
        if (in(collation, 248, 250)) {
            return "gb18030";
        }
        if (in(collation, 224, 247) || in(collation, 255, 323) || in(collation, 608, 639)) {
            return "utf8mb4";
        }
        return "";
    }

    private static boolean in(int collation, int first, int last) {
        return collation >= first && collation <= last;
    }
}
