package io.syncpipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TuningTest {

    private interface Option {
        Tuning.Builder set(Tuning.Builder builder);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(
                        "commitInterval must be between PT0.1S and PT16M40S: PT0.099S",
                        b -> b.commitInterval(Duration.ofMillis(99))),
                refusal(
                        "commitInterval must be between PT0.1S and PT16M40S: PT16M41S",
                        b -> b.commitInterval(Duration.ofSeconds(1001))),
                refusal(
                        "memoryBytes must be between 8388608 and 9223372036854775807: 8388607",
                        b -> b.memoryBytes(Tuning.LEAST_MEMORY - 1)),
                refusal("copyReaders must be between 1 and 64: 0", b -> b.copyReaders(0)),
                refusal("copyReaders must be between 1 and 64: 65", b -> b.copyReaders(65)),
                refusal("chunkRows must be between 1 and 10000000: 0", b -> b.chunkRows(0)),
                refusal("chunkRows must be between 1 and 10000000: 10000001", b -> b.chunkRows(10_000_001)),
                refusal("decodeThreads must be between 1 and 64: 0", b -> b.decodeThreads(0)),
                refusal("restartLimit must be between 0 and 1000: -1", b -> b.restartLimit(-1)),
                refusal(
                        "restartWindow must be between PT1M and PT24H: PT59S",
                        b -> b.restartWindow(Duration.ofSeconds(59))),
                refusal(
                        "restartDelay must be between PT0.01S and PT1M: PT0.009S",
                        b -> b.restartDelay(Duration.ofMillis(9))));
    }

    private static Arguments refusal(String message, Option option) {
        return Arguments.of(message, option);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesNumbersOutOfRange(String message, Option option) {
        assertThatThrownBy(() -> option.set(Tuning.builder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    static Stream<Option> limits() {
        return Stream.of(
                b -> b.commitInterval(Duration.ofMillis(100)),
                b -> b.commitInterval(Duration.ofSeconds(1000)),
                b -> b.memoryBytes(Tuning.LEAST_MEMORY),
                b -> b.copyReaders(1),
                b -> b.copyReaders(64),
                b -> b.chunkRows(10_000_000),
                b -> b.restartLimit(0),
                b -> b.restartDelay(Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void takesNumbersAtTheLimits(Option option) {
        assertThatCode(() -> option.set(Tuning.builder()).build()).doesNotThrowAnyException();
    }

    @Test
    void refusesToSetANumberTwice() {
        assertThatThrownBy(() -> Tuning.builder().chunkRows(1).chunkRows(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("chunkRows was already set to 1");
    }

    @Test
    void hasTheDefaultsItDocuments() {
        Tuning tuning = Tuning.defaults();
        assertThat(tuning.commitInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(tuning.copyReaders()).isEqualTo(4);
        assertThat(tuning.chunkRows()).isEqualTo(50_000);
        assertThat(tuning.restartLimit()).isEqualTo(3);
        assertThat(tuning.restartWindow()).isEqualTo(Duration.ofMinutes(30));
        assertThat(tuning.restartDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(tuning.memoryBytes()).isBetween(Tuning.LEAST_MEMORY, 512L << 20);
        assertThat(tuning.toString())
                .startsWith("commit every 60.0 s, ")
                .endsWith("4 copy readers, chunks of 50000 rows");
    }
}
