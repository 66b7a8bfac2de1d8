package io.syncpipeline.mysql.internal.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoubleTextTest {

    /** The texts are what MySQL 9.7.4 prints for JSON doubles. */
    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1.0, 1.0",
        "-1.5, -1.5",
        "1e14, 100000000000000.0",
        "1e15, 1e15",
        "-1e15, -1e15",
        "123456789012345.6, 123456789012345.6",
        "1234567890123456.5, 1.2345678901234565e15",
        "1e20, 1e20",
        "1e22, 1e22",
        "1e23, 1e23",
        "1.5e300, 1.5e300",
        "0.1, 0.1",
        "0.00001, 0.00001",
        "1e-14, 0.00000000000001",
        "1e-15, 0.000000000000001",
        "1e-16, 1e-16",
        "4.9e-324, 5e-324",
        "2.5e-320, 2.5e-320",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "0.30000000000000004, 0.30000000000000004",
        "5.684341886080802e-14, 0.00000000000005684341886080802",
        "2e-3, 0.002",
    })
    void printsTheShortestDigitsInTheServersNotation(double value, String text) {
        assertThat(DoubleText.of(value, true)).isEqualTo(text);
    }

    @Test
    void leavesOutThePointOfWholeNumbersWhenAsked() {
        assertThat(DoubleText.of(1.0, false)).isEqualTo("1");
        assertThat(DoubleText.of(-0.0, false)).isEqualTo("-0");
        assertThat(DoubleText.of(0.5, false)).isEqualTo("0.5");
    }

    @Test
    void printsWhatReadsBackAsTheSameDouble() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(DoubleText.of(value, true)))
                        .as("seed %s", seed)
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void refusesWhatTheServerCannotHold() {
        assertThatThrownBy(() -> DoubleText.of(Double.NaN, true)).isInstanceOf(ValueException.class);
        assertThatThrownBy(() -> DoubleText.of(Double.NEGATIVE_INFINITY, true)).isInstanceOf(ValueException.class);
    }
}
