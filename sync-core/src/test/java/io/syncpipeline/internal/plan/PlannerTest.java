package io.syncpipeline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.rule.BucketCount;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.MergedShapes;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.RecordingSink;
import io.syncpipeline.testkit.ScriptedSource;
import io.syncpipeline.testkit.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the planner finds, and the plan it makes. */
class PlannerTest {

    private final ScriptedSource source = new ScriptedSource(new ManualClock());
    private final RecordingSink sink = new RecordingSink();
    private final SyncPipeline.Builder pipeline =
            SyncPipeline.builder().name("plan").source(source).sink(sink);

    private static Object[][] rows(int count) {
        Object[][] rows = new Object[count][];
        Arrays.setAll(rows, i -> new Object[] {i, "row " + i});
        return rows;
    }

    private static TableSchema orders(String name) {
        return Shape.of("shop", name)
                .required("id", Kind.INT64)
                .column("name", DataType.of(Kind.TEXT, 20))
                .key("id")
                .build();
    }

    private static DestinationColumn column(String name, String type, Kind kind, boolean nullable) {
        return new DestinationColumn(name, type, DataType.of(kind), nullable, "");
    }

    private void existing(String name, TableKind kind, List<String> key, DestinationColumn... columns) {
        sink.existing(new DestinationTable(name, kind, List.of(columns), key, List.of(), 0, "", Map.of()));
    }

    private static final String EXISTS =
            "WARNING shop_orders: exists already and will be copied to. Hint: its rows are overwritten by key, and those"
                    + " that the source does not have stay; empty or drop it first if it has such rows";

    private SyncPlan plan() {
        return pipeline.build().plan();
    }

    private List<String> findings() {
        return plan().findings().stream().map(Finding::toString).toList();
    }

    private void all() {
        pipeline.tables(TableSelector.matching("shop", ".*"));
    }

    @Test
    void aNamedTableThatIsNotThereIsAnError() {
        source.table(orders("orders"));
        pipeline.tables(TableSelector.named("shop", "orders", "order"));
        assertThat(findings())
                .containsExactly(
                        "ERROR shop.order: the source has no such table, or the account cannot see it. Hint: correct"
                                + " the name in TableSelector.named, or grant SELECT on it");
    }

    @Test
    void selectorsThatTakeNothingAreAnError() {
        all();
        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith("ERROR scripted: no table matches the selectors [shop..*]");
    }

    @Test
    void aTableWithoutAKeyIsAnErrorThatSaysHowToDeclareOne() {
        source.table(Shape.of("shop", "log").column("a", Kind.INT32).build());
        all();
        assertThat(findings())
                .containsExactly(
                        "ERROR shop.log: has neither a primary key nor a unique key without nullable columns, so"
                                + " updates and deletes could not find their rows. Hint: add a key to the table, or declare the columns"
                                + " that identify a row with MappingRule.forTable(\"shop\", \"log\").primaryKey(...);"
                                + " or add its changes to a log with WriteMode.appendFlattened");
    }

    @Test
    void aUniqueKeyStandsInForAPrimaryKeyAndADeclaredKeyWinsOverBoth() {
        TableSchema keys = Shape.of("shop", "keys")
                .required("a", Kind.INT32)
                .required("b", Kind.INT32)
                .unique("b")
                .build();
        source.table(keys);
        all();
        assertThat(plan().tables().get(0).destination().primaryKey()).containsExactly("b");
        pipeline.rule(MappingRule.forTable("shop", "keys").primaryKey("a", "b"));
        assertThat(plan().tables().get(0).destination().primaryKey()).containsExactly("a", "b");
        assertThat(plan().tables().get(0).destination().columns())
                .extracting(DestinationColumn::nullable)
                .containsExactly(false, false);
    }

    @Test
    void columnsOfARuleThatAreNotThereAreAnError() {
        source.table(orders("orders"));
        all();
        pipeline.rule(MappingRule.forAllTables().primaryKey("number").splitKey("x"));
        assertThat(findings())
                .contains(
                        "ERROR shop.orders: has no column 'number' for the primary key; it has [id, name]. Hint: correct the"
                                + " rule for this table",
                        "ERROR shop.orders: has no column 'x' for the split key; it has [id, name]. Hint: correct the rule"
                                + " for this table");
    }

