package io.syncpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.LogColumn;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;
import io.syncpipeline.rule.WriteMode;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.Shape;
import io.syncpipeline.testkit.SinkStep;
import io.syncpipeline.testkit.SourceStep;
import io.syncpipeline.testkit.StoreStep;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Change logs in running pipelines: statements, tables that come and go, other tables that are copied, and crashes. */
class AppendLogTest {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final Rig rig = new Rig(leaks);

    private SyncPipeline.Builder log(WriteMode mode) {
        return rig.pipeline()
                .mode(SyncMode.INCREMENTAL)
                .rule(MappingRule.forAllTables().writeMode(mode));
    }

    private static void awaitRunning(SyncRun run) {
        await().atMost(Rig.PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> run.status().state() == SyncState.RUNNING);
    }

    private void awaitLog(SyncRun run, String table, String... records) {
        await().atMost(Rig.PATIENCE).pollInterval(Duration.ofMillis(2)).untilAsserted(() -> {
            assertThat(run.status().failure()).isEmpty();
            assertThat(rig.sink.tables()).contains(table);
            assertThat(records(table)).containsExactly(records);
        });
    }

    /** Operation, images and what there is of a row or a statement, in the order of the sequence ids. */
    private List<String> records(String table) {
        return rig.sink.rows(table).stream()
                .sorted(Comparator.comparing(r -> r.get("_sequence_id_") + "" + r.get("_after_image_")))
                .map(AppendLogTest::record)
                .toList();
    }

    private static String record(Map<String, Object> record) {
        StringBuilder text = new StringBuilder();
        record.forEach((column, value) -> {
            boolean shown =
                    List.of("_operation_type_", "_before_image_", "_after_image_", "_ddl_sql_", "_data_columns_")
                                    .contains(column)
                            || !column.startsWith("_");
            if (shown && value != null) {
                text.append(text.isEmpty() ? "" : " ").append(value);
            }
        });
        return text.toString();
    }

    @Test
    void aFlattenedLogTakesColumnsThatAreAddedAndKeepsDroppedOnes() throws InterruptedException {
        TableId orders = rig.table("orders", 2);
        try (SyncRun run = log(WriteMode.appendFlattened()).build().start()) {
            awaitRunning(run);
            rig.source.insert(orders, 7, "seven");
            rig.source.addColumn(orders, Shape.nullable("more", DataType.of(Kind.INT32)));
            rig.source.update(orders, 7L, 7, "seven", 1);
            rig.source.dropColumn(orders, "name");
            rig.source.renameColumn(orders, "more", "most");
            rig.source.truncate(orders);
            rig.source.insert(orders, 8, 2);
            awaitLog(run, "shop_orders", "I N Y 7 seven", "U Y N 7 seven", "U N Y 7 seven 1", "I N Y 8 2");
            assertThat(rig.sink.table("shop_orders").kind()).isEqualTo(TableKind.APPEND);
            assertThat(rig.sink.table("shop_orders").primaryKey()).isEmpty();
        }
    }

    @Test
    void aJsonLogHasARecordOfEveryStatement() throws InterruptedException {
        TableId orders = rig.table("orders", 0);
        TableId created = new TableId("shop", "created");
        try (SyncRun run = log(WriteMode.appendJson()).build().start()) {
            awaitRunning(run);
            rig.source.insert(orders, 1, "one");
            rig.source.addColumn(orders, Shape.nullable("more", DataType.of(Kind.INT32)));
            rig.source.renameColumn(orders, "name", "title");
            rig.source.insert(orders, 2, "two", 2);
            rig.source.createIndex(orders);
            rig.source.truncate(orders);
            rig.source.dropTable(orders);
            rig.source.createTable(Rig.shape("created"));
            rig.source.insert(created, 5, "five");
            awaitLog(run, "shop_created", "CREATE N N CREATE TABLE shop.created", "I N Y {\"id\":5,\"name\":\"five\"}");
            awaitLog(
                    run,
                    "shop_orders",
                    "I N Y {\"id\":1,\"name\":\"one\"}",
                    "ALTER N N ALTER TABLE shop.orders ADD COLUMN more int32",
                    "ALTER N N ALTER TABLE shop.orders RENAME COLUMN name TO title",
                    "I N Y {\"id\":2,\"title\":\"two\",\"more\":2}",
                    "TRUNCATE N N TRUNCATE TABLE shop.orders",
                    "DROP N N DROP TABLE shop.orders");
        }
        assertThat(rig.sink.journal(SinkStep.ALTER))
                .as("a log is never changed")
                .isEmpty();
    }

