package io.syncpipeline.examples;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;

/** The tables of the soak: keys of every kind that a destination table can be keyed by. */
final class SoakTables {

    private static final HexFormat HEX = HexFormat.of();

    private SoakTables() {}

    static List<SoakTable> all() {
        return List.of(
                single("ints", "INT", Integer::toString).rekeyedBy("id = id + 1", "id = -id", "id = id + 5000"),
                single("smalls", "SMALLINT", n -> Integer.toString(n - 600)).rekeyedBy("id = -id"),
                single("unsigneds", "BIGINT UNSIGNED", n -> Long.toUnsignedString(-1L - 3L * n))
                        .rekeyedBy("id = id - 1"),
                single("counted", "BIGINT AUTO_INCREMENT", n -> Integer.toString(n + 1)),
                single("words_ci", "VARCHAR(40) COLLATE utf8mb4_general_ci", SoakTables::word)
                        .rekeyedBy("id = UPPER(id)", "id = CONCAT(id, ' ')", "id = LOWER(id)"),
                single("words_ai", "VARCHAR(40) COLLATE utf8mb4_unicode_ci", SoakTables::word)
                        .rekeyedBy("id = LOWER(id)", "id = RTRIM(id)", "id = REPLACE(id, 'ß', 'ss')"),
                single("words_bin", "VARCHAR(40) COLLATE utf8mb4_bin", SoakTables::word)
                        .rekeyedBy("id = UPPER(id)"),
                single("words_own", "VARCHAR(40)", SoakTables::word)
                        .rekeyedBy("id = UPPER(id)", "id = CONCAT(id, ' ')"),
                single("words_latin", "CHAR(24) CHARACTER SET latin1 COLLATE latin1_swedish_ci", SoakTables::word)
                        .rekeyedBy("id = LOWER(id)", "id = UPPER(id)"),
                single("bytes_fixed", "BINARY(8)", n -> bytes(n, 8)).rekeyedBy("id = REVERSE(id)"),
                single("bytes_any", "VARBINARY(16)", n -> bytes(n, n % 5 + 2)).rekeyedBy("id = CONCAT(id, X'00')"),
                single("decimals", "DECIMAL(20,5)", n -> (n - 600) + ".00050")
                        .rekeyedBy("id = -id", "id = id + 0.00001"),
                single("days", "DATE", n -> "'" + LocalDate.of(1899, 12, 1).plusDays(n * 7L) + "'")
                        .rekeyedBy("id = DATE_ADD(id, INTERVAL 1 DAY)"),
                single("moments", "DATETIME(6)", n -> moment(n)).rekeyedBy("id = DATE_ADD(id, INTERVAL 1 MICROSECOND)"),
                new SoakTable(
                                "pairs",
                                List.of("a", "w"),
                                "a SMALLINT NOT NULL, w VARCHAR(20) COLLATE utf8mb4_general_ci NOT NULL, PRIMARY KEY (a, w)",
                                n -> List.of(Integer.toString(n % 40 - 20), word(n / 40)))
                        .rekeyedBy("a = -a", "w = UPPER(w)", "w = CONCAT(w, ' ')"),
                new SoakTable(
                                "triples",
                                List.of("x", "y", "z"),
                                "x DATE NOT NULL, y INT UNSIGNED NOT NULL, z CHAR(8) COLLATE utf8mb4_bin NOT NULL,"
                                        + " PRIMARY KEY (z, x, y)",
                                n -> List.of(
                                        "'" + LocalDate.of(2024, 2, 1).plusDays(n % 29) + "'",
                                        Long.toString(4_294_967_295L - n / 29),
                                        "'z" + n % 7 + "'"))
                        .rekeyedBy("z = REVERSE(z)", "y = y - 1"),
                new SoakTable(
                                "keyless",
                                List.of("u", "v"),
                                "v VARCHAR(30) COLLATE utf8mb4_unicode_ci NOT NULL, u INT NOT NULL, UNIQUE KEY uv (u, v)",
                                n -> List.of(Integer.toString(n / 3), word(n)))
                        .rekeyedBy("v = UPPER(v)", "u = -u"),
                new SoakTable(
                                "levels",
                                List.of("l", "m"),
                                "l ENUM('low','mid','high','ß') NOT NULL, m SMALLINT UNSIGNED NOT NULL, PRIMARY KEY (l, m)",
                                n -> List.of(Integer.toString(n % 4 + 1), Integer.toString(n / 4 + 65_000)))
                        .rekeyedBy("l = 4", "m = m - 300"),
                single("wide", "INT UNSIGNED", n -> Long.toString(4_294_967_295L - n))
                        .with(
                                List.of("body MEDIUMTEXT", "raw BLOB"),
                                List.of("body = REPEAT('wïde 気 ', 700)", "raw = REPEAT(X'00FF', 900)", "body = NULL")),
                single("kinds", "MEDIUMINT", n -> Integer.toString(n * 13 - 8_000))
                        .with(
                                List.of(
                                        "j JSON",
                                        "e ENUM('a','ß','c,d')",
                                        "o SET('x','y','z')",
                                        "bi BIT(10)",
                                        "ti TIME(3)",
                                        "ye YEAR",
                                        "f FLOAT",
                                        "g DOUBLE",
                                        "dt DATETIME(6)",
                                        "da DATE",
                                        "u INT UNSIGNED",
                                        "big DECIMAL(40,20)"),
                                List.of(
                                        "j = '{\"b\": [1, 2.50, null, \"ß\"], \"a\": true}'",
                                        "e = 2, o = 'z,x'",
                                        "bi = b'1000000001', ye = 2155",
                                        "ti = '-838:59:58.999', dt = '9999-12-31 23:59:59.999999'",
                                        "f = 1.1, g = 0.1, u = 4294967295",
                                        "da = '1000-01-01', big = 12345678901234567890.12345678901234567890",
                                        "j = NULL, e = NULL, o = '', bi = NULL, ti = NULL, f = NULL, u = 0")));
    }

    private static SoakTable single(String name, String type, IntFunction<String> literal) {
        return new SoakTable(
                name, List.of("id"), "id " + type + " NOT NULL, PRIMARY KEY (id)", n -> List.of(literal.apply(n)));
    }

    /** Words of which some are the same to a collation: by case, by accents, as ß and ss, and with a space at the end. */
    private static String word(int number) {
        String stem = Integer.toString(number / 6 * 37, 36);
        return switch (number % 6) {
            case 0 -> "'straße" + stem + "'";
            case 1 -> "'STRASSE" + stem + "'";
            case 2 -> "'é" + stem + "'";
            case 3 -> "'E" + stem + "'";
            case 4 -> "'" + stem + " '";
            default -> "'Ä" + stem + "'";
        };
    }

    /** Bytes with zeros and spaces at their end for many numbers. */
    private static String bytes(int number, int length) {
        byte[] bytes = new byte[8];
        ByteBuffer.wrap(bytes).putShort((short) (number * 53)).put(number % 3 == 0 ? (byte) 0 : (byte) 0x20);
        return "X'" + HEX.formatHex(bytes, 0, length) + "'";
    }

    private static String moment(int number) {
        LocalDateTime moment = LocalDateTime.of(2024, 3, 31, 0, 0).plusSeconds(number * 97L);
        return "'" + moment.toString().replace('T', ' ') + (moment.getSecond() == 0 ? ":00" : "") + ".00000"
                + number % 10 + "'";
    }
}