    @Test
    void tablesThatMeetInOneDestinationByAccidentAreAnErrorThatNamesBoth() {
        source.table(orders("orders"));
        source.table(orders("Orders"));
        all();
        assertThat(findings())
                .containsExactly(
                        "ERROR shop_Orders: several source tables would be written into it: shop.Orders, shop.orders."
                                + " Hint: give them different names with MappingRule.destinationName, or merge them on purpose with"
                                + " TableSelector.mergedInto");
    }

    @Test
    void tablesAreMergedByWhatAGroupOfTheirExpressionMatched() {
        source.table(orders("eu_1"));
        source.table(orders("eu_2"));
        source.table(orders("us_1"));
        pipeline.tables(
                TableSelector.matching("shop", "(?<region>[a-z]+)_\\d+").mergedInto("all_${table_name.region}"));
        assertThat(plan().tables())
                .extracting(t -> t.destination().name() + " " + t.sources().size())
                .containsExactly("all_eu 2", "all_us 1");
    }

    @Test
    void aNameTemplateThatDoesNotFitTheSelectorIsAnErrorForEachOfItsTables() {
        source.table(orders("order_1"));
        source.table(orders("order_2"));
        pipeline.tables(TableSelector.matching("shop", "order_\\d"))
                .rule(MappingRule.forAllTables().destinationName(NameTemplate.of("o_${table_name.1}")));
        assertThat(findings())
                .hasSize(2)
                .allMatch(f ->
                        f.contains("the name template 'o_${table_name.1}' takes ${table_name.1} from shop.order_"));
    }

    @Test
    void mergedTablesAreAWarningAndHaveTheColumnsOfAll() {
        source.table(orders("order_1"));
        source.table(Shape.of("shop", "order_2")
                .required("id", Kind.INT32)
                .column("more", Kind.INT32)
                .key("id")
                .build());
        pipeline.tables(TableSelector.matching("shop", "order_\\d").mergedInto("orders_all"));
        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith("WARNING orders_all: is merged from 2 source tables: shop.order_1, shop.order_2");
        assertThat(plan().tables()).singleElement().satisfies(t -> {
            assertThat(t.destination().columns())
                    .extracting(DestinationColumn::toString)
                    .containsExactly("id BIGINT NOT NULL", "name STRING", "more INT");
            assertThat(t.sources()).hasSize(2);
        });
    }

    @Test
    void mergedTablesWithOtherKeysOrTypesAreErrors() {
        source.table(orders("order_1"));
        source.table(Shape.of("shop", "order_2")
                .required("id", Kind.INT64)
                .required("name", Kind.BINARY)
                .key("id", "name")
                .build());
        pipeline.tables(TableSelector.matching("shop", "order_\\d").mergedInto("orders_all"));
        assertThat(findings())
                .anyMatch(f ->
                        f.contains("its source tables have different keys: shop.order_1 has [id], shop.order_2 has [id,"
                                + " name]"))
                .anyMatch(f -> f.contains(
                        "column 'name' has different types: TEXT(20) in shop.order_1, BINARY in shop.order_2"));
    }

    @Test
    void mergedColumnsTakeTheLeastTypeThatLosesNothing() {
        source.table(orders("order_1"));
        source.table(Shape.of("shop", "order_2")
                .column("id", DataType.decimal(5, 2))
                .column("name", Kind.INT32)
                .key("id")
                .build());
        pipeline.tables(TableSelector.matching("shop", "order_\\d").mergedInto("orders_all"));
        assertThat(findings())
                .contains("INFO orders_all: column 'id' has different types: INT64 in shop.order_1, DECIMAL(5,2) in"
                        + " shop.order_2; it becomes DECIMAL(21,2), which holds both")
                .contains("INFO orders_all: column 'name' has different types: TEXT(20) in shop.order_1, INT32 in"
                        + " shop.order_2; it becomes STRING, which holds both");
        assertThat(plan().tables().get(0).destination().columns())
                .extracting(DestinationColumn::toString)
                .containsExactly("id DECIMAL(21,2) NOT NULL", "name STRING");
    }

    @Test
    void bucketsAreDerivedFromTheSizeOfAllSourceTables() {
        // The scripted source says a thousand bytes for each row
        source.table(orders("order_1"), rows(3_000));
        source.table(orders("order_2"));
        pipeline.tables(TableSelector.matching("shop", "order_\\d").mergedInto("orders_all"))
                .rule(MappingRule.forAllTables().bucketCountBySize(1 << 20));
        assertThat(plan().tables().get(0).destination().bucketCount()).isEqualTo(3);
        assertThat(findings())
                .contains("INFO orders_all: its number of buckets, 3, is for 3000000 bytes at the source");
        assertThat(new BucketCount.BySize(1 << 20).of(0)).isOne();
        assertThat(new BucketCount.BySize(1 << 20).of(1 << 20)).isOne();
        assertThat(new BucketCount.BySize(1 << 20).of((1 << 20) + 1)).isEqualTo(2);
        assertThat(new BucketCount.BySize(1 << 20).of(Long.MAX_VALUE)).isEqualTo(4_096);
    }

