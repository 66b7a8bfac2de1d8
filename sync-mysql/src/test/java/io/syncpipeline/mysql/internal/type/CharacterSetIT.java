package io.syncpipeline.mysql.internal.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.Text;
import io.syncpipeline.mysql.testserver.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every code of every character set means what the server says it means. */
class CharacterSetIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final int CODES_PER_QUERY = 1000;

    static List<String> charsets() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = SERVER.root();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW CHARACTER SET")) {
            while (rows.next()) {
                if (!rows.getString(1).equals("binary")) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void agreesWithTheServer(String name) throws Exception {
        CharacterSet charset = CharacterSet.of(name);
        Map<String, String> different = new TreeMap<>();
        List<byte[]> codes = codes(charset);
        try (Connection connection = SERVER.root();
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION sql_mode = '', character_set_results = utf8mb4");
            for (int from = 0; from < codes.size(); from += CODES_PER_QUERY) {
                List<byte[]> some = codes.subList(from, Math.min(codes.size(), from + CODES_PER_QUERY));
                compare(charset, statement, some, different);
            }
        }
        assertThat(different).isEmpty();
    }

    private static void compare(
            CharacterSet charset, Statement statement, List<byte[]> codes, Map<String, String> different)
            throws SQLException {
        StringBuilder select = new StringBuilder("SELECT ");
        for (byte[] code : codes) {
            select.append(select.length() > 7 ? ", " : "")
                    .append("CONVERT(CONVERT(x'")
                    .append(HexFormat.of().formatHex(code))
                    .append("' USING ")
                    .append(charset)
                    .append(") USING utf8mb4)");
        }
        try (ResultSet row = statement.executeQuery(select.toString())) {
            row.next();
            for (int i = 0; i < codes.size(); i++) {
                byte[] server = row.getBytes(i + 1);
                if (server != null && isOneCharacter(server)) {
                    String expected = Text.ofUtf8(server).toString();
                    String ours = ours(charset, codes.get(i));
                    if (!expected.equals(ours)) {
                        different.put(HexFormat.of().formatHex(codes.get(i)), expected + " but was " + ours);
                    }
                }
            }
        }
    }

    /** The server answers bytes without a character with a question mark, the replacement character, or several characters. */
    private static boolean isOneCharacter(byte[] utf8) {
        String text = Text.ofUtf8(utf8).toString();
        return text.codePointCount(0, text.length()) == 1 && !text.equals("?") && !text.equals("\uFFFD");
    }

    private static String ours(CharacterSet charset, byte[] code) {
        try {
            return charset.text(code).toString();
        } catch (ValueException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<byte[]> codes(CharacterSet charset) {
        List<byte[]> codes = new ArrayList<>();
        switch (charset.name()) {
            case "utf8mb3", "utf8mb4" -> codes.add(new byte[] {'a'});
            case "ucs2", "utf16", "utf16le" -> {
                for (int i = 0; i < 0x10000; i += 7) {
                    codes.add(new byte[] {(byte) (i >> 8), (byte) i});
                }
            }
            case "utf32" -> {
                for (int i = 0; i < 0x110000; i += 101) {
                    codes.add(new byte[] {0, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
                }
            }
            default -> byteCodes(charset, codes);
        }
        return codes;
    }

    private static void byteCodes(CharacterSet charset, List<byte[]> codes) {
        for (int i = 0; i < 256; i++) {
            codes.add(new byte[] {(byte) i});
        }
        if (charset.maxBytesPerCharacter() == 1) {
            return;
        }
        boolean katakana = charset.name().equals("sjis") || charset.name().equals("cp932");
        for (int first = 0x80; first < 256; first++) {
            for (int second = 0x30; second < 256; second++) {
                // Some servers answer single-byte katakana and something after it with the katakana alone.
                if (!katakana || first < 0xA0 || first > 0xDF) {
                    codes.add(new byte[] {(byte) first, (byte) second});
                }
                if (charset.maxBytesPerCharacter() == 3 && first > 0xA0 && second > 0xA0) {
                    codes.add(new byte[] {(byte) 0x8F, (byte) first, (byte) second});
                }
            }
        }
        if (charset.name().equals("gb18030")) {
            for (int i = 0; i < 126 * 10 * 126 * 10; i += i < 40_000 ? 3 : 499) {
                codes.add(new byte[] {
                    (byte) (0x81 + i / 12_600),
                    (byte) (0x30 + i / 1260 % 10),
                    (byte) (0x81 + i / 10 % 126),
                    (byte) (0x30 + i % 10)
                });
            }
        }
    }

    @Test
    void knowsEveryCollationOfTheServer() throws Exception {
        Map<String, String> different = new TreeMap<>();
        try (Connection connection = SERVER.root();
                Statement statement = connection.createStatement()) {
            String table = SERVER.isMariaDb() ? "COLLATION_CHARACTER_SET_APPLICABILITY" : "COLLATIONS";
            try (ResultSet rows = statement.executeQuery(
                    "SELECT ID, CHARACTER_SET_NAME FROM information_schema." + table + " WHERE ID IS NOT NULL")) {
                while (rows.next()) {
                    String expected = rows.getString(2).equals("utf8") ? "utf8mb3" : rows.getString(2);
                    String ours = Collations.characterSet(rows.getInt(1)).orElse("");
                    if (!expected.equals(ours)) {
                        different.put(rows.getString(1), expected + " but was " + ours);
                    }
                }
            }
        }
        assertThat(different).isEmpty();
    }
}
