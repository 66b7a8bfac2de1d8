package io.syncpipeline.mysql.internal.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalReaderTest {

    /** The first two are the examples in the server's own comment on the format. */
    @ParameterizedTest
    @CsvSource({
        "14, 4, 810DFB38D204D2, 1234567890.1234",
        "14, 4, 7EF204C72DFB2D, -1234567890.1234",
        "10, 2, 8000000000, 0.00",
        "10, 2, 7FFFFFFFFF, 0.00",
        "10, 2, 7FFFFFFFFE, -0.01",
        "10, 2, 85F5E0FF63, 99999999.99",
        "5, 5, 81869F, 0.99999",
        "5, 5, 7E7960, -0.99999",
        "9, 0, BB9AC9FF, 999999999",
        "1, 0, 89, 9",
        "18, 18, 80000001000003E7, 0.000000001000000999",
        "19, 0, 81000000000000000A, 1000000000000000010",
        "20, 10, 813B9AC9FF3B9AC9FF09, 1999999999.9999999999",
    })
    void readsWhatTheServerStores(int precision, int scale, String hex, BigDecimal value) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        byte[] before = bytes.clone();
        Cursor cursor = new Cursor(bytes, 0, bytes.length);

        assertThat(new DecimalReader(precision, scale).read(cursor)).isEqualTo(value);
        assertThat(cursor.atEnd()).isTrue();
        assertThat(bytes).isEqualTo(before);
    }

    @Test
    void refusesAGroupOfTooManyDigits() {
        byte[] bytes = HexFormat.of().parseHex("FFFFFFFF");
        assertThatThrownBy(() -> new DecimalReader(9, 0).read(new Cursor(bytes, 0, 4)))
                .isInstanceOf(DecodeException.class);
    }
}
