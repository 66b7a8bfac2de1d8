package io.syncpipeline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.NameTransform;
import io.syncpipeline.rule.NameVariable;
import io.syncpipeline.rule.RowFunction;
import io.syncpipeline.rule.TimeFormat;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;
import io.syncpipeline.testkit.Shape;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What rules make of the changes of a table {@code shop.orders (id, status)}: changes in, mutations out. */
class RowRulesTest {

    private static final Transaction TRANSACTION = new Transaction(1, 2, Instant.ofEpochMilli(1_700_000_000_123L));
    private static final TableSchema ORDERS = Shape.of("shop", "orders")
            .required("id", Kind.INT64)
            .column("status", Kind.TEXT)
            .key("id")
            .build();

    /** Orders that are not drafts. */
    private static final RowFunction<Boolean> NO_DRAFT = schema -> {
        int status = schema.indexOf("status").orElseThrow();
        return (change, row) -> !Text.of("draft").equals(row.get(status));
    };

    private static Row order(long id, String status) {
        return new Row(new Object[] {id, Text.of(status)}, 40);
    }

    private static RowChange insert(long id, String status) {
        return RowChange.insert(ORDERS, order(id, status), TRANSACTION, 0);
    }

    private static RowChange copy(long id, String status) {
        return RowChange.copy(ORDERS, order(id, status), TRANSACTION, 0);
    }

    private static RowChange update(Row before, Row after) {
        return RowChange.update(ORDERS, before, after, TRANSACTION, 0);
    }

    private static RowChange delete(long id, String status) {
        return RowChange.delete(ORDERS, order(id, status), TRANSACTION, 0);
    }

    /** The mutations under a rule, by a destination with the columns that the planner would give it. */
    private static List<String> map(MappingRule rule, RowChange... changes) {
        TableRules rules = MapperFixture.rules(ORDERS.table(), rule);
        List<DestinationColumn> columns = ORDERS.columns().stream()
                .flatMap(c -> rules.destination(c, true).stream())
                .collect(Collectors.toCollection(ArrayList::new));
        columns.addAll(rules.added(ORDERS));
        List<String> key = List.of(rules.nameOf("id").orElseThrow());
        DestinationTable table = new DestinationTable(
                "ods", TableKind.PK_DELTA, columns, key, rules.partitionColumns(), 0, "", Map.of());
        RowMapper mapper = rules.mapper(ORDERS, table);
        return mutations(mapper, changes);
    }

    private static DestinationTable table(List<DestinationColumn> columns, List<String> key) {
        return new DestinationTable("ods", TableKind.PK_DELTA, columns, key, List.of(), 0, "", Map.of());
    }

    private static List<String> mutations(RowMapper mapper, RowChange... changes) {
        List<Mutation> mutations = new ArrayList<>();
        for (RowChange change : changes) {
            mapper.map(change, mutations);
        }
        return mutations.stream().map(RowRulesTest::text).toList();
    }

    private static String text(Mutation mutation) {
        Object[] values = new Object[mutation.size()];
        Arrays.setAll(values, mutation::get);
        String partition = mutation.partition().isEmpty() ? "" : " in " + mutation.partition();
        return mutation.kind() + " " + Arrays.toString(values) + partition;
    }

    private static MappingRule rule() {
        return MappingRule.forAllTables();
    }

    @Test
    void ignoredChangesLeaveTheDestinationAsItIs() {
        MappingRule nothing =
                rule().onInsert(DmlAction.ignore()).onUpdate(DmlAction.ignore()).onDelete(DmlAction.ignore());
        assertThat(map(
                        nothing,
                        insert(1, "new"),
                        update(order(1, "new"), order(1, "paid")),
                        update(order(1, "paid"), order(2, "paid")),
                        delete(2, "paid")))
                .isEmpty();
        assertThat(map(nothing, copy(1, "new")))
                .as("copied rows are not concerned")
                .containsExactly("UPSERT [1, new]");
    }

