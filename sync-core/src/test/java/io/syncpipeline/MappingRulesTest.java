package io.syncpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.Text;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NamedFunction;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.Shape;
import io.syncpipeline.testkit.SinkStep;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules in a running pipeline: rows and statements at the source, columns and rows at the destination. */
class MappingRulesTest {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final Rig rig = new Rig(leaks);
    private final TableId orders = rig.table("orders", 2);

    private interface Body {
        void run(SyncRun run) throws InterruptedException;
    }

    private void running(SyncPipeline.Builder pipeline, Body body) throws InterruptedException {
        try (SyncRun run = pipeline.build().start()) {
            await().atMost(Rig.PATIENCE)
                    .until(() -> run.status().state().isEnd()
                            || (run.status().state() == SyncState.RUNNING
                                    && run.status().allTablesCopied()));
            body.run(run);
        }
    }

    private void running(MappingRule rule, Body body) throws InterruptedException {
        running(rig.pipeline().rule(rule), body);
    }

    /** Waits until the destination has exactly these rows, written {@code {column=value, ...}} in the order of the columns' names. */
    private void awaitRows(SyncRun run, String... rows) {
        await().atMost(Rig.PATIENCE).untilAsserted(() -> {
            assertThat(run.status().failure().map(Object::toString).orElse("")).isEmpty();
            assertThat(rig.sink.rows("shop_orders"))
                    .extracting(MappingRulesTest::sorted)
                    .containsExactlyInAnyOrder(rows);
        });
    }

    private static String sorted(Map<String, @Nullable Object> row) {
        return new TreeMap<>(row).toString();
    }

    private String failure(SyncRun run) {
        await().atMost(Rig.PATIENCE).until(() -> run.status().state() == SyncState.FAILED);
        return run.status().failure().orElseThrow().getMessage();
    }

    private List<String> columns() {
        return rig.sink.table("shop_orders").columns().stream()
                .map(DestinationColumn::toString)
                .toList();
    }

    private static MappingRule rule() {
        return MappingRule.forTable("shop", "orders");
    }

    @Test
    void columnsHaveTheNamesTypesAndValuesThatTheRulesGiveThem() throws InterruptedException {
        MappingRule rule = rule().renameColumn("name", "title")
                .columnType("id", "BIGINT")
                .addColumn("origin", "STRING", ValueAssigner.variable(Variable.TABLE_NAME_SRC));
        running(rule, run -> {
            rig.source.insert(orders, 7, "seven");
            rig.source.update(orders, 0L, 0, "zero");
            rig.source.delete(orders, 1L);
            awaitRows(run, "{id=0, origin=orders, title=zero}", "{id=7, origin=orders, title=seven}");
            assertThat(columns()).containsExactly("id BIGINT NOT NULL", "title STRING", "origin STRING");
        });
    }

