package io.syncpipeline.maxcompute.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.data.Binary;
import com.aliyun.odps.data.Char;
import com.aliyun.odps.data.SimpleJsonValue;
import com.aliyun.odps.data.SimpleStruct;
import com.aliyun.odps.data.Varchar;
import com.aliyun.odps.tunnel.impl.UpsertSessionImpl;
import com.aliyun.odps.tunnel.streams.UpsertStream;
import com.aliyun.odps.type.StructTypeInfo;
import com.aliyun.odps.type.TypeInfoParser;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type there and back: what the SDK upserts is what it downloads. */
final class TypesTest {

    private static LocalMaxCompute server;
    private static SdkClient client;

    @BeforeAll
    static void start() {
        server = LocalMaxCompute.builder().start();
        client = new SdkClient(server);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    static Stream<Arguments> types() {
        StructTypeInfo struct =
                (StructTypeInfo) TypeInfoParser.getTypeInfoFromTypeString("STRUCT<`a`:BIGINT,`b`:STRING>");
        return Stream.of(
                values("TINYINT", Byte.MIN_VALUE, (byte) 0, Byte.MAX_VALUE),
                values("SMALLINT", Short.MIN_VALUE, Short.MAX_VALUE),
                values("INT", Integer.MIN_VALUE, Integer.MAX_VALUE),
                values("BIGINT", Long.MIN_VALUE + 1, -1L, 0L, Long.MAX_VALUE),
                values("FLOAT", -1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY),
                values("DOUBLE", 0.1, Double.MIN_VALUE, -Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY),
                values("BOOLEAN", true, false),
                values("DECIMAL(38,18)", new BigDecimal("-99999999999999999999.999999999999999999")),
                values("DECIMAL(20,0)", new BigDecimal("18446744073709551615"), BigDecimal.ZERO),
                values("STRING", "", "it's \"quoted\" `\\ \n\t\0", "\ud83d\ude00 Grüße", "x".repeat(3_000_000)),
                values("VARCHAR(10)", new Varchar(""), new Varchar("zehn ä ö ü")),
                values("CHAR(5)", new Char("abc")),
                values("BINARY", new Binary(new byte[0]), new Binary(new byte[] {0, -1, 127, -128})),
                values("BINARY", new Binary(new byte[2_000_000])),
                values("JSON", new SimpleJsonValue("{\"a\":1.50,\"b\":[null,true]}")),
                values("DATE", LocalDate.of(1, 1, 1), LocalDate.of(1970, 1, 1), LocalDate.of(9999, 12, 31)),
                values(
                        "DATETIME",
                        time("0001-01-01T00:00:00Z"),
                        time("1969-12-31T23:59:59.999Z"),
                        time("9999-12-31T23:59:59.999Z")),
                values(
                        "TIMESTAMP",
                        Instant.parse("0001-01-01T00:00:00Z"),
                        Instant.parse("1969-12-31T23:59:59.999999999Z"),
                        Instant.parse("9999-12-31T23:59:59.999999999Z")),
                values(
                        "TIMESTAMP_NTZ",
                        LocalDateTime.parse("0001-01-01T00:00:00"),
                        LocalDateTime.parse("1969-12-31T23:59:59.123456789"),
                        LocalDateTime.parse("9999-12-31T23:59:59.999999")),
                values("ARRAY<FLOAT>", List.of(), Arrays.asList(0.1f, null, -3.4e38f, 1.17549435e-38f)),
                values("ARRAY<BIGINT>", List.of(1L, -1L, Long.MAX_VALUE)),
                values("ARRAY<DECIMAL(10,2)>", List.of(new BigDecimal("1.50"))),
                values("ARRAY<ARRAY<INT>>", List.of(List.of(1, 2), List.of())),
                values("MAP<BIGINT,DOUBLE>", Map.of(1L, 0.5, 2L, 1e300)),
                values("STRUCT<`a`:BIGINT,`b`:STRING>", new SimpleStruct(struct, Arrays.asList(7L, "x"))));
    }

    private static ZonedDateTime time(String instant) {
        return Instant.parse(instant).atZone(ZoneOffset.UTC);
    }

    private static Arguments values(String type, Object... values) {
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(values));
        all.add(null);
        return Arguments.of(type, all);
    }

    @ParameterizedTest
    @MethodSource("types")
    void givesBackWhatWasWritten(String type, List<@Nullable Object> values) throws Exception {
        client.sql("DROP TABLE IF EXISTS t;");
        client.sql("CREATE TABLE t (id BIGINT NOT NULL, v " + type + ", PRIMARY KEY(id))"
                + " TBLPROPERTIES('transactional'='true','write.bucket.num'='1');");

        client.write("t", null, (session, stream) -> {
            for (int i = 0; i < values.size(); i++) {
                upsert(session, stream, i, values.get(i));
            }
        });

        List<@Nullable Object> read = new ArrayList<>();
        client.read("t", null, record -> read.add(comparable(record, 1)));
        List<@Nullable Object> written = new ArrayList<>();
        values.forEach(value -> written.add(comparable(value)));
        assertThat(read).isEqualTo(written);
    }

    private static void upsert(UpsertSessionImpl session, UpsertStream stream, long id, @Nullable Object value)
            throws Exception {
        ArrayRecord record = (ArrayRecord) session.newRecord();
        record.set(0, id);
        record.set(1, value);
        stream.upsert(record);
    }

    private static @Nullable Object comparable(ArrayRecord record, int column) {
        Object value = record.get(column);
        return comparable(value instanceof byte[] ? record.getString(column) : value);
    }

    // Classes of the SDK without equals, and texts that come back as bytes inside arrays and structs.
    private static @Nullable Object comparable(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        }
        if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros();
        }
        if (value instanceof SimpleStruct struct) {
            return struct.getFieldValues().stream().map(TypesTest::comparable).toList();
        }
        if (value instanceof SimpleJsonValue json) {
            return json.toString();
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(comparable(element)));
            return elements;
        }
        return value;
    }

    @Test
    void keepsTheTypesAndCommentsThatADefinitionNames() throws Exception {
        client.sql("CREATE TABLE described (a DECIMAL(10,2) COMMENT 'it\\'s \\\\ here', b MAP<STRING,ARRAY<INT>>,"
                + " c STRUCT<`x`:BIGINT,`y`:VARCHAR(3)>);");

        var columns = client.odps().tables().get("described").getSchema().getColumns();

        assertThat(columns)
                .extracting(column -> column.getTypeInfo().getTypeName())
                .containsExactly("DECIMAL(10,2)", "MAP<STRING,ARRAY<INT>>", "STRUCT<x:BIGINT,y:VARCHAR(3)>");
        assertThat(columns.get(0).getComment()).isEqualTo("it's \\ here");
    }
}