    @Test
    void insertsAreJudgedByTheNewRowAndDeletesByTheOldOne() {
        MappingRule noDrafts =
                rule().onInsert(DmlAction.when("no draft", NO_DRAFT)).onDelete(DmlAction.when("no draft", NO_DRAFT));
        assertThat(map(noDrafts, insert(1, "draft"), insert(2, "new"), delete(1, "draft"), delete(2, "new")))
                .containsExactly("UPSERT [2, new]", "DELETE [2, null]");
    }

    @Test
    void anUpdatedRowThatIsNotWantedAnyMoreIsDeleted() {
        MappingRule noDrafts = rule().onUpdate(DmlAction.when("no draft", NO_DRAFT));
        assertThat(map(
                        noDrafts,
                        update(order(1, "draft"), order(1, "new")),
                        update(order(1, "new"), order(1, "draft")),
                        update(order(2, "draft"), order(3, "draft")),
                        update(order(3, "draft"), order(4, "new"))))
                .containsExactly(
                        "UPSERT [1, new]",
                        "DELETE [1, null]",
                        "DELETE [2, null]",
                        "DELETE [3, null]",
                        "UPSERT [4, new]");
    }

    @Test
    void logicallyDeletedRowsStayAndAreMarkedUntilTheyComeAgain() {
        MappingRule marked = rule().onDelete(DmlAction.logicalDelete("gone"));
        assertThat(map(
                        marked,
                        copy(1, "new"),
                        update(order(1, "new"), order(1, "paid")),
                        delete(1, "paid"),
                        insert(1, "again"),
                        update(order(1, "again"), order(2, "again"))))
                .containsExactly(
                        "UPSERT [1, new, false]",
                        "UPSERT [1, paid, false]",
                        "UPSERT [1, paid, true]",
                        "UPSERT [1, again, false]",
                        "DELETE [1, null, null]",
                        "UPSERT [2, again, false]");
    }

    @Test
    void anUpdatedRowThatIsNotWantedAnyMoreIsMarkedWhereDeletedOnesAre() {
        MappingRule marked =
                rule().onUpdate(DmlAction.when("no draft", NO_DRAFT)).onDelete(DmlAction.logicalDelete("gone"));
        assertThat(map(
                        marked,
                        update(order(1, "new"), order(1, "draft")),
                        update(order(1, "draft"), order(2, "draft")),
                        update(order(2, "draft"), order(2, "new"))))
                .containsExactly(
                        "UPSERT [1, draft, true]",
                        "DELETE [1, null, null]",
                        "UPSERT [2, draft, true]",
                        "UPSERT [2, new, false]");
    }