    @Test
    void statementsConcernColumnsByTheirNamesAtTheDestination() throws InterruptedException {
        // A rule for one table may name only columns that it has
        MappingRule rule = MappingRule.forTables(TableSelector.named("shop", "orders"))
                .renameColumn("name", "title")
                .renameColumn("more", "much")
                .excludeColumns("secret", "later")
                .onDdl(DdlKind.DROP_COLUMN, DdlAction.NORMAL);
        running(rule, run -> {
            rig.source.addColumn(orders, Shape.nullable("more", DataType.of(Kind.INT32)));
            rig.source.addColumn(orders, Shape.nullable("secret", DataType.of(Kind.INT32)));
            rig.source.insert(orders, 7, "seven", 1, 2);
            rig.source.modifyColumn(orders, Shape.nullable("more", DataType.of(Kind.INT64)));
            rig.source.insert(orders, 8, "eight", 1L << 40, 2);
            awaitRows(
                    run,
                    "{id=0, much=null, title=orders 0}",
                    "{id=1, much=null, title=orders 1}",
                    "{id=7, much=1, title=seven}",
                    "{id=8, much=1099511627776, title=eight}");
            assertThat(columns()).containsExactly("id BIGINT NOT NULL", "title STRING", "much BIGINT");

            rig.source.renameColumn(orders, "name", "label");
            rig.source.renameColumn(orders, "secret", "open");
            rig.source.insert(orders, 9, "nine", 3L, 4);
            rig.source.dropColumn(orders, "more");
            rig.source.insert(orders, 10, "ten", 5);
            await().atMost(Rig.PATIENCE).until(() -> rig.sink.size("shop_orders") == 6);
            assertThat(columns()).containsExactlyInAnyOrder("id BIGINT NOT NULL", "label STRING", "open INT");
            rig.source.renameColumn(orders, "open", "later");
            rig.source.insert(orders, 11, "eleven", 6);
            awaitRows(
                    run,
                    "{id=0, label=orders 0, open=null}",
                    "{id=1, label=orders 1, open=null}",
                    "{id=7, label=seven, open=null}",
                    "{id=8, label=eight, open=null}",
                    "{id=9, label=nine, open=4}",
                    "{id=10, label=ten, open=5}",
                    "{id=11, label=eleven, open=null}");
        });
    }

    @Test
    void aSourceColumnOfTheNameOfAnAddedOneStopsTheRun() throws InterruptedException {
        running(rule().addColumn("origin", "STRING", ValueAssigner.constant("here")), run -> {
            rig.source.addColumn(orders, Shape.nullable("Origin", DataType.of(Kind.TEXT)));
            assertThat(failure(run))
                    .contains("a rule adds a destination column 'Origin' too")
                    .contains("MappingRule.renameColumn");
        });
    }

    @Test
    void aColumnThatARuleAddsLaterIsAddedToATableThatWasWrittenBefore() throws InterruptedException {
        running(rig.pipeline(), run -> awaitRows(run, "{id=0, name=orders 0}", "{id=1, name=orders 1}"));
        running(rule().addColumn("origin", "STRING", ValueAssigner.constant("here")), run -> {
            rig.source.insert(orders, 7, "seven");
            awaitRows(
                    run,
                    "{id=0, name=orders 0, origin=null}",
                    "{id=1, name=orders 1, origin=null}",
                    "{id=7, name=seven, origin=here}");
        });
    }

    @Test
    void rowsThatAreDeletedAtTheSourceAreMarked() throws InterruptedException {
        running(rule().onDelete(DmlAction.logicalDelete("gone")), run -> {
            rig.source.delete(orders, 0L);
            awaitRows(run, "{gone=true, id=0, name=orders 0}", "{gone=false, id=1, name=orders 1}");
            rig.source.insert(orders, 0, "again");
            awaitRows(run, "{gone=false, id=0, name=again}", "{gone=false, id=1, name=orders 1}");
        });
    }

    @Test
    void aTableWhoseCopyIsSkippedHasTheRowsThatChange() throws InterruptedException {
        running(rule().skipCopy(), run -> {
            rig.source.update(orders, 1L, 1, "ONE");
            rig.source.insert(orders, 7, "seven");
            awaitRows(run, "{id=1, name=ONE}", "{id=7, name=seven}");
        });
    }

    @Test
    void aTablesOwnPolicyForStatementsWinsOverThePipelines() throws InterruptedException {
        TableId others = rig.table("others", 1);
        SyncPipeline.Builder pipeline = rig.pipeline()
                .onDdl(DdlKind.ADD_COLUMN, DdlAction.IGNORE)
                .rule(rule().onDdl(DdlKind.ADD_COLUMN, DdlAction.NORMAL));
        running(pipeline, run -> {
            rig.source.addColumn(others, Shape.nullable("more", DataType.of(Kind.INT32)));
            rig.source.insert(others, 7, "seven", 1);
            rig.source.addColumn(orders, Shape.nullable("more", DataType.of(Kind.INT32)));
            rig.source.insert(orders, 7, "seven", 1);
            awaitRows(
                    run,
                    "{id=0, more=null, name=orders 0}",
                    "{id=1, more=null, name=orders 1}",
                    "{id=7, more=1, name=seven}");
            assertThat(rig.sink.journal(SinkStep.ALTER)).hasSize(1);
        });
    }

