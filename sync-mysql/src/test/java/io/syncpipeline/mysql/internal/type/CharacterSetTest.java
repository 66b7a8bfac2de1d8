package io.syncpipeline.mysql.internal.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharacterSetTest {

    @ParameterizedTest
    @CsvSource({
        "utf8mb4, 61F09F9880, a\uD83D\uDE00",
        "utf8, C3A9, é",
        "latin1, 80E9, €é",
        "latin1, 81, \u0081",
        "gbk, D6D0613A, 中a:",
        "gb18030, D6D09439FC36, 中\uD83D\uDE00",
        "gb18030, A6D9, \uE78D",
        "gb2312, D6D0, 中",
        "big5, A4A4, 中",
        "big5, F9D6, 碁",
        "sjis, 93FAB15C, 日ｱ\\",
        "cp932, 8740, ①",
        "ujis, C6FC8FB0A18EB1, 日丂ｱ",
        "eucjpms, ADA1F5A1, ①\uE000",
        "euckr, C7D18141, 한갂",
        "ucs2, 00614E2D, a中",
        "utf16, D83DDE000061, \uD83D\uDE00a",
        "utf16le, 3DD800DE6100, \uD83D\uDE00a",
        "utf32, 0001F60000000061, \uD83D\uDE00a",
        "greek, A1E1, ʽα",
        "koi8r, C1, а",
        "hebrew, E0, א",
        "tis620, A180, ก\u0080",
        "swe7, 5B5D, ÄÅ",
        "armscii8, B2, Ա",
        "geostd8, C0, ა",
        "keybcs2, 80, Č",
        "hp8, C4, á",
        "dec8, D7, Œ",
        "macce, 8A, ä",
        "cp1251, C0, А",
    })
    void readsItsOwnBytes(String charset, String hex, String text) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(CharacterSet.of(charset).text(bytes)).hasToString(text);
        byte[] within = HexFormat.of().parseHex("7FFF" + hex + "FF");
        assertThat(CharacterSet.of(charset).text(within, 2, bytes.length)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "ascii, 6180",
        "greek, A4",
        "gbk, D6",
        "gbk, D620",
        "gb18030, 8130",
        "big5, A1",
        "ujis, 8FA1",
        "euckr, FFFF",
        "ucs2, 61",
        "ucs2, D83DDE00",
        "utf16, D83D",
        "utf16, DE000061",
        "utf16le, 00",
        "utf32, 00110000",
        "utf32, 0000D800",
        "swe7, 80",
        "hebrew, A1",
    })
    void refusesBytesWithoutACharacter(String charset, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> CharacterSet.of(charset).text(bytes))
                .isInstanceOf(ValueException.class)
                .hasMessageContaining(charset);
    }

    @Test
    void knowsTheCharacterSetOfACollation() {
        assertThat(Collations.characterSet(45)).contains("utf8mb4");
        assertThat(Collations.characterSet(255)).contains("utf8mb4");
        assertThat(Collations.characterSet(8)).contains("latin1");
        assertThat(Collations.characterSet(28)).contains("gbk");
        assertThat(Collations.characterSet(63)).contains("binary");
        assertThat(Collations.characterSet(250)).contains("gb18030");
        assertThat(Collations.characterSet(1041)).isEmpty();
        assertThat(Collations.characterSet(1070)).contains("utf8mb4");
        assertThat(Collations.characterSet(2304)).contains("utf8mb4");
        assertThat(Collations.characterSet(-1)).isEmpty();
        assertThat(Collations.characterSet(70_000)).isEmpty();
    }
}