    @Test
    void addedColumnsHaveConstantsVariablesColumnsAndComputedValues() {
        RowFunction<Text> shout =
                schema -> (change, row) -> Text.of(row.get(1).toString().toUpperCase(java.util.Locale.ROOT));
        MappingRule added = rule().destinationName(NameTemplate.of("ods_${source_database_name}")
                        .transform(
                                NameVariable.SOURCE_DATABASE_NAME,
                                NameTransform.none().upper()))
                .addColumn("c", "STRING", ValueAssigner.constant("x"))
                .addColumn("n", "BIGINT", ValueAssigner.constant(7))
                .addColumn("d", "DECIMAL(3,2)", ValueAssigner.constant(new BigDecimal("1.50")))
                .addColumn("t", "BOOLEAN", ValueAssigner.constant(true))
                .addColumn("again", "STRING", ValueAssigner.column("STATUS"))
                .addColumn("loud", "STRING", ValueAssigner.computed("shout", DataType.of(Kind.TEXT), shout))
                .addColumn("db", "STRING", ValueAssigner.variable(Variable.DB_NAME_SRC))
                .addColumn("db2", "STRING", ValueAssigner.variable(Variable.DB_NAME_SRC_TRANSED))
                .addColumn("tab", "STRING", ValueAssigner.variable(Variable.TABLE_NAME_SRC))
                .addColumn("src", "STRING", ValueAssigner.variable(Variable.DATASOURCE_NAME_SRC))
                .addColumn("dest", "STRING", ValueAssigner.variable(Variable.TABLE_NAME_DEST))
                .addColumn("sch", "STRING", ValueAssigner.variable(Variable.SCHEMA_NAME_SRC))
                .addColumn("ddb", "STRING", ValueAssigner.variable(Variable.DB_NAME_DEST))
                .addColumn("dsrc", "STRING", ValueAssigner.variable(Variable.DATASOURCE_NAME_DEST))
                .addColumn("op", "STRING", ValueAssigner.variable(Variable.OPERATION_TYPE))
                .addColumn("now", "BIGINT", ValueAssigner.variable(Variable.UPDATE_TIME))
                .addColumn("ms", "BIGINT", ValueAssigner.variable(Variable.EXECUTE_TIME))
                .addColumn("at", "TIMESTAMP", ValueAssigner.variable(Variable.EVENT_TIME));
        String names = ", shop, SHOP, orders, scripted, ods_SHOP, shop, recording, recording, ";
        String times = ", 1767225600000, 1700000000123, 2023-11-14T22:13:20.123Z]";
        assertThat(map(added, copy(1, "new"), update(order(1, "new"), order(1, "paid")), delete(1, "paid")))
                .containsExactly(
                        "UPSERT [1, new, x, 7, 1.50, true, new, NEW" + names + "I" + times,
                        "UPSERT [1, paid, x, 7, 1.50, true, paid, PAID" + names + "U" + times,
                        "DELETE [1" + ", null".repeat(19) + "]");
    }

    @Test
    void conditionsAndValuesCanBeExpressions() {
        MappingRule expressions = rule().onInsert(DmlAction.where("status <> 'draft' AND id < 10"))
                .onDelete(DmlAction.where("${operation_type} = 'D' AND status = 'done'"))
                .addColumn(
                        "label", "STRING", ValueAssigner.function("CONCAT(UPPER(#{status}), '@', ${table_name_src})"))
                .addColumn("half", "DECIMAL(20,1)", ValueAssigner.function("CAST(#{id} / 2 AS DECIMAL(20,1))"));
        assertThat(map(
                        expressions,
                        insert(1, "draft"),
                        insert(2, "new"),
                        insert(20, "new"),
                        delete(2, "new"),
                        delete(3, "done")))
                .containsExactly("UPSERT [2, new, NEW@orders, 1.0]", "DELETE [3, null, null, null]");
    }