    @Test
    void tablesOfOneLogLeaveRecordsOfTheirOwnByOneStatement() throws InterruptedException {
        TableId first = rig.table("first", 0);
        TableId second = rig.table("second", 0);
        SyncPipeline pipeline = rig.unselected()
                .mode(SyncMode.INCREMENTAL)
                .tables(TableSelector.matching("shop", ".*").mergedInto("log"))
                .rule(MappingRule.forAllTables().writeMode(WriteMode.appendJson()))
                .tuning(Rig.tuning().build())
                .build();
        assertThat(pipeline.plan().findings()).isEmpty();
        try (SyncRun run = pipeline.start()) {
            awaitRunning(run);
            rig.source.insert(first, 1, "one");
            rig.source.insert(second, 1, "one");
            TableId moved = new TableId("shop", "moved");
            TableId gone = new TableId("elsewhere", "gone");
            rig.source.renameTables(first, moved, second, gone);
            rig.source.insert(moved, 2, "two");
            awaitLog(
                    run,
                    "log",
                    "I N Y {\"id\":1,\"name\":\"one\"}",
                    "I N Y {\"id\":1,\"name\":\"one\"}",
                    "RENAME N N RENAME TABLE [shop.first, shop.moved, shop.second, elsewhere.gone]",
                    "RENAME N N RENAME TABLE [shop.first, shop.moved, shop.second, elsewhere.gone]",
                    "I N Y {\"id\":2,\"name\":\"two\"}");
            assertThat(rig.sink.rows("log").stream().map(r -> r.get("_sequence_id_") + "" + r.get("_src_table_")))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void policiesDecideWhichStatementsLeaveARecord() throws InterruptedException {
        TableId orders = rig.table("orders", 0);
        SyncPipeline pipeline = log(WriteMode.appendJson())
                .onDdl(DdlKind.TRUNCATE_TABLE, DdlAction.IGNORE)
                .onDdl(DdlKind.ADD_COLUMN, DdlAction.ALERT)
                .build();
        try (SyncRun run = pipeline.start()) {
            awaitRunning(run);
            rig.source.truncate(orders);
            rig.source.addColumn(orders, Shape.nullable("more", DataType.of(Kind.INT32)));
            rig.source.insert(orders, 1, "one", 1);
            awaitLog(run, "shop_orders", "I N Y {\"id\":1,\"name\":\"one\",\"more\":1}");
        }
    }

    @Test
    void aFlattenedLogCannotCarryATruncateOver() throws InterruptedException {
        TableId orders = rig.table("orders", 0);
        SyncPipeline pipeline = log(WriteMode.appendFlattened())
                .onDdl(DdlKind.TRUNCATE_TABLE, DdlAction.NORMAL)
                .build();
        try (SyncRun run = pipeline.start()) {
            awaitRunning(run);
            rig.source.truncate(orders);
            assertThatThrownBy(run::await)
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("a flattened log has no record for it; WriteMode.appendJson has");
        }
    }

    /** A replayed table that is being copied holds the position back; what a log has by then must not come again. */
    @Test
    void aCopyThatHoldsThePositionBackDoublesNoRecord() throws Exception {
        TableId orders = rig.table("orders", 6);
        TableId clicks = rig.table("clicks", 0);
        SyncPipeline pipeline = rig.pipeline()
                .rule(MappingRule.forTable("shop", "clicks").skipCopy().writeMode(WriteMode.appendFlattened()))
                .build();
        CountDownLatch selected = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        rig.source.script().next(SourceStep.SELECTED, () -> {
            selected.countDown();
            goOn.await();
        });
        SyncRun run = pipeline.start();
        try {
            selected.await();
            rig.source.update(orders, 1L, 1, "held");
            rig.source.insert(clicks, 1, "one");
            rig.source.addColumn(clicks, Shape.nullable("more", DataType.of(Kind.INT32)));
        } finally {
            goOn.countDown();
        }
        try {
            awaitLog(run, "shop_clicks", "I N Y 1 one");
            rig.awaitSame(run, orders);
        } finally {
            run.close();
        }

        CountDownLatch again = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        rig.source.script().next(SourceStep.SELECTED, () -> {
            again.countDown();
            never.await();
        });
        SyncRun copying = pipeline.start();
        try {
            copying.copyAgain(orders);
            again.await();
            rig.source.update(orders, 1L, 1, "held again");
            rig.source.insert(clicks, 2, "two", 2);
            awaitLog(copying, "shop_clicks", "I N Y 1 one", "I N Y 2 two 2");
            int saved = rig.store.saved().size();
            await().atMost(Rig.PATIENCE)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> rig.store.saved().size() > saved + 2
                            || rig.store
                                    .saved()
                                    .get(rig.store.saved().size() - 1)
                                    .pending()
                                    .isEmpty());
            rig.sink.script().next(SinkStep.WRITE, () -> {
                throw SinkException.fatal("the process dies", null);
            });
            rig.source.insert(clicks, 3, "three", 3);
            await().atMost(Rig.PATIENCE).until(() -> copying.status().state().isEnd());
        } finally {
            never.countDown();
            copying.close();
        }
        try (SyncRun next = pipeline.start()) {
            awaitLog(next, "shop_clicks", "I N Y 1 one", "I N Y 2 two 2", "I N Y 3 three 3");
            rig.awaitSame(next, orders);
        }
    }

    /** Of two logs one is committed when the process dies, and the service loses the other one's rows. */
    @Test
    void aLogThatIsCommittedGoesOnBehindTheOneThatIsLost() throws InterruptedException {
        TableId first = rig.table("first", 0);
        TableId second = rig.table("second", 0);
        SyncPipeline pipeline = log(WriteMode.appendFlattened()).build();
        try (SyncRun run = pipeline.start()) {
            awaitRunning(run);
            rig.sink.script().nth(SinkStep.COMMIT, 2, () -> {
                throw SinkException.fatal("the process dies", null);
            });
            rig.source
                    .transaction()
                    .insert(first, 1, "one")
                    .insert(second, 1, "one")
                    .commit();
            assertThatThrownBy(run::await).hasMessageContaining("the process dies");
        }
        rig.sink.script().clear();
        rig.sink.forgetFlushed();
        assertThat(rig.sink.size("shop_first") + rig.sink.size("shop_second")).isOne();
        try (SyncRun run = pipeline.start()) {
            rig.source
                    .transaction()
                    .insert(first, 2, "two")
                    .insert(second, 2, "two")
                    .commit();
            awaitLog(run, "shop_first", "I N Y 1 one", "I N Y 2 two");
            awaitLog(run, "shop_second", "I N Y 1 one", "I N Y 2 two");
        }
    }

    @Test
    void theRecordOfADropSurvivesACrashAtEachStepOfItsCommit() throws InterruptedException {
        for (SinkStep step :
                List.of(SinkStep.WRITE, SinkStep.FLUSH, SinkStep.FLUSHED, SinkStep.COMMIT, SinkStep.COMMITTED)) {
            dropWithACrash(step, null);
        }
        for (StoreStep step : List.of(StoreStep.SAVE, StoreStep.SAVED)) {
            dropWithACrash(null, step);
        }
    }

    private void dropWithACrash(SinkStep atSink, StoreStep atStore) throws InterruptedException {
        Rig own = new Rig(leaks);
        TableId orders = own.table("orders", 0);
        TableId other = own.table("other", 0);
        SyncPipeline pipeline = own.pipeline()
                .mode(SyncMode.INCREMENTAL)
                .rule(MappingRule.forAllTables().writeMode(WriteMode.appendJson()))
                .build();
        SyncRun run = pipeline.start();
        awaitRunning(run);
        if (atSink != null) {
            own.sink.script().next(atSink, () -> {
                throw SinkException.fatal("the process dies", null);
            });
        } else {
            own.store.script().next(atStore, () -> {
                throw SinkException.fatal("the process dies", null);
            });
        }
        own.source.dropTable(orders);
        own.source.insert(other, 1, "one");
        await().atMost(Rig.PATIENCE).until(() -> run.status().state().isEnd());
        run.close();
        try (SyncRun next = pipeline.start()) {
            await().atMost(Rig.PATIENCE).pollInterval(Duration.ofMillis(2)).untilAsserted(() -> {
                assertThat(next.status().failure()).isEmpty();
                assertThat(own.sink.rows("shop_other")).hasSize(1);
            });
        }
        assertThat(own.sink.rows("shop_orders"))
                .as("a crash at %s %s", atSink, atStore)
                .singleElement()
                .satisfies(record -> assertThat(record.get("_operation_type_")).hasToString("DROP"));
    }

    @Test
    void aLogIsNotCopied() throws InterruptedException {
        TableId orders = rig.table("orders", 1);
        try (SyncRun run = log(WriteMode.appendFlattened()).build().start()) {
            awaitRunning(run);
            assertThatThrownBy(() -> run.copyAgain(orders))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageContaining("cannot copy shop.orders again: it is written to a log");
        }
    }

    // -------------------------------------------------------------- what goes together

    private void refused(SyncPipeline.Builder pipeline, String message) {
        assertThatThrownBy(() -> pipeline.build().plan().orThrow())
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedByThePlan() {
        rig.table("orders", 0);
        refused(
                rig.pipeline().rule(MappingRule.forAllTables().writeMode(WriteMode.appendFlattened())),
                "would be copied into a log");
        refused(
                log(WriteMode.appendFlattened()).rule(MappingRule.forAllTables().tableKind(TableKind.PK_DELTA)),
                "would be a table of kind PK_DELTA, into which changes cannot be written by append flattened");
        refused(
                rig.pipeline().rule(MappingRule.forAllTables().tableKind(TableKind.APPEND)),
                "would be a table of kind APPEND, into which changes cannot be written by replay");
        refused(
                log(WriteMode.appendFlattened())
                        .rule(MappingRule.forAllTables().onDelete(DmlAction.logicalDelete("gone"))),
                "has a logical deletion");
        refused(log(WriteMode.appendFlattened()).rule(MappingRule.forAllTables().bucketCount(4)), "has no buckets");
        refused(
                log(WriteMode.appendJson())
                        .rule(MappingRule.forAllTables().partition("p", ValueAssigner.column("name"))),
                "records of statements have no row that names a partition");
        refused(
                log(WriteMode.appendFlattened()).rule(MappingRule.forAllTables().renameColumn("name", "_SEQUENCE_ID_")),
                "its log's own column is the destination column '_SEQUENCE_ID_'");
        refused(
                log(WriteMode.appendFlattened().named(LogColumn.SOURCE_TABLE, "name")),
                "its log's own column is the destination column 'name'");
        refused(
                log(WriteMode.appendFlattened().named(LogColumn.SOURCE_TABLE, "_src_database_")),
                "two of its log's own columns are the destination column '_src_database_'");
        rig.table("clicks", 0);
        refused(
                rig.unselected()
                        .mode(SyncMode.INCREMENTAL)
                        .tables(TableSelector.matching("shop", ".*").mergedInto("all"))
                        .rule(MappingRule.forTable("shop", "clicks").writeMode(WriteMode.appendJson())),
                "its source tables are written in different ways");
    }

    @Test
    void aTableWithoutAKeyCanBeLogged() {
        rig.source.table(Shape.of("shop", "keyless").column("v", Kind.TEXT).build());
        assertThat(log(WriteMode.appendFlattened()).build().plan().findings()).isEmpty();
    }

    @Test
    void anExistingLogOfEitherKindIsUsedUnlessAKindIsChosen() throws InterruptedException {
        rig.table("orders", 0);
        SyncPipeline delta = log(WriteMode.appendFlattened())
                .rule(MappingRule.forAllTables().tableKind(TableKind.APPEND_DELTA))
                .build();
        try (SyncRun run = delta.start()) {
            awaitRunning(run);
        }
        assertThat(rig.sink.table("shop_orders").kind()).isEqualTo(TableKind.APPEND_DELTA);
        assertThat(log(WriteMode.appendFlattened()).build().plan().findings()).isEmpty();
        refused(
                log(WriteMode.appendFlattened()).rule(MappingRule.forAllTables().tableKind(TableKind.APPEND)),
                "exists as a table of kind APPEND_DELTA, needed is APPEND");
    }

    @Test
    void bucketsAndPropertiesReachTheTableThatIsCreated() throws InterruptedException {
        TableId orders = rig.table("orders", 1);
        SyncPipeline pipeline = rig.pipeline()
                .rule(MappingRule.forAllTables()
                        .tableProperty("a", "1")
                        .tableProperty("b", "1")
                        .lifecycle(30))
                .rule(MappingRule.forTable("shop", "orders").bucketCount(3).tableProperty("b", "2"))
                .build();
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run, orders);
        }
        assertThat(rig.sink.table("shop_orders").bucketCount()).isEqualTo(3);
        assertThat(rig.sink.table("shop_orders").properties()).isEqualTo(Map.of("a", "1", "b", "2", "lifecycle", "30"));
        assertThatThrownBy(() -> MappingRule.forAllTables().bucketCount(0)).hasMessageContaining("at least 1: 0");
        assertThatThrownBy(() -> MappingRule.forAllTables().bucketCountBySize(1_000))
                .hasMessageContaining("at least 1048576 bytes per bucket: 1000");
        assertThatThrownBy(() -> MappingRule.forAllTables().lifecycle(40_000)).hasMessageContaining("1 to 37231 days");
        assertThatThrownBy(() -> MappingRule.forAllTables().tableProperty(" ", "x"))
                .hasMessageContaining("needs a name");
    }

    @Test
    void thePlanShowsTheLog() {
        rig.table("orders", 0);
        SyncPipeline pipeline = log(WriteMode.appendJson())
                .rule(MappingRule.forAllTables()
                        .destinationName(NameTemplate.of("${table_name}_log"))
                        .partition("dt", ValueAssigner.variable(Variable.DB_NAME_SRC)))
                .build();
        assertThat(pipeline.plan().toString())
                .contains("orders_log  create regular table, append as JSON")
                .containsPattern("_sequence_id_ +\\S+ +<- log: SEQUENCE_ID")
                .containsPattern("_data_columns_ +\\S+ +<- log: DATA_COLUMNS");
    }
}