    @Test
    void anExistingTableKeepsItsBuckets() {
        source.table(orders("orders"));
        sink.existing(new DestinationTable(
                "shop_orders",
                TableKind.PK_DELTA,
                List.of(column("id", "BIGINT", Kind.INT64, false), column("name", "STRING", Kind.TEXT, true)),
                List.of("id"),
                List.of(),
                16,
                "",
                Map.of()));
        all();
        pipeline.rule(MappingRule.forAllTables().bucketCount(4));
        assertThat(findings())
                .contains("WARNING shop_orders: exists with 16 buckets, where a rule says 4. Hint: it keeps them; their"
                        + " number cannot be changed once a table exists");
    }

    @Test
    void mergedTablesThatHaveToBeAlikeAreErrorsWhenTheyAreNot() {
        source.table(orders("order_1"));
        source.table(Shape.of("shop", "order_2")
                .required("id", Kind.INT32)
                .column("more", Kind.INT32)
                .key("id")
                .build());
        pipeline.tables(TableSelector.matching("shop", "order_\\d").mergedInto("orders_all"))
                .rule(MappingRule.forAllTables().mergedShapes(MergedShapes.SAME));
        assertThat(findings())
                .contains(
                        "ERROR orders_all: its source tables have different shapes: shop.order_1 has id int64 not null,"
                                + " shop.order_2 has id int32 not null, shop.order_2 has no name, shop.order_1 has no more. Hint:"
                                + " make them alike, or allow it with MappingRule.mergedShapes(MergedShapes.WIDEN)");
    }

    @Test
    void aDestinationThatLacksColumnsGetsThem() {
        source.table(orders("orders"));
        existing("shop_orders", TableKind.PK_DELTA, List.of("id"), column("id", "BIGINT", Kind.INT64, false));
        all();
        assertThat(findings()).containsExactly(EXISTS);
        assertThat(plan().tables().get(0).columnsToAdd())
                .extracting(DestinationColumn::name)
                .containsExactly("name");
        assertThat(plan().toString()).contains("add columns (name)");
    }

    @Test
    void aDestinationWithANarrowerTypeIsAnError() {
        source.table(orders("orders"));
        existing(
                "shop_orders",
                TableKind.PK_DELTA,
                List.of("id"),
                column("id", "INT", Kind.INT32, false),
                column("name", "STRING", Kind.TEXT, true));
        all();
        assertThat(findings())
                .containsExactly(
                        EXISTS,
                        "ERROR shop_orders: column 'id' is a INT, which does not hold every INT64. Hint: widen the"
                                + " column");
    }

    @Test
    void aDestinationWithAWiderTypeIsUsedAsItIs() {
        source.table(
                Shape.of("shop", "orders").required("id", Kind.INT16).key("id").build());
        existing("shop_orders", TableKind.PK_DELTA, List.of("id"), column("ID", "BIGINT", Kind.INT64, false));
        all();
        assertThat(findings()).containsExactly(EXISTS);
        assertThat(plan().toString()).contains("use as it is");
    }

    @Test
    void aTypeThatARuleChoosesForAColumnThatExistsOtherwiseIsAWarning() {
        source.table(orders("orders"));
        existing(
                "shop_orders",
                TableKind.PK_DELTA,
                List.of("id"),
                column("id", "BIGINT", Kind.INT64, false),
                column("name", "STRING", Kind.TEXT, true));
        all();
        pipeline.rule(MappingRule.forAllTables().columnType("id", " bigint ").columnType("name", "VARCHAR(20)"));
        assertThat(findings())
                .containsExactlyInAnyOrder(
                        EXISTS,
                        "WARNING shop_orders: exists with the column 'name STRING', for which a rule chooses VARCHAR(20)."
                                + " Hint: it keeps the type it has; change it at the destination, drop the table, or take"
                                + " the rule away");
    }