    @Test
    void expressionsThatDoNotFitTheTableAreErrorsOfTheDefinition() {
        assertThatThrownBy(() -> map(rule().onUpdate(DmlAction.where("state = 'x'")), insert(1, "new")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("found the column 'state'")
                .hasMessageContaining("column 1");
        assertThatThrownBy(() -> map(
                        rule().addColumn("c", "STRING", ValueAssigner.function("CONCAT(#{status},")), insert(1, "new")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void aRowMovesToThePartitionThatItsValuesName() {
        MappingRule partitioned = rule().partition("st", ValueAssigner.column("status"))
                .partition("odd", ValueAssigner.function("#{id} % 2 = 1"));
        assertThat(map(
                        partitioned,
                        copy(1, "new"),
                        update(order(1, "new"), order(1, "new")),
                        update(order(1, "new"), order(1, "paid")),
                        update(order(1, "paid"), order(2, "paid")),
                        delete(2, "paid")))
                .containsExactly(
                        "UPSERT [1, new] in st=new,odd=true",
                        "UPSERT [1, new] in st=new,odd=true",
                        "DELETE [1, null] in st=new,odd=true",
                        "UPSERT [1, paid] in st=paid,odd=true",
                        "DELETE [1, null] in st=paid,odd=true",
                        "UPSERT [2, paid] in st=paid,odd=false",
                        "DELETE [2, null] in st=paid,odd=false");
    }

    @Test
    void aPartitionCanBeATimeOfTheRowOrOfTheChange() {
        MappingRule byStatus = rule().partition(
                        "dt",
                        ValueAssigner.column("status")
                                .asTime(TimeFormat.of("yyyyMMdd").fromText("yyyy-MM-dd"))
                                .orElse("none"));
        assertThat(map(byStatus, insert(1, "2024-02-29"), insert(2, "new")))
                .containsExactly("UPSERT [1, 2024-02-29] in dt=20240229", "UPSERT [2, new] in dt=none");
        MappingRule byEvent = rule().partition(
                        "dt", ValueAssigner.variable(Variable.EVENT_TIME).asTime(TimeFormat.of("yyyyMMddHH")));
        assertThat(map(byEvent, insert(1, "new"))).containsExactly("UPSERT [1, new] in dt=2023111422");
    }

    @Test
    void aRowWithoutAPartitionIsADirtyRow() {
        MappingRule byStatus = rule().partition("st", ValueAssigner.column("status"));
        RowChange withoutStatus = RowChange.insert(ORDERS, new Row(new Object[] {1L, null}, 40), TRANSACTION, 0);
        assertThatThrownBy(() -> map(byStatus, withoutStatus))
                .isInstanceOf(DirtyRowException.class)
                .hasMessage(
                        "the partition 'st' of INSERT shop.orders at 1:2#0 would be named NULL; correct the row, or give"
                                + " such rows a partition with orElse");
        assertThatThrownBy(() -> map(
                        rule().partition(
                                        "dt",
                                        ValueAssigner.column("status")
                                                .asTime(TimeFormat.of("yyyy").fromText("yyyy-MM"))),
                        insert(1, "soon")))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("'soon' is no time by the format yyyy from yyyy-MM");
    }

    @Test
    void whatNamesNoPartitionIsAnErrorOfTheDefinition() {
        assertThatThrownBy(() ->
                        map(rule().partition("dt", ValueAssigner.variable(Variable.EVENT_TIME)), insert(1, "new")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(
                        "the partition 'dt' of shop.orders would be named by TIMESTAMP(6) values; use asTime");
        assertThatThrownBy(() -> map(
                        rule().partition("dt", ValueAssigner.column("status").asTime("yyyy")), insert(1, "new")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("#{status} of shop.orders is a TEXT, which is no time by the format yyyy");
        assertThatThrownBy(() ->
                        map(rule().partition("n", ValueAssigner.column("id").orElse("x")), insert(1, "new")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("orElse gives a text, but #{id} of shop.orders is a INT64");
    }

    @Test
    void columnsAreLeftOutAndGivenOtherNamesAndTypes() {
        TableRules rules = MapperFixture.rules(
                ORDERS.table(),
                rule().renameColumn("ID", "order_id")
                        .typeMapping("text", "JSON")
                        .columnType("id", "DECIMAL(20,0)"),
                rule().typeMapping("text", "BINARY"));
        assertThat(ORDERS.columns().stream()
                        .flatMap(c -> rules.destination(c, true).stream())
                        .map(DestinationColumn::toString))
                .containsExactly("order_id DECIMAL(20,0)", "status BINARY");
        assertThat(map(
                        rule().excludeColumns("Status").renameColumn("id", "order_id"),
                        insert(1, "new"),
                        delete(1, "new")))
                .containsExactly("UPSERT [1]", "DELETE [1]");
    }

    @Test
    void anAddedColumnCanBePartOfTheKey() {
        TableRules rules = MapperFixture.rules(
                ORDERS.table(), rule().addColumn("db", "STRING", ValueAssigner.variable(Variable.DB_NAME_SRC)));
        List<DestinationColumn> columns = ORDERS.columns().stream()
                .flatMap(c -> rules.destination(c, true).stream())
                .collect(Collectors.toCollection(ArrayList::new));
        columns.addAll(rules.added(ORDERS));
        RowMapper mapper = rules.mapper(ORDERS, table(columns, List.of("id", "db")));
        assertThat(mutations(
                        mapper, update(order(1, "new"), order(2, "new")), update(order(2, "new"), order(2, "paid"))))
                .containsExactly("DELETE [1, null, shop]", "UPSERT [2, new, shop]", "UPSERT [2, paid, shop]");
    }

    @Test
    void aDateThatNoCalendarHasIsNullInAnAddedColumnAndDirtyInAKey() {
        TableSchema days = Shape.of("shop", "days")
                .required("id", Kind.INT64)
                .column("day", Kind.DATE)
                .key("id")
                .build();
        TableRules rules =
                MapperFixture.rules(days.table(), rule().addColumn("again", "DATE", ValueAssigner.column("day")));
        List<DestinationColumn> columns = List.of(
                new DestinationColumn("id", "BIGINT", DataType.of(Kind.INT64), false, ""),
                rules.added(days).get(0));
        RowChange invalid =
                RowChange.insert(days, new Row(new Object[] {1L, new InvalidDate("2026-02-31")}, 40), TRANSACTION, 0);
        assertThat(mutations(rules.mapper(days, table(columns, List.of("id"))), invalid))
                .containsExactly("UPSERT [1, null]");
        assertThatThrownBy(() -> mutations(rules.mapper(days, table(columns, List.of("id", "again"))), invalid))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("the date 2026-02-31 to a key column of ods")
                .hasMessageContaining("the row with the key id=1");
    }

    @Test
    void rowsAreNotRemovedWhereTheColumnThatShouldMarkThemIsMissing() {
        TableRules rules = MapperFixture.rules(ORDERS.table(), rule().onDelete(DmlAction.logicalDelete("gone")));
        DestinationTable unmarked = table(
                List.of(new DestinationColumn("id", "BIGINT", DataType.of(Kind.INT64), false, "")), List.of("id"));
        assertThatThrownBy(() -> rules.mapper(ORDERS, unmarked))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(
                        "rows deleted from shop.orders are to be marked in the column 'gone', which ods does not have");
    }

    @Test
    void whatAUsersFunctionThrowsOrGivesWronglyMakesADirtyRow() {
        RowFunction<Object> wrong = schema -> (change, row) -> "a String";
        RowFunction<Object> failing = schema -> (change, row) -> {
            throw new IllegalStateException("out of order");
        };
        assertThatThrownBy(() -> map(
                        rule().addColumn("c", "STRING", ValueAssigner.computed("wrong", DataType.of(Kind.TEXT), wrong)),
                        insert(1, "new")))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("wrong gave a java.lang.String for INSERT shop.orders at 1:2#0, not a ")
                .hasMessageContaining("correct the function or the type it is declared with");
        assertThatThrownBy(() -> map(
                        rule().addColumn("c", "STRING", ValueAssigner.computed("bad", DataType.of(Kind.TEXT), failing)),
                        insert(1, "new")))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("bad failed for INSERT shop.orders at 1:2#0")
                .hasMessageContaining("out of order");
    }

    @Test
    void aFunctionThatCannotBeBoundIsAnErrorOfTheDefinition() {
        RowFunction<Boolean> unbound = schema -> {
            schema.indexOf("state").orElseThrow();
            return (change, row) -> true;
        };
        assertThatThrownBy(() -> map(rule().onInsert(DmlAction.when("has a state", unbound)), insert(1, "new")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("has a state cannot be bound to shop.orders with the columns [id, status]");
        assertThatThrownBy(() -> map(rule().addColumn("c", "STRING", ValueAssigner.column("state")), insert(1, "new")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("shop.orders has no column 'state' for an added column; it has [id, status]");
    }
}
