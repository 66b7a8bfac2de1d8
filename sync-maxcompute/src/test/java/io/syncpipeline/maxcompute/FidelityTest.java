package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.TestProject.column;
import static io.syncpipeline.maxcompute.TestProject.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.odps.data.AbstractChar;
import com.aliyun.odps.data.Binary;
import com.aliyun.odps.data.JsonValue;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.Text;
import io.syncpipeline.spi.TableWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every destination type at its limits, by every way of writing, read back through the SDK's download session and through SELECT; and what is
 * just beyond its limits is refused.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FidelityTest {

    private static final LocalDateTime LAST_MOMENT = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_999);

    private final TestProject project = new TestProject();
    private int tables;

    @AfterAll
    void close() {
        project.close();
    }

    /**
     * A destination type and what is written to it.
     *
     * @param values each value, and the text by which both readers show it; NULL is added
     * @param beyond values that do not fit
     */
    record Stored(String type, DataType valueType, List<Shown> values, List<Object> beyond) {
        @Override
        public String toString() {
            return type + " of " + valueType;
        }
    }

    /**
     * A value.
     *
     * @param text how it is shown
     */
    record Shown(Object value, String text) {}

    private static Shown of(Object value) {
        return new Shown(value, String.valueOf(value));
    }

    private static Shown text(String text) {
        return new Shown(Text.of(text), text);
    }

    private static Shown number(String text) {
        return new Shown(new BigDecimal(text), text);
    }

    private static DataType kind(Kind kind) {
        return DataType.of(kind);
    }

    static Stream<Stored> types() {
        String odd = "Zürich 'q' \\ \uD83D\uDE00 中文, \"x\"";
        return Stream.of(
                new Stored("BOOLEAN", kind(Kind.BOOLEAN), List.of(of(true), of(false)), List.of()),
                new Stored(
                        "TINYINT",
                        kind(Kind.INT8),
                        List.of(of(Byte.MIN_VALUE), of((byte) 0), of(Byte.MAX_VALUE)),
                        List.of()),
                new Stored(
                        "SMALLINT",
                        kind(Kind.INT16),
                        List.of(of(Short.MIN_VALUE), of((short) 0), of(Short.MAX_VALUE)),
                        List.of()),
                new Stored(
                        "INT",
                        kind(Kind.INT32),
                        List.of(of(Integer.MIN_VALUE), of(0), of(Integer.MAX_VALUE)),
                        List.of()),
                new Stored(
                        "BIGINT",
                        kind(Kind.INT64),
                        List.of(of(Long.MIN_VALUE + 1), of(0L), of(Long.MAX_VALUE)),
                        List.of(Long.MIN_VALUE)),
                new Stored(
                        "TINYINT", kind(Kind.INT16), List.of(of((short) -128), of((short) 127)), List.of((short) 128)),
                new Stored("INT", kind(Kind.INT64), List.of(of(-2147483648L), of(2147483647L)), List.of(2147483648L)),
                new Stored(
                        "DECIMAL(38,18)",
                        DataType.decimal(38, 18),
                        List.of(
                                number("99999999999999999999.999999999999999999"),
                                number("-99999999999999999999.999999999999999999"),
                                number("0.000000000000000001")),
                        List.of()),
                new Stored(
                        "DECIMAL(1,0)",
                        DataType.decimal(1, 0),
                        List.of(number("9"), number("-9"), number("0")),
                        List.of()),
                new Stored(
                        "DECIMAL(20,0)",
                        DataType.decimal(20, 0),
                        List.of(number("18446744073709551615"), number("0")),
                        List.of()),
                new Stored(
                        "DECIMAL(5,2)",
                        DataType.decimal(10, 2),
                        List.of(number("999.99"), number("-999.99")),
                        List.of(new BigDecimal("1000.00"))),
                new Stored(
                        "STRING",
                        DataType.decimal(65, 30),
                        List.of(number("9".repeat(35) + "." + "9".repeat(30))),
                        List.of()),
                new Stored(
                        "FLOAT",
                        kind(Kind.FLOAT32),
                        List.of(of(Float.MAX_VALUE), of(-Float.MAX_VALUE), of(Float.MIN_VALUE), of(0.1f)),
                        List.of()),
                new Stored(
                        "DOUBLE",
                        kind(Kind.FLOAT64),
                        List.of(of(Double.MAX_VALUE), of(-Double.MAX_VALUE), of(Double.MIN_VALUE), of(0.1)),
                        List.of()),
                new Stored(
                        "STRING", kind(Kind.TEXT), List.of(text(""), text(odd), text("x".repeat(70_000))), List.of()),
                new Stored("VARCHAR(5)", kind(Kind.TEXT), List.of(text("中文abc")), List.of(Text.of("abcdef"))),
                new Stored("CHAR(5)", kind(Kind.TEXT), List.of(text("abcde")), List.of(Text.of("abcdef"))),
                new Stored("JSON", kind(Kind.JSON), List.of(text("{\"a\":[1,\"ü\",null]}")), List.of()),
                new Stored(
                        "DATE",
                        kind(Kind.DATE),
                        List.of(
                                of(LocalDate.of(1, 1, 1)),
                                of(LocalDate.of(1970, 1, 1)),
                                of(LocalDate.of(9999, 12, 31))),
                        List.of()),
                new Stored(
                        "DATETIME",
                        DataType.of(Kind.TIMESTAMP, 3),
                        List.of(
                                moment("0001-01-01 00:00:00", LocalDateTime.of(1, 1, 1, 0, 0)),
                                moment(
                                        "2024-02-29 12:34:56.789",
                                        LocalDateTime.of(2024, 2, 29, 12, 34, 56, 789_000_000)),
                                moment("9999-12-31 23:59:59.999", LAST_MOMENT.withNano(999_000_000))),
                        List.of()),
                new Stored(
                        "TIMESTAMP",
                        DataType.of(Kind.TIMESTAMP, 9),
                        List.of(
                                moment("0001-01-01 00:00:00", LocalDateTime.of(1, 1, 1, 0, 0)),
                                moment(
                                        "1969-12-31 23:59:59.999999999",
                                        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999)),
                                moment("9999-12-31 23:59:59.999999999", LAST_MOMENT)),
                        List.of()),
                new Stored(
                        "TIMESTAMP_NTZ",
                        DataType.of(Kind.DATETIME, 9),
                        List.of(
                                new Shown(LocalDateTime.of(1, 1, 1, 0, 0), "0001-01-01 00:00:00"),
                                new Shown(LocalDateTime.of(2024, 3, 31, 2, 30), "2024-03-31 02:30:00"),
                                new Shown(LAST_MOMENT, "9999-12-31 23:59:59.999999999")),
                        List.of()));
    }

    private static Shown moment(String text, LocalDateTime utc) {
        return new Shown(utc.toInstant(ZoneOffset.UTC), text);
    }

    @ParameterizedTest
    @MethodSource("types")
    void isReadAsItWasWrittenOrRefused(Stored stored) throws Exception {
        for (TableKind kind : TableKind.values()) {
            boolean keyed = kind == TableKind.PK_DELTA;
            DestinationTable table = table(kind, stored);
            TableWriter writer = project.created(table);
            List<Mutation> rows = new ArrayList<>();
            stored.values().forEach(shown -> rows.add(row(keyed, rows.size(), shown.value())));
            rows.add(row(keyed, rows.size(), null));
            writer.write(rows);
            for (Object beyond : stored.beyond()) {
                assertThatThrownBy(() -> writer.write(List.of(row(keyed, 99, beyond))))
                        .as("%s in %s", beyond, kind)
                        .isInstanceOf(DirtyRowException.class)
                        .hasMessageContaining("column c (" + stored.type() + ")");
            }
            commit(writer);
            List<String> expected =
                    new ArrayList<>(stored.values().stream().map(Shown::text).toList());
            expected.add("\\N");
            assertThat(project.rows(table.name()).stream()
                            .map(row -> shown(row.get(1)))
                            .toList())
                    .as("the SDK's download of %s in %s", stored, kind)
                    .isEqualTo(expected);
            assertThat(project.query("SELECT c FROM " + table.name() + " ORDER BY id;").stream()
                            .map(row -> normal(stored, row.get(0)))
                            .toList())
                    .as("SELECT of %s in %s", stored, kind)
                    .isEqualTo(expected.stream()
                            .map(text -> selected(stored, text))
                            .toList());
        }
    }

    @Test
    void bytesAreReadAsTheyWereWritten() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Stored stored = new Stored("BINARY", kind(Kind.BINARY), List.of(), List.of());
        for (TableKind kind : TableKind.values()) {
            boolean keyed = kind == TableKind.PK_DELTA;
            DestinationTable table = table(kind, stored);
            TableWriter writer = project.created(table);
            writer.write(List.of(row(keyed, 0, all), row(keyed, 1, new byte[0])));
            commit(writer);
            assertThat(project.rows(table.name()).stream()
                            .map(row -> ((Binary) row.get(1)).data())
                            .toList())
                    .as("%s", kind)
                    .containsExactly(all, new byte[0]);
        }
    }

    private DestinationTable table(TableKind kind, Stored stored) {
        boolean keyed = kind == TableKind.PK_DELTA;
        return new DestinationTable(
                "stored_" + tables++,
                kind,
                List.of(
                        column("id", "BIGINT", kind(Kind.INT64), !keyed),
                        column("c", stored.type(), stored.valueType(), true)),
                keyed ? List.of("id") : List.of(),
                List.of(),
                keyed ? 1 : 0,
                "",
                Map.of());
    }

    private static Mutation row(boolean keyed, long id, @Nullable Object value) {
        return new Mutation(keyed ? Mutation.Kind.UPSERT : Mutation.Kind.APPEND, new Object[] {id, value}, "", 64);
    }

    /** A cell of the SDK's as its text. */
    private static String shown(@Nullable Object cell) {
        if (cell == null) {
            return "\\N";
        }
        if (cell instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (cell instanceof ZonedDateTime time) {
            return time(LocalDateTime.ofInstant(time.toInstant(), ZoneOffset.UTC));
        }
        if (cell instanceof Instant moment) {
            return time(LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
        }
        if (cell instanceof LocalDateTime time) {
            return time(time);
        }
        if (cell instanceof AbstractChar<?> characters) {
            return characters.getValue();
        }
        if (cell instanceof JsonValue json) {
            return json.toString();
        }
        return cell instanceof byte[] utf8 ? new String(utf8, StandardCharsets.UTF_8) : cell.toString();
    }

    private static String time(LocalDateTime time) {
        String nanos = time.getNano() == 0
                ? ""
                : String.format(".%09d", time.getNano()).replaceAll("0+$", "");
        return String.format(
                        "%04d-%02d-%02d %02d:%02d:%02d",
                        time.getYear(),
                        time.getMonthValue(),
                        time.getDayOfMonth(),
                        time.getHour(),
                        time.getMinute(),
                        time.getSecond())
                + nanos;
    }

    /** The result of a query shows a DATETIME to the second. */
    private static String selected(Stored stored, String text) {
        return stored.type().equals("DATETIME") ? text.replaceAll("\\.\\d+$", "") : text;
    }

    /** Queries show numbers and fractions of seconds in forms of their own; what they say counts. */
    private static String normal(Stored stored, String selected) {
        if (selected.equals("\\N")) {
            return selected;
        }
        return switch (stored.valueType().kind()) {
            case FLOAT32 -> String.valueOf(Float.parseFloat(selected));
            case FLOAT64 -> String.valueOf(Double.parseDouble(selected));
            case TIMESTAMP, DATETIME -> selected.contains(".") ? selected.replaceAll("\\.?0+$", "") : selected;
            default -> selected;
        };
    }
}
