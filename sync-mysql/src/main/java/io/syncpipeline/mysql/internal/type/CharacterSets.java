package io.syncpipeline.mysql.internal.type;

import org.jspecify.annotations.Nullable;

/** Every character set of MySQL and MariaDB. Each table is built when it is first asked for, and then kept. */
final class CharacterSets {

    private CharacterSets() {}

    static @Nullable CharacterSet find(String name) {
        return switch (name) {
            case "utf8mb4" -> Unicode.UTF8MB4;
            case "utf8", "utf8mb3" -> Unicode.UTF8MB3;
            case "ascii" -> Unicode.ASCII;
            case "ucs2" -> Unicode.UCS2;
            case "utf16" -> Unicode.UTF16;
            case "utf16le" -> Unicode.UTF16LE;
            case "utf32" -> Unicode.UTF32;
            case "gbk" -> Gbk.SET;
            case "gb2312" -> Gb2312.SET;
            case "gb18030" -> Gb18030.SET;
            case "big5" -> Big5.SET;
            case "sjis" -> Sjis.SET;
            case "cp932" -> Cp932.SET;
            case "ujis" -> Ujis.SET;
            case "eucjpms" -> Eucjpms.SET;
            case "euckr" -> Euckr.SET;
            case "latin1" -> Latin1.SET;
            default -> SingleByte.find(name);
        };
    }

    private static final class Unicode {
        static final CharacterSet UTF8MB4 = new CharacterSet.Utf8("utf8mb4", 4);
        static final CharacterSet UTF8MB3 = new CharacterSet.Utf8("utf8mb3", 3);
        static final CharacterSet ASCII = new CharacterSet.Ascii();
        static final CharacterSet UCS2 = new UnicodeCharacterSet("ucs2", UnicodeCharacterSet.Form.UCS2);
        static final CharacterSet UTF16 = new UnicodeCharacterSet("utf16", UnicodeCharacterSet.Form.UTF16);
        static final CharacterSet UTF16LE = new UnicodeCharacterSet("utf16le", UnicodeCharacterSet.Form.UTF16LE);
        static final CharacterSet UTF32 = new UnicodeCharacterSet("utf32", UnicodeCharacterSet.Form.UTF32);
    }

    private static final class Latin1 {
        static final CharacterSet SET =
                SingleByteCharacterSet.like("latin1", "windows-1252", CharacterSetTables.LATIN1);
    }

    private static final class SingleByte {
        static final CharacterSet LATIN2 = SingleByteCharacterSet.like("latin2", "ISO-8859-2", "");
        static final CharacterSet LATIN5 = SingleByteCharacterSet.like("latin5", "ISO-8859-9", "");
        static final CharacterSet LATIN7 = SingleByteCharacterSet.like("latin7", "ISO-8859-13", "");
        static final CharacterSet GREEK = SingleByteCharacterSet.like("greek", "ISO-8859-7", CharacterSetTables.GREEK);
        static final CharacterSet HEBREW =
                SingleByteCharacterSet.like("hebrew", "ISO-8859-8", CharacterSetTables.HEBREW);
        static final CharacterSet CP1250 = SingleByteCharacterSet.like("cp1250", "windows-1250", "");
        static final CharacterSet CP1251 = SingleByteCharacterSet.like("cp1251", "windows-1251", "");
        static final CharacterSet CP1256 =
                SingleByteCharacterSet.like("cp1256", "windows-1256", CharacterSetTables.CP1256);
        static final CharacterSet CP1257 = SingleByteCharacterSet.like("cp1257", "windows-1257", "");
        static final CharacterSet KOI8R = SingleByteCharacterSet.like("koi8r", "KOI8-R", "");
        static final CharacterSet KOI8U = SingleByteCharacterSet.like("koi8u", "KOI8-U", CharacterSetTables.KOI8U);
        static final CharacterSet CP850 = SingleByteCharacterSet.like("cp850", "IBM850", "");
        static final CharacterSet CP852 = SingleByteCharacterSet.like("cp852", "IBM852", "");
        static final CharacterSet CP866 = SingleByteCharacterSet.like("cp866", "IBM866", CharacterSetTables.CP866);
        static final CharacterSet MACROMAN = SingleByteCharacterSet.like("macroman", "x-MacRoman", "");
        static final CharacterSet MACCE = SingleByteCharacterSet.like("macce", "x-MacCentralEurope", "");
        static final CharacterSet TIS620 = SingleByteCharacterSet.like("tis620", "TIS-620", CharacterSetTables.TIS620);
        static final CharacterSet ARMSCII8 =
                SingleByteCharacterSet.like("armscii8", "US-ASCII", CharacterSetTables.ARMSCII8);
        static final CharacterSet GEOSTD8 =
                SingleByteCharacterSet.like("geostd8", "US-ASCII", CharacterSetTables.GEOSTD8);
        static final CharacterSet KEYBCS2 =
                SingleByteCharacterSet.like("keybcs2", "US-ASCII", CharacterSetTables.KEYBCS2);
        static final CharacterSet SWE7 = SingleByteCharacterSet.like("swe7", "US-ASCII", CharacterSetTables.SWE7);
        static final CharacterSet DEC8 = SingleByteCharacterSet.like("dec8", "US-ASCII", CharacterSetTables.DEC8);
        static final CharacterSet HP8 = SingleByteCharacterSet.like("hp8", "US-ASCII", CharacterSetTables.HP8);

