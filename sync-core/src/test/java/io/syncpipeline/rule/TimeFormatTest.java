package io.syncpipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that mean times, as text. */
class TimeFormatTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Instant EVENING = Instant.parse("2024-02-29T18:30:05.123Z");

    private static String text(TimeFormat format, Object value) {
        return format.format(value).toString();
    }

    @Test
    void timesAreShownByThePattern() {
        assertThat(text(TimeFormat.of("yyyyMMdd"), LocalDate.of(2024, 2, 29))).isEqualTo("20240229");
        assertThat(text(TimeFormat.of("yyyy-MM-dd HH"), LocalDateTime.of(2024, 2, 29, 7, 8)))
                .isEqualTo("2024-02-29 07");
        assertThat(text(TimeFormat.of("yyyyMMddHH"), EVENING)).isEqualTo("2024022918");
        assertThat(text(TimeFormat.of("HH:mm:ss.SSS"), EVENING)).isEqualTo("18:30:05.123");
        assertThat(text(TimeFormat.of("'yy'yy"), EVENING)).isEqualTo("yy24");
    }

    @Test
    void onlyMomentsAreMovedIntoAZone() {
        TimeFormat format = TimeFormat.of("yyyyMMdd HH:mm").inZone(SHANGHAI);
        assertThat(text(format, EVENING)).isEqualTo("20240301 02:30");
        assertThat(text(format, LocalDateTime.of(2024, 2, 29, 18, 30))).isEqualTo("20240229 18:30");
        assertThat(text(format.fromUnixSeconds(), EVENING.getEpochSecond())).isEqualTo("20240301 02:30");
        assertThat(text(format.fromText("yyyy-MM-dd HH:mm"), Text.of("2024-02-29 18:30")))
                .isEqualTo("20240229 18:30");
        assertThat(text(format.fromText("yyyy-MM-dd HH:mmXXX"), Text.of("2024-02-29 18:30Z")))
                .isEqualTo("20240301 02:30");
    }

    @ParameterizedTest
    @CsvSource({
        "yyyy-MM-dd HH:mm:ss, 2024-02-29 18:30:05",
        "yyyy/MM/dd, 2024/02/29",
        "yyyyMMdd, 20240229",
        "'dd.MM.yyyy, HH', '29.02.2024, 18'",
        "dd.MM.yy, 29.02.24"
    })
    void textIsReadByItsPattern(String pattern, String text) {
        assertThat(text(TimeFormat.of("yyyyMMdd").fromText(pattern), Text.of(text)))
                .isEqualTo("20240229");
    }

    @Test
    void unixTimesAreNumbersOrTheirText() {
        TimeFormat seconds = TimeFormat.of("yyyyMMdd").fromUnixSeconds();
        for (Object value :
                new Object[] {1_709_231_405L, 1_709_231_405, new BigDecimal("1709231405"), Text.of("1709231405")}) {
            assertThat(text(seconds, value)).isEqualTo("20240229");
        }
        assertThat(text(TimeFormat.of("yyyyMMdd").fromUnixMillis(), 1_709_231_405_123L))
                .isEqualTo("20240229");
        assertThat(text(seconds, -1)).isEqualTo("19691231");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-30", "2024-13-01", "20240229", "", "2024-02-29 10"})
    void textThatIsNoTimeIsRefused(String text) {
        TimeFormat format = TimeFormat.of("yyyyMMdd").fromText("yyyy-MM-dd");
        assertThatThrownBy(() -> format.format(Text.of(text))).isInstanceOf(DateTimeException.class);
    }

    @Test
    void whatIsNoTimeIsRefused() {
        assertThatThrownBy(() -> TimeFormat.of("yyyyMMdd").format(new InvalidDate("0000-00-00")))
                .isInstanceOf(DateTimeException.class)
                .hasMessage("'0000-00-00' is no time");
        assertThatThrownBy(() -> TimeFormat.of("HH").format(LocalDate.of(2024, 1, 1)))
                .isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> TimeFormat.of("yyyy").fromText("HH:mm").format(Text.of("10:11")))
                .isInstanceOf(DateTimeException.class)
                .hasMessage("'10:11' has no date by the pattern HH:mm");
        assertThatThrownBy(() -> TimeFormat.of("yyyy").fromUnixSeconds().format(Text.of("12.5")))
                .isInstanceOf(DateTimeException.class)
                .hasMessage("'12.5' is no whole number");
        assertThatThrownBy(() -> TimeFormat.of("yyyy").fromUnixSeconds().format(Long.MAX_VALUE))
                .isInstanceOf(DateTimeException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeFormat.of("yyyyMMddb"))
                .withMessageContaining("'yyyyMMddb' is no pattern of times");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeFormat.of("YYYY-MM-dd"))
                .withMessage(
                        "'YYYY-MM-dd' is no pattern of times: 'Y' counts by weeks, which differs between countries;"
                                + " write it as in yyyyMMdd or yyyy-MM-dd HH:mm:ss");
        assertThat(text(TimeFormat.of("'Year' yyyy"), EVENING)).isEqualTo("Year 2024");
    }

    @Test
    void itKnowsWhichKindsOfValuesCanMeanATime() {
        assertThat(Arrays.stream(Kind.values()).filter(TimeFormat.of("yyyy")::accepts))
                .containsExactly(Kind.DATE, Kind.DATETIME, Kind.TIMESTAMP);
        assertThat(Arrays.stream(Kind.values()).filter(TimeFormat.of("yyyy").fromText("yyyy")::accepts))
                .containsExactly(Kind.TEXT);
        assertThat(Arrays.stream(Kind.values()).filter(TimeFormat.of("yyyy").fromUnixMillis()::accepts))
                .containsExactly(Kind.INT8, Kind.INT16, Kind.INT32, Kind.INT64, Kind.DECIMAL, Kind.TEXT);
    }

    @Test
    void itSaysWhatItDoes() {
        assertThat(TimeFormat.of("yyyyMMdd")).hasToString("yyyyMMdd");
        assertThat(TimeFormat.of("yyyyMMdd").fromText("yyyy/MM/dd").inZone(SHANGHAI))
                .hasToString("yyyyMMdd from yyyy/MM/dd in Asia/Shanghai");
        assertThat(TimeFormat.of("yyyyMMdd").fromUnixSeconds()).hasToString("yyyyMMdd from Unix seconds");
    }
}