    @Test
    void shardsWithTheSameKeysAreKeptApartByAColumnOfTheirOrigin() throws InterruptedException {
        rig.table("shard_1", 1);
        TableId second = rig.table("shard_2", 1);
        SyncPipeline.Builder pipeline = rig.unselected()
                .tuning(Rig.tuning().build())
                .tables(TableSelector.matching("shop", "shard_\\d").mergedInto("shards"))
                .rule(MappingRule.forTables(TableSelector.matching("shop", "shard_.*"))
                        .addColumn("origin", "STRING", ValueAssigner.variable(Variable.TABLE_NAME_SRC))
                        .primaryKey("id", "origin"));
        assertThat(pipeline.build().plan().findings()).isEmpty();
        running(pipeline, run -> {
            rig.source.update(second, 0L, 0, "changed");
            await().atMost(Rig.PATIENCE).untilAsserted(() -> assertThat(rig.sink.rows("shards"))
                    .extracting(MappingRulesTest::sorted)
                    .containsExactlyInAnyOrder(
                            "{id=0, name=shard_1 0, origin=shard_1}", "{id=0, name=changed, origin=shard_2}"));
        });
    }

    @Test
    void aRowThatChangesItsPartitionLeavesItsOldOne() throws InterruptedException {
        running(rule().partition("initial", ValueAssigner.function("SUBSTRING(#{name}, 0, 1)")), run -> {
            awaitRows(run, "{id=0, initial=o, name=orders 0}", "{id=1, initial=o, name=orders 1}");
            rig.source.update(orders, 0L, 0, "zero");
            rig.source.insert(orders, 7, "seven");
            rig.source.update(orders, 7L, 8, "seven");
            rig.source.delete(orders, 1L);
            awaitRows(run, "{id=0, initial=z, name=zero}", "{id=8, initial=s, name=seven}");
        });
    }

    @Test
    void functionsOfTheUsersAreCalledByTheirNames() throws InterruptedException {
        NamedFunction shout = NamedFunction.of(
                        "SHOUT",
                        DataType.of(Kind.TEXT),
                        arguments -> Text.of(arguments.get(0).toString().toUpperCase(Locale.ROOT) + "!"))
                .arguments(1);
        SyncPipeline.Builder pipeline = rig.pipeline()
                .function(shout)
                .rule(rule().addColumn("loud", "STRING", ValueAssigner.function("shout(#{name})"))
                        .onUpdate(DmlAction.where("SHOUT(name) <> 'QUIET!'")));
        running(pipeline, run -> {
            rig.source.update(orders, 0L, 0, "zero");
            rig.source.update(orders, 1L, 1, "quiet");
            awaitRows(run, "{id=0, loud=ZERO!, name=zero}");
        });
    }

    @Test
    void thePlanSaysWhatTheRulesDo() {
        String plan = rig.pipeline()
                .rule(rule().renameColumn("name", "title")
                        .skipCopy()
                        .addColumn("origin", "STRING", ValueAssigner.variable(Variable.DB_NAME_SRC))
                        .addColumn("kind", "STRING", ValueAssigner.constant("order"))
                        .partition(
                                "initial",
                                ValueAssigner.function("SUBSTRING(#{name}, 0, 1)")
                                        .orElse("-"))
                        .onUpdate(DmlAction.when("id is even", schema -> (change, row) -> (long) row.get(0) % 2 == 0))
                        .onDelete(DmlAction.logicalDelete("gone")))
                .build()
                .plan()
                .toString();
        assertThat(plan.lines().map(String::stripTrailing))
                .contains(
                        "  from shop.orders, not copied",
                        "    UPDATE: WHEN id is even",
                        "    DELETE: LOGICAL_DELETE in gone",
                        "  partitioned by (initial)",
                        "    title    STRING          <- name text",
                        "    origin   STRING          <- ${DB_NAME_SRC}",
                        "    kind     STRING          <- \"order\"",
                        "    gone     BOOLEAN         <- TRUE in deleted rows",
                        "    initial  STRING          <- SUBSTRING(#{name}, 0, 1) or else \"-\"");
    }

