package io.syncpipeline.maxcompute.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.odps.Column;
import com.aliyun.odps.OdpsType;
import com.aliyun.odps.TableSchema;
import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.tunnel.hasher.DecimalHashObject;
import com.aliyun.odps.tunnel.hasher.TypeHasher;
import com.aliyun.odps.tunnel.io.Checksum;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.aliyun.odps.tunnel.io.ProtobufRecordPack;
import com.aliyun.odps.type.TypeInfoFactory;
import com.aliyun.odps.type.TypeInfoParser;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The SDK's own writer and hash functions are the measure: our bytes and buckets are theirs. */
class RecordEncoderTest {

    private static final int BUCKETS = 16;

    /** A column, a value as it stands in a row, and the same value as the SDK takes it. */
    record Case(
            String type,
            DataType values,
            @Nullable Object value,
            @Nullable Object sdkValue) {}

    private static Case same(String type, DataType.Kind kind, Object value) {
        return new Case(type, DataType.of(kind), value, value);
    }

    private static List<Case> cases() {
        byte[] blob = new byte[300];
        new Random(1).nextBytes(blob);
        String longText = "Grüße 😀 ".repeat(200);
        return List.of(
                same("TINYINT", DataType.Kind.INT8, Byte.MIN_VALUE),
                same("TINYINT", DataType.Kind.INT8, Byte.MAX_VALUE),
                same("SMALLINT", DataType.Kind.INT16, Short.MIN_VALUE),
                same("INT", DataType.Kind.INT32, Integer.MIN_VALUE),
                same("INT", DataType.Kind.INT32, 0),
                same("BIGINT", DataType.Kind.INT64, Long.MIN_VALUE + 1),
                same("BIGINT", DataType.Kind.INT64, Long.MAX_VALUE),
                new Case("BIGINT", DataType.of(DataType.Kind.INT32), 7, 7L),
                same("FLOAT", DataType.Kind.FLOAT32, -0.0f),
                same("FLOAT", DataType.Kind.FLOAT32, Float.MIN_VALUE),
                same("DOUBLE", DataType.Kind.FLOAT64, Math.PI),
                same("BOOLEAN", DataType.Kind.BOOLEAN, true),
                same("BOOLEAN", DataType.Kind.BOOLEAN, false),
                new Case(
                        "DECIMAL(38,18)",
                        DataType.decimal(38, 18),
                        new BigDecimal("-99999999999999999999.999999999999999999"),
                        new BigDecimal("-99999999999999999999.999999999999999999")),
                new Case("DECIMAL(10,2)", DataType.decimal(10, 2), new BigDecimal("0.00"), new BigDecimal("0.00")),
                same("STRING", DataType.Kind.TEXT, Text.of("")),
                same("STRING", DataType.Kind.TEXT, Text.of(longText)),
                same("STRING", DataType.Kind.JSON, Text.of("{\"a\":[1,null]}")),
                new Case("BINARY", DataType.of(DataType.Kind.BINARY), blob, blob),
                same("DATE", DataType.Kind.DATE, LocalDate.of(1, 1, 1)),
                same("DATE", DataType.Kind.DATE, LocalDate.of(9999, 12, 31)),
                same("TIMESTAMP_NTZ", DataType.Kind.DATETIME, LocalDateTime.of(1, 1, 1, 0, 0)),
                same("TIMESTAMP_NTZ", DataType.Kind.DATETIME, LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)),
                same("TIMESTAMP", DataType.Kind.TIMESTAMP, Instant.parse("1969-12-31T23:59:59.999999999Z")),
                same("TIMESTAMP", DataType.Kind.TIMESTAMP, Instant.parse("2038-01-19T03:14:07.000001Z")),
                new Case(
                        "DATETIME",
                        DataType.of(DataType.Kind.TIMESTAMP),
                        Instant.parse("2024-02-29T01:02:03.004Z"),
                        ZonedDateTime.of(2024, 2, 29, 1, 2, 3, 4_000_000, ZoneOffset.UTC)),
                new Case(
                        "ARRAY<FLOAT>",
                        DataType.of(DataType.Kind.FLOAT_VECTOR),
                        new float[] {1.5f, -2f, 0f},
                        List.of(1.5f, -2f, 0f)),
                new Case(
                        "ARRAY<DOUBLE>",
                        DataType.of(DataType.Kind.FLOAT_VECTOR),
                        new float[] {1.5f, -2f},
                        List.of(1.5, -2.0)),
                new Case("STRING", DataType.of(DataType.Kind.TEXT), null, null));
    }

    private static DestinationTable table(List<Case> cases, String... key) {
        List<DestinationColumn> columns = new ArrayList<>();
        columns.add(new DestinationColumn("id", "BIGINT", DataType.of(DataType.Kind.INT64), false, ""));
        for (Case each : cases) {
            columns.add(new DestinationColumn("c" + columns.size(), each.type(), each.values(), true, ""));
        }
        return new DestinationTable("t", TableKind.PK_DELTA, columns, List.of(key), List.of(), BUCKETS, "", Map.of());
    }

    private static TableLayout layout(DestinationTable table, List<String> key) {
        List<TableLayout.Field> fields = table.columns().stream()
                .map(column -> new TableLayout.Field(column.name(), column.type(), column.nullable()))
                .toList();
        return new TableLayout(fields, key, "default", BUCKETS);
    }

    private static Mutation mutation(Mutation.Kind kind, List<Case> cases, long id) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(id);
        cases.forEach(each -> values.add(each.value()));
        return new Mutation(kind, values.toArray(), "", 100);
    }

    @Test
    void writesTheBytesThatTheSdkWrites() throws Exception {
        List<Case> cases = cases();
        DestinationTable table = table(cases, "id");
        RecordEncoder encoder = RecordEncoder.bind(table, layout(table, List.of("id")));
        RecordBuffer ours = new RecordBuffer(64 << 10);
        TableSchema schema = sdkSchema(table);
        ProtobufRecordPack theirs = new ProtobufRecordPack(
                schema, new Checksum(), new CompressOption(CompressOption.CompressAlgorithm.ODPS_RAW, 0, 0));
        for (long id = 0; id < 100; id++) {
            Mutation.Kind kind = id % 10 == 9 ? Mutation.Kind.DELETE : Mutation.Kind.UPSERT;
            encoder.write(mutation(kind, cases, id), ours);
            theirs.append(sdkRecord(schema, cases, id, kind));
        }
        ours.finish();
        theirs.complete();
        assertThat(Arrays.copyOf(ours.array(), ours.size()))
                .isEqualTo(theirs.getProtobufStream().toByteArray());
    }

    private static TableSchema sdkSchema(DestinationTable table) {
        TableSchema schema = new TableSchema();
        for (DestinationColumn column : table.columns()) {
            schema.addColumn(new Column(column.name(), TypeInfoParser.getTypeInfoFromTypeString(column.type())));
        }
        schema.addColumn(new Column("__version", TypeInfoFactory.BIGINT));
        schema.addColumn(new Column("__app_version", TypeInfoFactory.BIGINT));
        schema.addColumn(new Column("__operation", TypeInfoFactory.TINYINT));
        schema.addColumn(new Column("__key_cols", TypeInfoFactory.getArrayTypeInfo(TypeInfoFactory.BIGINT)));
        schema.addColumn(new Column("__value_cols", TypeInfoFactory.getArrayTypeInfo(TypeInfoFactory.BIGINT)));
        return schema;
    }

    private static ArrayRecord sdkRecord(TableSchema schema, List<Case> cases, long id, Mutation.Kind kind) {
        ArrayRecord record = new ArrayRecord(schema.getColumns().toArray(new Column[0]));
        record.setBigint(0, id);
        if (kind == Mutation.Kind.UPSERT) {
            for (int i = 0; i < cases.size(); i++) {
                Object value = cases.get(i).sdkValue();
                record.set(i + 1, value instanceof Text text ? text.utf8() : value);
            }
        }
        record.setTinyint("__operation", (byte) (kind == Mutation.Kind.UPSERT ? 'U' : 'D'));
        record.setArray("__value_cols", List.of());
        return record;
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("TINYINT", DataType.Kind.INT8, OdpsType.TINYINT, (byte) -7, (byte) -7),
                Arguments.of("SMALLINT", DataType.Kind.INT16, OdpsType.SMALLINT, (short) 300, (short) 300),
                Arguments.of("INT", DataType.Kind.INT32, OdpsType.INT, -70_000, -70_000),
                Arguments.of("BIGINT", DataType.Kind.INT64, OdpsType.BIGINT, 1_234_567_890_123L, 1_234_567_890_123L),
                Arguments.of("STRING", DataType.Kind.TEXT, OdpsType.STRING, Text.of("Grüße"), "Grüße"),
                Arguments.of(
                        "VARCHAR(20)",
                        DataType.Kind.TEXT,
                        OdpsType.VARCHAR,
                        Text.of("abc"),
                        new com.aliyun.odps.data.Varchar("abc")),
                Arguments.of("BOOLEAN", DataType.Kind.BOOLEAN, OdpsType.BOOLEAN, true, true),
                Arguments.of("BOOLEAN", DataType.Kind.BOOLEAN, OdpsType.BOOLEAN, false, false),
                Arguments.of(
                        "DATE", DataType.Kind.DATE, OdpsType.DATE, LocalDate.of(2025, 1, 2), LocalDate.of(2025, 1, 2)),
                Arguments.of(
                        "TIMESTAMP",
                        DataType.Kind.TIMESTAMP,
                        OdpsType.TIMESTAMP,
                        Instant.parse("1969-07-20T20:17:40.123456Z"),
                        Instant.parse("1969-07-20T20:17:40.123456Z")),
                Arguments.of(
                        "TIMESTAMP_NTZ",
                        DataType.Kind.DATETIME,
                        OdpsType.TIMESTAMP_NTZ,
                        LocalDateTime.of(2025, 1, 2, 3, 4, 5, 678_000),
                        LocalDateTime.of(2025, 1, 2, 3, 4, 5, 678_000)),
                Arguments.of(
                        "DATETIME",
                        DataType.Kind.TIMESTAMP,
                        OdpsType.DATETIME,
                        Instant.parse("2025-01-02T03:04:05.678Z"),
                        ZonedDateTime.of(2025, 1, 2, 3, 4, 5, 678_000_000, ZoneOffset.UTC)),
                Arguments.of(
                        "DECIMAL(18,4)",
                        DataType.Kind.DECIMAL,
                        OdpsType.DECIMAL,
                        new BigDecimal("-12.34"),
                        new DecimalHashObject(new BigDecimal("-12.34"), 18, 4)),
                Arguments.of(
                        "DECIMAL(38,0)",
                        DataType.Kind.DECIMAL,
                        OdpsType.DECIMAL,
                        new BigDecimal("-98765432109876543210"),
                        new DecimalHashObject(new BigDecimal("-98765432109876543210"), 38, 0)),
                Arguments.of(
                        "BINARY",
                        DataType.Kind.BINARY,
                        OdpsType.BINARY,
                        new byte[] {0, -1, 65},
                        new com.aliyun.odps.data.Binary(new byte[] {0, -1, 65})));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void choosesTheBucketThatTheSdkChooses(
            String type, DataType.Kind kind, OdpsType odpsType, Object value, Object sdkValue) {
        DataType values = kind == DataType.Kind.DECIMAL ? DataType.decimal(20, 0) : DataType.of(kind);
        DestinationTable table = table(List.of(new Case(type, values, value, sdkValue)), "c1");
        RecordEncoder encoder = RecordEncoder.bind(table, layout(table, List.of("c1")));
        int expected = TypeHasher.CombineHashVal(List.of(TypeHasher.hash(odpsType, sdkValue))) % BUCKETS;
        assertThat(encoder.bucket(new Mutation(Mutation.Kind.UPSERT, new Object[] {1L, value}, "", 10)))
                .isEqualTo(expected);
    }

    @Test
    void choosesTheBucketOfAKeyOfSeveralColumnsAndOfTheLegacyHasher() {
        DestinationTable table = table(List.of(same("STRING", DataType.Kind.TEXT, Text.of("x"))), "id", "c1");
        Random random = new Random(7);
        for (String hasher : List.of("default", "legacy")) {
            TableLayout layout =
                    new TableLayout(layout(table, List.of()).columns(), List.of("c1", "ID"), hasher, BUCKETS);
            RecordEncoder encoder = RecordEncoder.bind(table, layout);
            for (int i = 0; i < 200; i++) {
                long id = random.nextLong() | 1;
                String text = Long.toString(random.nextLong(), 36);
                int expected = TypeHasher.CombineHashVal(List.of(
                                TypeHasher.hash(OdpsType.BIGINT, id, hasher),
                                TypeHasher.hash(OdpsType.STRING, text, hasher)))
                        % BUCKETS;
                Object[] values = {id, Text.of(text)};
                assertThat(encoder.bucket(new Mutation(Mutation.Kind.DELETE, values, "", 10)))
                        .isEqualTo(expected);
            }
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("TINYINT", DataType.of(DataType.Kind.INT64), 128L, "outside the range of TINYINT"),
                Arguments.of("BIGINT", DataType.of(DataType.Kind.INT64), Long.MIN_VALUE, "outside the range of BIGINT"),
                Arguments.of(
                        "BIGINT",
                        DataType.decimal(20, 0),
                        new BigDecimal("9223372036854775808"),
                        "9223372036854775808 is outside the range of BIGINT"),
                Arguments.of("BOOLEAN", DataType.of(DataType.Kind.INT8), (byte) 2, "2 is neither 0 nor 1"),
                Arguments.of(
                        "DECIMAL(5,2)",
                        DataType.decimal(10, 2),
                        new BigDecimal("1000.00"),
                        "1000.00 has more than 3 digits before the point of DECIMAL(5,2)"),
                Arguments.of(
                        "DECIMAL(5,2)",
                        DataType.decimal(10, 3),
                        new BigDecimal("1.001"),
                        "1.001 has more than 2 digits after the point of DECIMAL(5,2)"),
                Arguments.of(
                        "VARCHAR(3)", DataType.of(DataType.Kind.TEXT), Text.of("äöüß"), "4 characters are more than"),
                Arguments.of(
                        "BINARY",
                        DataType.of(DataType.Kind.BINARY),
                        new byte[(8 << 20) + 1],
                        "8388609 bytes are more than the 8388608 bytes (8 MiB) of BINARY"),
                Arguments.of(
                        "DATE",
                        DataType.of(DataType.Kind.DATE),
                        new InvalidDate("2024-02-31"),
                        "2024-02-31 is not a date of the calendar"),
                Arguments.of(
                        "DATE",
                        DataType.of(DataType.Kind.DATE),
                        LocalDate.of(10_000, 1, 1),
                        "outside the years 1 to 9999"),
                Arguments.of(
                        "TIMESTAMP_NTZ",
                        DataType.of(DataType.Kind.DATETIME),
                        LocalDateTime.of(0, 1, 1, 0, 0),
                        "outside the years 1 to 9999"),
                Arguments.of(
                        "TIMESTAMP",
                        DataType.of(DataType.Kind.TIMESTAMP),
                        new InvalidDate("0000-00-00 00:00:00"),
                        "not a date of the calendar"),
                Arguments.of(
                        "DATETIME",
                        DataType.of(DataType.Kind.TIMESTAMP),
                        Instant.parse("2024-01-01T00:00:00.000001Z"),
                        "finer than the milliseconds of DATETIME"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesAValueThatDoesNotFitAndWritesNothing(String type, DataType values, Object value, String reason) {
        DestinationTable table = table(List.of(new Case(type, values, value, null)), "id");
        RecordEncoder encoder = RecordEncoder.bind(table, layout(table, List.of("id")));
        RecordBuffer buffer = new RecordBuffer(1024);
        Mutation bad = new Mutation(Mutation.Kind.UPSERT, new Object[] {5L, value}, "", 10);
        assertThatThrownBy(() -> encoder.write(bad, buffer))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("Table t, column c1 (" + type + "), row with key id=5: ")
                .hasMessageContaining(reason);
        assertThat(buffer.size()).isZero();
        assertThat(buffer.records()).isZero();
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(
                        DataType.of(DataType.Kind.TIME), Duration.ofHours(838).plusSeconds(3599), "838:59:59"),
                Arguments.of(
                        DataType.of(DataType.Kind.TIME, 6),
                        Duration.ofSeconds(-1).minusMillis(500),
                        "-00:00:01.500000"),
                Arguments.of(DataType.of(DataType.Kind.TIME, 2), Duration.ofMillis(10), "00:00:00.01"),
                Arguments.of(DataType.of(DataType.Kind.TIME), Duration.ZERO, "00:00:00"),
                Arguments.of(DataType.of(DataType.Kind.DATE), LocalDate.of(476, 9, 4), "0476-09-04"),
                Arguments.of(DataType.of(DataType.Kind.DATE), new InvalidDate("0000-00-00"), "0000-00-00"),
                Arguments.of(
                        DataType.of(DataType.Kind.DATETIME, 3),
                        LocalDateTime.of(2024, 2, 29, 1, 2, 3, 40_000_000),
                        "2024-02-29 01:02:03.040"),
                Arguments.of(
                        DataType.of(DataType.Kind.TIMESTAMP),
                        Instant.parse("2024-02-29T01:02:03Z"),
                        "2024-02-29T01:02:03Z"),
                Arguments.of(
                        DataType.decimal(65, 30),
                        new BigDecimal("-0.000000000000000000000000000001"),
                        "-0.000000000000000000000000000001"),
                Arguments.of(DataType.of(DataType.Kind.INT64), Long.MIN_VALUE, "-9223372036854775808"),
                Arguments.of(DataType.of(DataType.Kind.BOOLEAN), true, "true"),
                Arguments.of(DataType.of(DataType.Kind.FLOAT64), 1e300, "1e300"),
                Arguments.of(DataType.of(DataType.Kind.FLOAT_VECTOR), new float[] {1, 2.5f}, "[1, 2.5]"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void storesOtherValuesAsTheirText(DataType values, Object value, String expected) throws Exception {
        ColumnEncoder encoder =
                ColumnEncoders.find(values, ColumnType.parse("STRING")).orElseThrow();
        assertThat(encoder.sdkValue(value)).isEqualTo(expected);
        RecordBuffer buffer = new RecordBuffer(1024);
        buffer.beginRecord();
        encoder.write(value, buffer);
        byte[] text = expected.getBytes(StandardCharsets.UTF_8);
        assertThat(Arrays.copyOfRange(buffer.array(), 1, buffer.size())).isEqualTo(text);
    }

    @Test
    void refusesATableThatDiffersFromItsLayout() {
        DestinationTable table = table(List.of(same("STRING", DataType.Kind.TEXT, Text.of("x"))), "id");
        TableLayout.Field id = new TableLayout.Field("id", "BIGINT", false);
        assertThatThrownBy(() ->
                        RecordEncoder.bind(table, new TableLayout(List.of(id), List.of("id"), "default", BUCKETS)))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("it has no column 'c1'");
        TableLayout.Field number = new TableLayout.Field("c1", "BIGINT", true);
        assertThatThrownBy(() -> RecordEncoder.bind(
                        table, new TableLayout(List.of(id, number), List.of("id"), "default", BUCKETS)))
                .hasMessageContaining("its column 'c1' is BIGINT, not STRING");
        TableLayout.Field text = new TableLayout.Field("C1", "STRING", true);
        TableLayout.Field more = new TableLayout.Field("more", "STRING", false);
        assertThatThrownBy(() -> RecordEncoder.bind(
                        table, new TableLayout(List.of(id, text, more), List.of("id"), "default", BUCKETS)))
                .hasMessageContaining("'more' is NOT NULL and nothing is written to it");
        assertThatThrownBy(() -> RecordEncoder.bind(
                        table, new TableLayout(List.of(id, text), List.of("id", "c1"), "default", BUCKETS)))
                .hasMessageContaining("its key is [id, c1], not [id]");
    }

    @Test
    void writesColumnsWhereTheTableHasThem() throws Exception {
        DestinationTable table = table(List.of(same("STRING", DataType.Kind.TEXT, Text.of("x"))), "id");
        TableLayout.Field text = new TableLayout.Field("C1", "STRING", true);
        TableLayout.Field extra = new TableLayout.Field("extra", "STRING", true);
        TableLayout.Field id = new TableLayout.Field("ID", "BIGINT", false);
        RecordEncoder encoder =
                RecordEncoder.bind(table, new TableLayout(List.of(text, extra, id), List.of("ID"), "default", BUCKETS));
        RecordBuffer buffer = new RecordBuffer(1024);
        encoder.write(new Mutation(Mutation.Kind.UPSERT, new Object[] {1L, Text.of("A")}, "", 10), buffer);
        // Field 1 is the text 'A', field 3 the number 1, zig-zag 2; field 6 the operation.
        assertThat(Arrays.copyOf(buffer.array(), 8)).isEqualTo(new byte[] {10, 1, 'A', 24, 2, 48, (byte) 0xAA, 1});
    }
}
