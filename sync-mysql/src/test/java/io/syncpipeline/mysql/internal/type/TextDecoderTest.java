package io.syncpipeline.mysql.internal.type;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextDecoderTest {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("tinyint", "-128", (byte) -128),
                Arguments.of("tinyint unsigned", "255", (short) 255),
                Arguments.of("int unsigned", "00000042", 42L),
                Arguments.of("bigint", "-9223372036854775808", Long.MIN_VALUE),
                Arguments.of("bigint unsigned", "18446744073709551615", new BigDecimal("18446744073709551615")),
                Arguments.of("decimal(10,2)", "-0.01", new BigDecimal("-0.01")),
                Arguments.of("decimal(10,2)", "-0.00", new BigDecimal("0.00")),
                Arguments.of("decimal(40,20)", "1.00000000000000000001", new BigDecimal("1.00000000000000000001")),
                Arguments.of("decimal(65,0)", "9".repeat(65), new BigDecimal("9".repeat(65))),
                Arguments.of("float", "1.100000023841858", 1.1f),
                Arguments.of("float", "-0", -0.0f),
                Arguments.of("double", "1e22", 1e22),
                Arguments.of("year", "0000", 0),
                Arguments.of("date", "2024-02-29", LocalDate.of(2024, 2, 29)),
                Arguments.of("date", "2023-02-29", new InvalidDate("2023-02-29")),
                Arguments.of("date", "0000-00-00", new InvalidDate("0000-00-00")),
                Arguments.of("date", "0000-01-01", LocalDate.of(0, 1, 1)),
                Arguments.of(
                        "datetime(3)",
                        "2024-02-29 12:34:56.789",
                        LocalDateTime.of(2024, 2, 29, 12, 34, 56, 789_000_000)),
                Arguments.of("datetime(3)", "2024-00-10 12:34:56.789", new InvalidDate("2024-00-10 12:34:56.789")),
                Arguments.of("timestamp", "0000-00-00 00:00:00", new InvalidDate("0000-00-00 00:00:00")),
                Arguments.of("timestamp(2)", "0000-00-00 00:00:00.00", new InvalidDate("0000-00-00 00:00:00.00")),
                Arguments.of("timestamp", "2038-01-19 03:14:07", Instant.ofEpochSecond(Integer.MAX_VALUE)),
                Arguments.of("time(6)", "-838:59:59.000000", Duration.ofSeconds(-3_020_399)),
                Arguments.of("time(2)", "-00:00:00.01", Duration.ofMillis(-10)),
                Arguments.of("time", "100:00:00", Duration.ofHours(100)),
                Arguments.of("varchar(5) charset latin1", "\u00c3", Text.of("\u00c3\u0192")),
                Arguments.of("enum('a','b')", "2", Text.of("b")),
                Arguments.of("enum('a','b')", "0", Text.of("")),
                Arguments.of("set('a','b','c')", "5", Text.of("a,c")),
                Arguments.of("set('','b','c')", "3", Text.of(",b")),
                Arguments.of("json", "{\"a\": 1}", Text.of("{\"a\": 1}")),
                Arguments.of(
                        "uuid",
                        "123e4567-e89b-12d3-a456-426655440000",
                        Text.of("123e4567-e89b-12d3-a456-426655440000")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsWhatTheServerPrints(String type, String text, Object value) {
        assertThat(MySqlType.parse(type, "utf8mb4").textDecoder().decode(text.getBytes(UTF_8)))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "tinyint,128",
        "tinyint,",
        "int,1x",
        "int,-",
        "bigint,9223372036854775808",
        "'decimal(10,2)',1.234",
        "'decimal(10,2)',1.2.3",
        "'decimal(10,2)',.",
        "double,abc",
        "date,2024-1-1",
        "date,2024/01/01",
        "datetime,2024-01-01",
        "datetime,2024-01-01 24:00:00",
        "datetime,2024-01-01 10:00:00.",
        "timestamp,2024-02-31 00:00:00",
        "time,10:00",
        "time,x:00:00",
        "time,10:60:00",
        "enum('a'),2",
        "set('a'),2",
        "varchar(3) charset ascii,é",
    })
    void refusesWhatIsNoValueOfTheType(String type, String text) {
        byte[] bytes = (text == null ? "" : text).getBytes(UTF_8);
        assertThatThrownBy(() -> MySqlType.parse(type, "utf8mb4").textDecoder().decode(bytes))
                .isInstanceOf(ValueException.class);
    }
}
