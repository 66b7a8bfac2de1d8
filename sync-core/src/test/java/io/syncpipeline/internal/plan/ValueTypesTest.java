package io.syncpipeline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The least type that holds the values of two, and what becomes of the values. */
class ValueTypesTest {

    private static final DataType INT8 = DataType.of(Kind.INT8);
    private static final DataType INT16 = DataType.of(Kind.INT16);
    private static final DataType INT32 = DataType.of(Kind.INT32);
    private static final DataType INT64 = DataType.of(Kind.INT64);
    private static final DataType FLOAT = DataType.of(Kind.FLOAT32);
    private static final DataType DOUBLE = DataType.of(Kind.FLOAT64);
    private static final DataType DATE = DataType.of(Kind.DATE);
    private static final DataType TEXT = DataType.of(Kind.TEXT);
    private static final DataType JSON = DataType.of(Kind.JSON);
    private static final DataType BYTES = DataType.of(Kind.BINARY, 20);

    private static DataType text(int length) {
        return DataType.of(Kind.TEXT, length);
    }

    private static DataType moment(Kind kind, int digits) {
        return DataType.of(kind, digits);
    }

    static Stream<Arguments> together() {
        return Stream.of(
                Arguments.of(INT8, INT64, INT64),
                Arguments.of(INT16, INT32, INT32),
                Arguments.of(INT64, DataType.decimal(10, 2), DataType.decimal(21, 2)),
                Arguments.of(INT8, DataType.decimal(10, 2), DataType.decimal(10, 2)),
                Arguments.of(DataType.decimal(10, 2), DataType.decimal(8, 6), DataType.decimal(14, 6)),
                Arguments.of(DataType.decimal(20, 0), INT64, DataType.decimal(20, 0)),
                Arguments.of(INT16, FLOAT, FLOAT),
                Arguments.of(INT32, FLOAT, DOUBLE),
                Arguments.of(INT32, DOUBLE, DOUBLE),
                Arguments.of(FLOAT, DOUBLE, DOUBLE),
                Arguments.of(text(10), text(20), text(20)),
                Arguments.of(text(10), TEXT, TEXT),
                Arguments.of(text(10), INT64, TEXT),
                Arguments.of(text(10), JSON, TEXT),
                Arguments.of(TEXT, DATE, TEXT),
                Arguments.of(DATE, moment(Kind.DATETIME, 3), moment(Kind.DATETIME, 3)),
                Arguments.of(moment(Kind.DATETIME, 0), moment(Kind.DATETIME, 6), moment(Kind.DATETIME, 6)),
                Arguments.of(moment(Kind.TIME, 0), moment(Kind.TIME, 3), moment(Kind.TIME, 3)),
                Arguments.of(BYTES, DataType.of(Kind.BINARY), DataType.of(Kind.BINARY)));
    }

    @ParameterizedTest
    @MethodSource("together")
    void theLeastTypeHoldsBothInEitherOrder(DataType some, DataType other, DataType common) {
        assertThat(ValueTypes.common(some, other)).contains(common);
        assertThat(ValueTypes.common(other, some)).contains(common);
        assertThat(ValueTypes.common(common, some)).as("nothing more is needed").contains(common);
    }

    static Stream<Arguments> apart() {
        return Stream.of(
                Arguments.of(INT64, FLOAT),
                Arguments.of(INT64, DOUBLE),
                Arguments.of(DataType.decimal(10, 2), DOUBLE),
                Arguments.of(DATE, INT32),
                Arguments.of(DATE, moment(Kind.TIMESTAMP, 0)),
                Arguments.of(moment(Kind.DATETIME, 0), moment(Kind.TIMESTAMP, 0)),
                Arguments.of(TEXT, BYTES),
                Arguments.of(JSON, INT32),
                Arguments.of(DataType.of(Kind.FLOAT_VECTOR), TEXT),
                Arguments.of(DataType.of(Kind.BOOLEAN), INT8));
    }

    @ParameterizedTest
    @MethodSource("apart")
    void whereSomethingWouldBeLostThereIsNone(DataType some, DataType other) {
        assertThat(ValueTypes.common(some, other)).isEmpty();
        assertThat(ValueTypes.common(other, some)).isEmpty();
    }

    @Test
    void valuesAreOfTheClassThatTheWiderTypeNames() {
        assertThat(ValueTypes.widened((byte) -1, INT8, INT64)).isEqualTo(-1L);
        assertThat(ValueTypes.widened(Long.MIN_VALUE, INT64, DataType.decimal(21, 2)))
                .isEqualTo(new BigDecimal("-9223372036854775808.00"));
        assertThat(ValueTypes.widened(new BigDecimal("1.5"), DataType.decimal(2, 1), DataType.decimal(14, 6)))
                .isEqualTo(new BigDecimal("1.500000"));
        assertThat(ValueTypes.widened((short) 7, INT16, FLOAT)).isEqualTo(7f);
        assertThat(ValueTypes.widened(Integer.MAX_VALUE, INT32, DOUBLE)).isEqualTo(2147483647d);
        assertThat(ValueTypes.widened(LocalDate.of(2024, 2, 29), DATE, moment(Kind.DATETIME, 0)))
                .isEqualTo(LocalDateTime.of(2024, 2, 29, 0, 0));
        assertThat(ValueTypes.widened(Text.of("{}"), JSON, TEXT)).isEqualTo(Text.of("{}"));
        List<String> texts = List.of(
                text(-5, INT32),
                text(new BigDecimal("1E+3"), DataType.decimal(4, 0)),
                text(0.1f, FLOAT),
                text(true, DataType.of(Kind.BOOLEAN)),
                text(LocalDate.of(2024, 2, 29), DATE),
                text(LocalDateTime.of(2024, 2, 29, 1, 2, 3), moment(Kind.DATETIME, 3)),
                text(Instant.ofEpochSecond(0), moment(Kind.TIMESTAMP, 0)),
                text(Duration.ofSeconds(-3_661), moment(Kind.TIME, 0)));
        assertThat(texts)
                .containsExactly(
                        "-5",
                        "1000",
                        "0.1",
                        "true",
                        "2024-02-29",
                        "2024-02-29 01:02:03.000",
                        "1970-01-01T00:00:00Z",
                        "-01:01:01");
    }

    private static String text(Object value, DataType type) {
        return ValueTypes.widened(value, type, TEXT).toString();
    }
}
