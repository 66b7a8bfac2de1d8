package io.syncpipeline.mysql.internal.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.mysql.internal.type.ValueException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentTest {

    private static String text(String hex, JsonStyle style) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return JsonDocument.text(bytes, 0, bytes.length, style).toString();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "0400 | null",
                "0401 | true",
                "0402 | false",
                "05FFFF | -1",
                "06FFFF | 65535",
                "07FFFFFFFF | -1",
                "08FFFFFFFF | 4294967295",
                "09FFFFFFFFFFFFFFFF | -1",
                "0AFFFFFFFFFFFFFFFF | 18446744073709551615",
                "0B000000000000F03F | 1.0",
                "0B0000000000000080 | -0.0",
                "0C03616263 | ~\"abc\"~",
                "0C0822085C0A0C0D091F | ~\"\\\"\\b\\\\\\n\\f\\r\\t\\u001f\"~",
                "0000000400 | {}",
                "0200000400 | []",
                "0202000E000C0A000C0D0002616200 | ~[\"ab\", \"\"]~",
                // {"a": 1, "b": [true, 2]}: keys at 18 and 19, the array at 20
                "000200 1E00 1200 0100 1300 0100 05 0100 02 1400 61 62 0200 0A00 04 0100 05 0200 | ~{\"a\": 1, \"b\": [true, 2]}~",
                "0FF6040402810A | 1.10",
                "0F0A08000000000032B519 | ~\"2024-12-25\"~",
                "0F0F03616263 | ~\"base64:type15:YWJj\"~",
            })
    void printsAsTheServerDoes(String hex, String text) {
        assertThat(text(hex.replace(" ", ""), JsonStyle.MYSQL_8)).isEqualTo(text);
    }

    @Test
    void printsAnEmptyValueAsTheNullLiteral() {
        assertThat(text("", JsonStyle.MYSQL_8)).isEqualTo("null");
    }

    @Test
    void leavesWholeDoublesWithoutAPointInTheStyleOfOldServers() {
        assertThat(text("0B000000000000F03F", JsonStyle.MYSQL_5_7)).isEqualTo("1");
        String long60 = "00".repeat(60);
        assertThat(text("0F0F3C" + long60, JsonStyle.MYSQL_5_7)).contains("A\nA");
        assertThat(text("0F0F3C" + long60, JsonStyle.MYSQL_8)).contains("A\\nA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "00",
                "0403",
                "05FF",
                "0CFF",
                "0C0561",
                "0DFF",
                "0C8080808080",
                "020100070000",
                "0202000500",
                "02FFFF0400",
                "0FF60241",
                "0F0A07B29D19000000",
                "0F0F05AA",
                "0B000000000000F07F"
            })
    void refusesDamagedDocuments(String hex) {
        assertThatThrownBy(() -> text(hex, JsonStyle.MYSQL_8))
                .isInstanceOfAny(DecodeException.class, ValueException.class);
    }

    @Test
    void refusesADocumentThatContainsItself() {
        // An array of two entries that both point back at the array.
        assertThatThrownBy(() -> text("0202000A00020000020000", JsonStyle.MYSQL_8))
                .isInstanceOfAny(DecodeException.class, ValueException.class);
    }
}