    @Test
    void aDestinationOfAnotherKindOrKeyIsAnError() {
        source.table(orders("orders"));
        source.table(orders("others"));
        existing("shop_orders", TableKind.APPEND, List.of(), column("id", "BIGINT", Kind.INT64, true));
        existing(
                "shop_others",
                TableKind.PK_DELTA,
                List.of("name"),
                column("id", "BIGINT", Kind.INT64, true),
                column("name", "STRING", Kind.TEXT, false));
        all();
        assertThat(findings())
                .anyMatch(f -> f.startsWith("ERROR shop_orders: exists as a table of kind APPEND, needed is PK_DELTA"))
                .anyMatch(f -> f.startsWith("ERROR shop_others: exists with the key [name], needed is [id]"));
    }

    @Test
    void columnsThatOnlyTheDestinationHasAreAWarningOrWhenTheyMayNotBeNullAnError() {
        source.table(orders("orders"));
        existing(
                "shop_orders",
                TableKind.PK_DELTA,
                List.of("id"),
                column("id", "BIGINT", Kind.INT64, false),
                column("name", "STRING", Kind.TEXT, true),
                column("note", "STRING", Kind.TEXT, true),
                column("must", "INT", Kind.INT32, false));
        all();
        assertThat(findings())
                .anyMatch(f -> f.startsWith(
                        "WARNING shop_orders: exists with a column 'note STRING' that the source does not"))
                .anyMatch(f ->
                        f.startsWith("ERROR shop_orders: exists with a column 'must INT NOT NULL' that the source does"
                                + " not have and that may not be NULL"));
    }

    @Test
    void theLastRuleThatSaysSomethingWinsForEachAspectByItself() {
        source.table(orders("orders"));
        source.table(orders("customers"));
        all();
        pipeline.rule(MappingRule.forTable("shop", "orders").destinationName(NameTemplate.of("early")))
                .rule(MappingRule.forAllTables()
                        .destinationName(NameTemplate.of("ods_${table_name}"))
                        .copyCondition("id > 0"))
                .rule(MappingRule.forTable("shop", "orders").copyCondition("id > 10"));
        assertThat(plan().tables())
                .extracting(
                        t -> t.destination().name() + " " + t.sources().get(0).copyCondition())
                .containsExactly("ods_customers id > 0", "ods_orders id > 10");
    }

    @Test
    void namesWithOddCharactersArePassedOnAsTheyAre() {
        source.table(Shape.of("shop", "Tägliche Bestellungen`'\"")
                .required("größe", Kind.INT64)
                .key("größe")
                .build());
        all();
        assertThat(plan().tables().get(0).destination().name()).isEqualTo("shop_Tägliche Bestellungen`'\"");
        assertThat(plan().tables().get(0).destination().primaryKey()).containsExactly("größe");
    }

    @Test
    void thePlanIsReadable() throws IOException {
        source.table(Shape.of("shop", "orders")
                .required("id", Kind.INT64)
                .column("amount", DataType.decimal(20, 4))
                .column("created_at", DataType.of(Kind.TIMESTAMP, 6))
                .key("id")
                .build());
        source.table(Shape.of("shop", "order_items")
                .required("order_id", Kind.INT64)
                .required("line", Kind.INT16)
                .column("text", Kind.TEXT)
                .key("order_id", "line")
                .build());
        source.table(orders("shard_1"));
        source.table(orders("shard_2"));
        source.table(Shape.of("shop", "log").column("a", Kind.INT32).build());
        existing(
                "ods_orders",
                TableKind.PK_DELTA,
                List.of("id"),
                column("id", "BIGINT", Kind.INT64, false),
                column("note", "STRING", Kind.TEXT, true));
        pipeline.tables(TableSelector.matching("shop", "shard_\\d").mergedInto("ods_shards"))
                .tables(TableSelector.matching("shop", ".*"))
                .rule(MappingRule.forAllTables().destinationName(NameTemplate.of("ods_${table_name}")))
                .rule(MappingRule.forTable("shop", "order_items")
                        .copyCondition("order_id > 0")
                        .splitKey("order_id")
                        .bucketCount(4)
                        .lifecycle(30)
                        .partition("kind", ValueAssigner.column("text").orElse("none"))
                        .onDelete(DmlAction.ignore()));
        assertThat(plan().toString().replace(System.lineSeparator(), "\n")).isEqualTo(golden("plan.txt"));
        assertThat(plan().toJson().replace(System.lineSeparator(), "\n") + "\n").isEqualTo(golden("plan.json"));
    }

    private String golden(String name) throws IOException {
        try (InputStream golden = getClass().getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void thePlanIsTheSameEachTime() {
        source.table(orders("b"));
        source.table(orders("a"));
        all();
        assertThat(plan()).isEqualTo(plan()).hasToString(plan().toString());
    }
}