        static @Nullable CharacterSet find(String name) {
            return switch (name) {
                case "latin2" -> LATIN2;
                case "latin5" -> LATIN5;
                case "latin7" -> LATIN7;
                case "greek" -> GREEK;
                case "hebrew" -> HEBREW;
                case "cp1250" -> CP1250;
                case "cp1251" -> CP1251;
                case "cp1256" -> CP1256;
                case "cp1257" -> CP1257;
                case "koi8r" -> KOI8R;
                case "koi8u" -> KOI8U;
                case "cp850" -> CP850;
                case "cp852" -> CP852;
                case "cp866" -> CP866;
                case "macroman" -> MACROMAN;
                case "macce" -> MACCE;
                case "tis620" -> TIS620;
                case "armscii8" -> ARMSCII8;
                case "geostd8" -> GEOSTD8;
                case "keybcs2" -> KEYBCS2;
                case "swe7" -> SWE7;
                case "dec8" -> DEC8;
                case "hp8" -> HP8;
                default -> null;
            };
        }
    }

    private static final class Gbk {
        static final CharacterSet SET = MultiByteCharacterSet.like("gbk", "GBK", CharacterSetTables.GBK, 2);
    }

    private static final class Gb2312 {
        static final CharacterSet SET = MultiByteCharacterSet.like("gb2312", "GB2312", "", 2);
    }

    private static final class Gb18030 {
        static final CharacterSet SET = MultiByteCharacterSet.like("gb18030", "GB18030", CharacterSetTables.GB18030, 4);
    }

    private static final class Big5 {
        static final CharacterSet SET = MultiByteCharacterSet.like("big5", "Big5", CharacterSetTables.BIG5, 2);
    }

    private static final class Sjis {
        static final CharacterSet SET = MultiByteCharacterSet.like("sjis", "Shift_JIS", CharacterSetTables.SJIS, 2);
    }

    private static final class Cp932 {
        static final CharacterSet SET = MultiByteCharacterSet.like("cp932", "windows-31j", "", 2);
    }

    private static final class Ujis {
        static final CharacterSet SET = MultiByteCharacterSet.like("ujis", "EUC-JP", CharacterSetTables.UJIS, 3);
    }

    private static final class Eucjpms {
        static final CharacterSet SET = MultiByteCharacterSet.like("eucjpms", "EUC-JP", CharacterSetTables.EUCJPMS, 3);
    }

    private static final class Euckr {
        static final CharacterSet SET = MultiByteCharacterSet.like("euckr", "MS949", "", 2);
    }
}
