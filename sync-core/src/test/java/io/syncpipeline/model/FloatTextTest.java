package io.syncpipeline.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Floating numbers as text. */
class FloatTextTest {

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "100, 100",
        "-1.5, -1.5",
        "0.002, 0.002",
        "2e23, 2e23",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "999999999999999, 999999999999999",
        "1e15, 1e15",
        "123456789012345680, 1.2345678901234568e17",
        "0.000000000000001, 0.000000000000001",
        "0.0000000000000001, 1e-16",
        "-0.0, -0",
        "NaN, NaN"
    })
    void doubles(double value, String text) {
        assertThat(FloatText.of(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "16777216, 16777216",
        "1.4e-45, 1e-45",
        "3.4028235e38, 3.4028235e38",
        "8.589934592e9, 8589935000"
    })
    void singles(float value, String text) {
        assertThat(FloatText.of(value)).isEqualTo(text);
    }

    @Test
    void everyNumberComesBack() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            float single = Float.intBitsToFloat(random.nextInt());
            assertThat(Double.valueOf(FloatText.of(number))).isEqualTo(Double.valueOf(number));
            assertThat(Float.valueOf(FloatText.of(single))).isEqualTo(Float.valueOf(single));
        }
    }
}
