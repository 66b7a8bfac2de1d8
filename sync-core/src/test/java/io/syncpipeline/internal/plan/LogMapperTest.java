package io.syncpipeline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.LogColumn;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.TimeFormat;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;
import io.syncpipeline.rule.WriteMode;
import io.syncpipeline.testkit.Shape;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What changes of a table {@code shop.orders (id, status)} become in a log: changes in, records out. */
class LogMapperTest {

    private static final Transaction TRANSACTION = new Transaction(12, 3456, Instant.ofEpochMilli(1_700_000_000_123L));
    private static final String ID = "000000001200000000034560000000007";
    private static final TableSchema ORDERS = Shape.of("shop", "orders")
            .required("id", Kind.INT64)
            .column("status", Kind.TEXT)
            .key("id")
            .build();

    private static Row order(long id, String status) {
        return new Row(new Object[] {id, Text.of(status)}, 40);
    }

    private static RowChange insert(long id, String status) {
        return RowChange.insert(ORDERS, order(id, status), TRANSACTION, 7);
    }

    private static RowChange update(long id, String before, String after) {
        return RowChange.update(ORDERS, order(id, before), order(id, after), TRANSACTION, 7);
    }

    private static RowChange delete(long id, String status) {
        return RowChange.delete(ORDERS, order(id, status), TRANSACTION, 7);
    }

    /** A log as the planner would make it. */
    private static DestinationTable log(TableSchema schema, TableRules rules) {
        List<DestinationColumn> columns = new ArrayList<>(rules.logColumns());
        schema.columns().forEach(c -> rules.destination(c, true).ifPresent(columns::add));
        columns.addAll(rules.added(schema));
        return new DestinationTable(
                "log", TableKind.APPEND, columns, List.of(), rules.partitionColumns(), 0, "", Map.of());
    }

    private static List<Map<String, Object>> records(TableSchema schema, MappingRule rule, RowChange... changes) {
        TableRules rules = MapperFixture.rules(schema.table(), rule);
        DestinationTable table = log(schema, rules);
        RowMapper mapper = rules.mapper(schema, table);
        List<Mutation> records = new ArrayList<>();
        for (RowChange change : changes) {
            mapper.map(change, records);
        }
        return records.stream().map(record -> values(table, record)).toList();
    }

