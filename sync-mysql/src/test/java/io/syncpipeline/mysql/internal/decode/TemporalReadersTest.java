package io.syncpipeline.mysql.internal.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.InvalidDate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TemporalReadersTest {

    private static Object read(ValueReader reader, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Cursor cursor = new Cursor(bytes, 0, bytes.length);
        Object value = reader.read(cursor);
        assertThat(cursor.atEnd()).isTrue();
        return value;
    }

    static Stream<Arguments> values() {
        ValueReader date = TemporalReaders::date;
        ValueReader oldTime = TemporalReaders::oldTime;
        ValueReader oldDateTime = TemporalReaders::oldDateTime;
        ValueReader oldTimestamp = TemporalReaders::oldTimestamp;
        return Stream.of(
                Arguments.of(date, "5DD00F", LocalDate.of(2024, 2, 29)),
                Arguments.of(date, "000000", new InvalidDate("0000-00-00")),
                Arguments.of(date, "5FD20F", new InvalidDate("2025-02-31")),
                Arguments.of(TemporalReaders.time(0), "800000", Duration.ZERO),
                Arguments.of(TemporalReaders.time(0), "7FFFFF", Duration.ofSeconds(-1)),
                Arguments.of(TemporalReaders.time(0), "B46EFB", Duration.ofSeconds(3_020_399)),
                Arguments.of(TemporalReaders.time(0), "4B9105", Duration.ofSeconds(-3_020_399)),
                Arguments.of(TemporalReaders.time(2), "7FFFFFFF", Duration.ofMillis(-10)),
                Arguments.of(TemporalReaders.time(2), "7FFFFECE", Duration.ofMillis(-1500)),
                Arguments.of(TemporalReaders.time(1), "8000010A", Duration.ofMillis(1100)),
                Arguments.of(TemporalReaders.time(4), "7FFFFFEC78", Duration.ofMillis(-500)),
                Arguments.of(TemporalReaders.time(6), "7FFFFFFFFFFF", Duration.ofNanos(-1000)),
                Arguments.of(TemporalReaders.dateTime(0), "99B2823456", LocalDateTime.of(2024, 2, 1, 3, 17, 22)),
                Arguments.of(TemporalReaders.dateTime(0), "8000000000", new InvalidDate("0000-00-00 00:00:00")),
                Arguments.of(
                        TemporalReaders.dateTime(6), "8000000000000009", new InvalidDate("0000-00-00 00:00:00.000009")),
                Arguments.of(TemporalReaders.timestamp(0), "00000001", Instant.ofEpochSecond(1)),
                Arguments.of(TemporalReaders.timestamp(0), "7FFFFFFF", Instant.ofEpochSecond(Integer.MAX_VALUE)),
                Arguments.of(TemporalReaders.timestamp(3), "0000000126AC", Instant.ofEpochSecond(1, 990_000_000)),
                Arguments.of(TemporalReaders.timestamp(3), "000000000000", new InvalidDate("0000-00-00 00:00:00.000")),
                Arguments.of(oldTime, "40E201", Duration.ofSeconds(12 * 3600 + 34 * 60 + 56)),
                Arguments.of(oldTime, "C01DFE", Duration.ofSeconds(-(12 * 3600 + 34 * 60 + 56))),
                Arguments.of(oldDateTime, "80C5AA8B68120000", LocalDateTime.of(2024, 2, 29, 12, 34, 56)),
                Arguments.of(oldDateTime, "0000000000000000", new InvalidDate("0000-00-00 00:00:00")),
                Arguments.of(oldTimestamp, "01000000", Instant.ofEpochSecond(1)),
                Arguments.of(oldTimestamp, "00000000", new InvalidDate("0000-00-00 00:00:00")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsWhatTheServerStores(ValueReader reader, String hex, Object value) {
        assertThat(read(reader, hex)).isEqualTo(value);
    }

    @Test
    void refusesWhatIsNoTime() {
        assertThatThrownBy(() -> read(TemporalReaders.dateTime(0), "7FFFFFFFFF"))
                .isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> read(TemporalReaders.dateTime(0), "99B2823FFF"))
                .isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> read(TemporalReaders::oldDateTime, "FFFFFFFFFFFFFFFF"))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void readsTheYearZero() {
        assertThat(read(NumberReaders::year, "00")).isEqualTo(0);
        assertThat(read(NumberReaders::year, "01")).isEqualTo(1901);
        assertThat(read(NumberReaders::year, "FF")).isEqualTo(2155);
    }
}