    private void refused(MappingRule rule, String message) {
        assertThatThrownBy(() -> rig.pipeline().rule(rule).build().plan().orThrow())
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void rulesThatDoNotFitTheTableAreErrorsOfThePlan() {
        refused(rule().renameColumn("nme", "x"), "has no column 'nme' for renameColumn; it has [id, name]");
        refused(rule().excludeColumns("nme"), "has no column 'nme' for excludeColumns; it has [id, name]");
        refused(rule().columnType("nme", "STRING"), "has no column 'nme' for columnType; it has [id, name]");
        refused(rule().excludeColumns("id"), "its key column 'id' is left out by excludeColumns");
        refused(rule().renameColumn("name", "ID"), "two of its columns become the destination column 'ID'");
        refused(
                rule().addColumn("Name", "STRING", ValueAssigner.constant("x")),
                "a rule adds a column where it has the destination column 'Name'");
        refused(
                rule().onDelete(DmlAction.logicalDelete("name")),
                "a rule adds a column where it has the destination column 'name'");
        refused(
                rule().addColumn("c", "STRING", ValueAssigner.column("nme")),
                "shop.orders has no column 'nme' for an added column; it has [id, name]");
        refused(
                rule().onInsert(DmlAction.when("odd", schema -> {
                    throw new IllegalStateException("no such thing");
                })),
                "odd cannot be bound to shop.orders with the columns [id, name]: java.lang.IllegalStateException: no such");
        refused(
                rule().partition(
                                "dt",
                                ValueAssigner.variable(Variable.EVENT_TIME).asTime("yyyyMMdd")),
                "its partition depends on more than its row");
        refused(
                rule().partition("n", ValueAssigner.function("DATE_FORMAT(NOW(), 'yyyy')")),
                "its partition depends on more than its row");
        refused(rule().partition("n", ValueAssigner.function("#{nme}")), "found the column 'nme'");
        refused(rule().columnType("name", "INT"), "column 'name' is a INT, which does not hold every TEXT");
    }

    @Test
    void partitionsByTheTimeOfTheChangeAreAllowedOnRequest() {
        assertThat(rig.pipeline()
                        .rule(rule().allowMovingPartitions()
                                .partition(
                                        "dt",
                                        ValueAssigner.variable(Variable.EVENT_TIME)
                                                .asTime("yyyyMMdd")))
                        .build()
                        .plan()
                        .findings())
                .isEmpty();
    }

    @Test
    void anExistingTableHasToBePartitionedAlike() throws InterruptedException {
        running(rig.pipeline(), run -> awaitRows(run, "{id=0, name=orders 0}", "{id=1, name=orders 1}"));
        refused(
                rule().partition("dt", ValueAssigner.constant("x")),
                "exists with the partition columns [], needed are [dt STRING NOT NULL]");
    }

    @Test
    void aRuleForManyTablesMayNameColumnsThatOnlySomeHave() {
        rig.source.table(Shape.of("shop", "users")
                .required("id", Kind.INT64)
                .column("password", Kind.TEXT)
                .key("id")
                .build());
        SyncPipeline pipeline = rig.pipeline()
                .rule(MappingRule.forAllTables().excludeColumns("password"))
                .build();
        assertThat(pipeline.plan().findings()).isEmpty();
    }
}