    private static Map<String, Object> values(DestinationTable table, Mutation record) {
        assertThat(record.kind()).isEqualTo(Mutation.Kind.APPEND);
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < record.size(); i++) {
            values.put(
                    table.columns().get(i).name(),
                    record.get(i) instanceof Text text ? text.toString() : record.get(i));
        }
        if (!record.partition().isEmpty()) {
            values.put("in", record.partition());
        }
        return values;
    }

    private static MappingRule flattened() {
        return MappingRule.forAllTables().writeMode(WriteMode.appendFlattened());
    }

    private static MappingRule json() {
        return MappingRule.forAllTables().writeMode(WriteMode.appendJson());
    }

    private static Object json(Kind kind, int precision, Object value) {
        TableSchema schema = Shape.of("shop", "values")
                .column("v", new DataType(kind, precision, 0))
                .build();
        Row row = new Row(new Object[] {value}, 40);
        return records(schema, json(), RowChange.insert(schema, row, TRANSACTION, 7))
                .get(0)
                .get("_data_columns_");
    }

    @Test
    void aFlattenedRecordHasTheLogsColumnsAndTheRows() {
        assertThat(records(ORDERS, flattened(), insert(1, "new")))
                .singleElement()
                .asString()
                .isEqualTo("{_sequence_id_=" + ID + ", _operation_type_=I, _execute_time_=1700000000123,"
                        + " _before_image_=N, _after_image_=Y, _src_datasource_=scripted, _src_database_=shop,"
                        + " _src_table_=orders, id=1, status=new}");
    }

    @Test
    void anUpdateIsTwoRecordsOfOneIdAndADeleteTheRowBeforeIt() {
        List<Map<String, Object>> records = records(ORDERS, flattened(), update(1, "new", "paid"), delete(1, "paid"));
        assertThat(records)
                .extracting(
                        r -> r.get("_sequence_id_"),
                        r -> r.get("_operation_type_"),
                        r -> r.get("_before_image_"),
                        r -> r.get("_after_image_"),
                        r -> r.get("status"))
                .containsExactly(
                        tuple(ID, "U", "Y", "N", "new"),
                        tuple(ID, "U", "N", "Y", "paid"),
                        tuple(ID, "D", "Y", "N", "paid"));
    }

    @Test
    void sequenceIdsSortAsTextLikeTheChangesHappened() {
        List<String> ids = new ArrayList<>();
        for (long segment : new long[] {1, 2, 10, 9_999_999_999L}) {
            for (long offset : new long[] {4, 30, 1L << 33, 9_999_999_999_999L}) {
                for (long index : new long[] {0, 1, 10, 9_999_999_999L}) {
                    ids.add(SequenceId.of(new Transaction(segment, offset, Instant.EPOCH), index)
                            .toString());
                }
            }
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id.length() == ID.length());
    }

    @Test
    void aPlaceThatNeedsMoreDigitsIsRefused() {
        assertThatThrownBy(() -> SequenceId.of(new Transaction(10_000_000_000L, 4, Instant.EPOCH), 0))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("10000000000:4");
        assertThatThrownBy(() -> SequenceId.of(new Transaction(1, 4, Instant.EPOCH), -1))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void aJsonRecordHoldsTheRowUnderTheNamesOfTheRules() {
        MappingRule rule = json().renameColumn("status", "state")
                .addColumn("db", "STRING", ValueAssigner.variable(Variable.DB_NAME_SRC));
        assertThat(records(ORDERS, rule, insert(1, "\"new\"\n")))
                .singleElement()
                .asString()
                .isEqualTo("{_sequence_id_=" + ID + ", _operation_type_=I, _execute_time_=1700000000123,"
                        + " _before_image_=N, _after_image_=Y, _src_datasource_=scripted, _src_database_=shop,"
                        + " _src_table_=orders, _ddl_sql_=null,"
                        + " _data_columns_={\"id\":1,\"state\":\"\\\"new\\\"\\n\"}, db=shop}");
        assertThat(records(ORDERS, json().excludeColumns("status"), delete(1, "new"))
                        .get(0))
                .containsEntry("_data_columns_", "{\"id\":1}");
    }

    @Test
    void jsonKeepsEveryValueExactly() {
        assertThat(json(Kind.BOOLEAN, 0, true)).isEqualTo("{\"v\":true}");
        assertThat(json(Kind.INT8, 0, (byte) -128)).isEqualTo("{\"v\":-128}");
        assertThat(json(Kind.INT64, 0, Long.MIN_VALUE)).isEqualTo("{\"v\":-9223372036854775808}");
        assertThat(json(Kind.DECIMAL, 30, new BigDecimal("12345678901234567890.1234567890")))
                .isEqualTo("{\"v\":12345678901234567890.1234567890}");
        assertThat(json(Kind.DECIMAL, 65, new BigDecimal("1E+40")))
                .isEqualTo("{\"v\":10000000000000000000000000000000000000000}");
        assertThat(json(Kind.FLOAT32, 0, 0.1f)).isEqualTo("{\"v\":0.1}");
        assertThat(json(Kind.FLOAT64, 0, 1e300)).isEqualTo("{\"v\":1e300}");
        assertThat(json(Kind.TEXT, 0, Text.of("naïve \uD83D\uDE00 \u0001")))
                .isEqualTo("{\"v\":\"naïve \uD83D\uDE00 \\u0001\"}");
        assertThat(json(Kind.BINARY, 0, new byte[] {0, -1, 127})).isEqualTo("{\"v\":\"AP9/\"}");
        assertThat(json(Kind.DATE, 0, LocalDate.of(1, 2, 3))).isEqualTo("{\"v\":\"0001-02-03\"}");
        assertThat(json(Kind.DATETIME, 6, LocalDateTime.of(2026, 1, 31, 12, 0)))
                .isEqualTo("{\"v\":\"2026-01-31T12:00:00\"}");
        assertThat(json(Kind.DATETIME, 6, LocalDateTime.of(2026, 1, 31, 12, 0, 0, 500_000)))
                .isEqualTo("{\"v\":\"2026-01-31T12:00:00.0005\"}");
        assertThat(json(Kind.TIMESTAMP, 3, Instant.ofEpochMilli(1_700_000_000_123L)))
                .isEqualTo("{\"v\":\"2023-11-14T22:13:20.123Z\"}");
        assertThat(json(Kind.TIME, 0, Duration.ofHours(-838).minusSeconds(3_599)))
                .isEqualTo("{\"v\":\"-838:59:59\"}");
        assertThat(json(Kind.TIME, 3, Duration.ofMillis(-1))).isEqualTo("{\"v\":\"-00:00:00.001\"}");
        assertThat(json(Kind.JSON, 0, Text.of("{\"a\": [1, 1.10, null]}")))
                .isEqualTo("{\"v\":{\"a\": [1, 1.10, null]}}");
        assertThat(json(Kind.FLOAT_VECTOR, 0, new float[] {1, 0.5f})).isEqualTo("{\"v\":[1,0.5]}");
        assertThat(json(Kind.DATE, 0, new InvalidDate("0000-00-00"))).isEqualTo("{\"v\":\"0000-00-00\"}");
        assertThat(json(Kind.TEXT, 0, null)).isEqualTo("{\"v\":null}");
    }

    @Test
    void onlyChangesThatAreWantedLeaveRecords() {
        MappingRule rule = flattened()
                .onInsert(DmlAction.where("status = 'paid'"))
                .onUpdate(DmlAction.where("status = 'paid'"))
                .onDelete(DmlAction.ignore());
        assertThat(records(
                        ORDERS,
                        rule,
                        insert(1, "new"),
                        insert(2, "paid"),
                        update(3, "new", "paid"),
                        update(4, "paid", "gone"),
                        delete(5, "paid")))
                .extracting(r -> r.get("id"))
                .containsExactly(2L, 3L, 3L);
    }

    @Test
    void eachRecordIsInThePartitionOfItsOwnImage() {
        MappingRule rule = flattened().partition("p", ValueAssigner.column("status"));
        assertThat(records(ORDERS, rule, update(1, "new", "paid")))
                .extracting(r -> r.get("in"))
                .containsExactly("p=new", "p=paid");
    }

    @Test
    void theLogsColumnsMayHaveOtherNames() {
        MappingRule rule =
                MappingRule.forAllTables().writeMode(WriteMode.appendFlattened().named(LogColumn.SEQUENCE_ID, "seq"));
        assertThat(records(ORDERS, rule, insert(1, "new")).get(0))
                .containsEntry("seq", ID)
                .doesNotContainKey("_sequence_id_");
        assertThatThrownBy(() -> WriteMode.appendFlattened().named(LogColumn.DDL_SQL, "sql"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a FLATTENED log has no column DDL_SQL");
        assertThatThrownBy(() -> WriteMode.appendJson().named(LogColumn.DDL_SQL, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a name");
    }

    @Test
    void aLogWithoutOneOfItsColumnsIsRefused() {
        TableRules rules = MapperFixture.rules(ORDERS.table(), flattened());
        DestinationTable lacking =
                new DestinationTable("log", TableKind.APPEND, List.of(), List.of(), List.of(), 0, "", Map.of());
        assertThatThrownBy(() -> rules.mapper(ORDERS, lacking))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("the log log has no column '_sequence_id_'");
    }

    private static SchemaChange statement(SchemaChange.Step... steps) {
        return new SchemaChange(ORDERS.table(), "the statement", List.of(steps), ORDERS, TRANSACTION);
    }

    private static List<Map<String, Object>> statements(MappingRule rule, SchemaChange... changes) {
        TableRules rules = MapperFixture.rules(ORDERS.table(), rule);
        DestinationTable table = log(ORDERS, rules);
        RowMapper mapper = rules.mapper(ORDERS, table);
        List<Mutation> records = new ArrayList<>();
        for (SchemaChange change : changes) {
            mapper.map(change, 7, records);
        }
        return records.stream().map(record -> values(table, record)).toList();
    }

    @Test
    void aStatementIsARecordOfAJsonLogWithWhatNeedsNoRow() {
        MappingRule rule = json().addColumn("db", "STRING", ValueAssigner.variable(Variable.DB_NAME_SRC))
                .addColumn("shout", "STRING", ValueAssigner.function("UPPER(#{status})"))
                .addColumn("told", "STRING", ValueAssigner.function("CONCAT(${table_name_src}, '!')"))
                .partition("dt", ValueAssigner.variable(Variable.EVENT_TIME).asTime(TimeFormat.of("yyyyMMdd")))
                .partition("kind", ValueAssigner.column("status").orElse("none"));
        assertThat(statements(rule, statement(new SchemaChange.TableTruncated())))
                .singleElement()
                .asString()
                .isEqualTo("{_sequence_id_=" + ID + ", _operation_type_=TRUNCATE, _execute_time_=1700000000123,"
                        + " _before_image_=N, _after_image_=N, _src_datasource_=scripted, _src_database_=shop,"
                        + " _src_table_=orders, _ddl_sql_=the statement, _data_columns_=null, db=shop, shout=null,"
                        + " told=orders!, in=dt=20231114,kind=none}");
    }

    @Test
    void aStatementIsCalledByTheGreatestOfItsSteps() {
        assertThat(statements(
                        json(),
                        statement(new SchemaChange.TableCreated()),
                        statement(new SchemaChange.TableDropped()),
                        statement(new SchemaChange.ColumnDropped("a")),
                        statement(new SchemaChange.ColumnDropped("a"), new SchemaChange.TableRenamed(ORDERS.table()))))
                .extracting(r -> r.get("_operation_type_"))
                .containsExactly("CREATE", "DROP", "ALTER", "RENAME");
        assertThat(statements(flattened(), statement(new SchemaChange.TableCreated())))
                .isEmpty();
    }

    @Test
    void aStatementWithoutAPartitionIsRefused() {
        assertThatThrownBy(() -> statements(
                        json().partition("p", ValueAssigner.column("status")),
                        statement(new SchemaChange.TableCreated())))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("the partition 'p' of a statement would be named NULL");
    }
}
