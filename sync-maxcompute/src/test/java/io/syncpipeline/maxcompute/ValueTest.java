package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.TestProject.column;
import static io.syncpipeline.maxcompute.TestProject.commit;
import static io.syncpipeline.maxcompute.TestProject.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.odps.data.Binary;
import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.Text;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of value, written by the sink and read back by the SDK. */
@Timeout(120)
class ValueTest {

    private final TestProject project = new TestProject();

    @AfterEach
    void close() {
        project.close();
    }

    /** Values of a kind and what a client of the service reads. */
    private static Map<DataType, List<Object[]>> edges() {
        String text = "Zürich \u0000 'q' \\ 😀 中文";
        Map<DataType, List<Object[]>> edges = new LinkedHashMap<>();
        edges.put(DataType.of(DataType.Kind.BOOLEAN), List.of(same(true), same(false)));
        edges.put(DataType.of(DataType.Kind.INT8), List.of(same(Byte.MIN_VALUE), same(Byte.MAX_VALUE)));
        edges.put(DataType.of(DataType.Kind.INT16), List.of(same(Short.MIN_VALUE), same(Short.MAX_VALUE)));
        edges.put(DataType.of(DataType.Kind.INT32), List.of(same(Integer.MIN_VALUE), same(Integer.MAX_VALUE)));
        edges.put(DataType.of(DataType.Kind.INT64), List.of(same(Long.MIN_VALUE + 1), same(Long.MAX_VALUE)));
        edges.put(
                DataType.decimal(20, 0), List.of(same(new BigDecimal("18446744073709551615")), same(BigDecimal.ZERO)));
        edges.put(
                DataType.decimal(38, 18),
                List.of(
                        same(new BigDecimal("-99999999999999999999.999999999999999999")),
                        same(new BigDecimal("0.000000000000000001"))));
        edges.put(DataType.decimal(65, 30), List.<Object[]>of(new Object[] {
            new BigDecimal("9".repeat(35) + "." + "9".repeat(30)), "9".repeat(35) + "." + "9".repeat(30)
        }));
        edges.put(
                DataType.of(DataType.Kind.FLOAT32), List.of(same(Float.MAX_VALUE), same(-Float.MIN_VALUE), same(0.1f)));
        edges.put(DataType.of(DataType.Kind.FLOAT64), List.of(same(Double.MAX_VALUE), same(-Double.MIN_VALUE)));
        edges.put(DataType.of(DataType.Kind.TEXT), List.of(text(""), text(text), text("x".repeat(100_000))));
        edges.put(DataType.of(DataType.Kind.JSON), List.<Object[]>of(text("{\"a\": [1, \"ü\", null]}")));
        edges.put(
                DataType.of(DataType.Kind.DATE),
                List.of(same(LocalDate.of(1, 1, 1)), same(LocalDate.of(9999, 12, 31)), same(LocalDate.of(1970, 1, 1))));
        edges.put(
                DataType.of(DataType.Kind.TIME, 6),
                List.of(
                        new Object[] {Duration.ofHours(-838).minusMinutes(59), "-838:59:00.000000"},
                        new Object[] {Duration.ofNanos(1_000), "00:00:00.000001"}));
        edges.put(
                DataType.of(DataType.Kind.DATETIME, 6),
                List.of(
                        same(LocalDateTime.of(1, 1, 1, 0, 0)),
                        same(LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)),
                        same(LocalDateTime.of(2024, 3, 31, 2, 30))));
        edges.put(
                DataType.of(DataType.Kind.TIMESTAMP, 6),
                List.of(
                        same(Instant.parse("1970-01-01T00:00:01Z")),
                        same(Instant.parse("2038-01-19T03:14:07.999999Z")),
                        same(Instant.parse("1969-12-31T23:59:59.999999Z"))));
        edges.put(
                DataType.of(DataType.Kind.FLOAT_VECTOR),
                List.of(
                        new Object[] {new float[] {1.5f, -0.25f}, List.of(1.5f, -0.25f)},
                        new Object[] {new float[] {}, List.of()}));
        return edges;
    }

    private static Object[] same(Object value) {
        return new Object[] {value, value};
    }

    private static Object[] text(String text) {
        return new Object[] {Text.of(text), text};
    }

    private String typeFor(DataType values) {
        return project.session.typeFor(new Column("c", values, "native", "", true, ""));
    }

    @Test
    void storesEveryKindOfValueWithoutLoss() throws Exception {
        int number = 0;
        for (Map.Entry<DataType, List<Object[]>> each : edges().entrySet()) {
            String name = "values_" + number++;
            DestinationColumn column = column("c", typeFor(each.getKey()), each.getKey(), true);
            TableWriter writer = project.created(TestProject.table(
                    name, 1, List.of("id"), column("id", "BIGINT", DataType.of(DataType.Kind.INT64), false), column));
            List<Mutation> rows = new ArrayList<>();
            List<@Nullable Object> expected = new ArrayList<>();
            for (Object[] values : each.getValue()) {
                rows.add(upsert((long) rows.size(), values[0]));
                expected.add(values[1]);
            }
            rows.add(upsert((long) rows.size(), null));
            expected.add(null);
            writer.write(rows);
            commit(writer);
            assertThat(project.rows(name).stream()
                            .map(row -> comparable(row.get(1)))
                            .toList())
                    .as("%s as %s", each.getKey(), column.type())
                    .isEqualTo(expected.stream().map(ValueTest::comparable).toList());
        }
    }

    /** Decimals may come back with other zeros at the end; the number counts. */
    private static @Nullable Object comparable(@Nullable Object value) {
        return value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value;
    }

    @Test
    void storesBytesWithoutLoss() throws Exception {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        DataType binary = DataType.of(DataType.Kind.BINARY);
        TableWriter writer = project.created(TestProject.table(
                "blobs",
                1,
                List.of("id"),
                column("id", "BIGINT", DataType.of(DataType.Kind.INT64), false),
                column("c", typeFor(binary), binary, true)));
        writer.write(List.of(upsert(1L, bytes), upsert(2L, new byte[0])));
        commit(writer);
        List<byte[]> read = project.rows("blobs").stream()
                .map(row -> ((Binary) row.get(1)).data())
                .toList();
        assertThat(Arrays.equals(read.get(0), bytes)).isTrue();
        assertThat(read.get(1)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void storesRowsInEveryCompression(Compression compression) throws Exception {
        try (TestProject compressed =
                new TestProject(TestProject.MEMORY, builder -> builder.compression(compression))) {
            TableWriter writer = compressed.created(TestProject.people("people"));
            List<Mutation> rows = new ArrayList<>();
            for (long id = 0; id < 3_000; id++) {
                rows.add(TestProject.person(id, "somebody number " + id * 7_919));
            }
            writer.write(rows);
            commit(writer);
            assertThat(compressed.count("people")).isEqualTo(3_000);
        }
    }

    @Test
    void writesIntoASchema() throws Exception {
        try (LocalMaxCompute server =
                        LocalMaxCompute.builder().schemasEnabled(true).start();
                SinkSession session =
                        TestProject.open(server, TestProject.MEMORY, builder -> builder.schema("default"))) {
            assertThat(session.check()).singleElement().asString().startsWith("INFO");
            session.create(TestProject.people("people"));
            try (TableWriter writer = session.writer(TestProject.people("people"))) {
                writer.write(List.of(TestProject.person(1, "Ada")));
                commit(writer);
            }
            assertThat(session.describe("people")).isPresent();
        }
    }
}
