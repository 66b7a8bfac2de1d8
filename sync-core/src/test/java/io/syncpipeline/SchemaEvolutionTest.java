package io.syncpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.Shape;
import io.syncpipeline.testkit.SinkStep;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements that change tables, under each policy. */
class SchemaEvolutionTest {

    private static final DataType INT = DataType.of(Kind.INT32);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @SuppressWarnings("NullAway.Init")
    private Rig rig;

    @SuppressWarnings("NullAway.Init")
    private TableId orders;

    private interface Body {
        void run(SyncRun run) throws InterruptedException;
    }

    private void running(Consumer<SyncPipeline.Builder> definition, Body body) throws InterruptedException {
        rig = rig == null ? new Rig(leaks) : rig;
        orders = orders == null ? rig.table("orders", 3) : orders;
        SyncPipeline.Builder builder = rig.pipeline();
        definition.accept(builder);
        try (SyncRun run = builder.build().start()) {
            await().atMost(Rig.PATIENCE)
                    .until(() -> run.status().state().isEnd()
                            || (run.status().state() == SyncState.RUNNING
                                    && run.status().allTablesCopied()
                                    && rig.isSame()));
            body.run(run);
        }
    }

    private void onDdl(DdlKind kind, DdlAction action, Body body) throws InterruptedException {
        running(b -> b.onDdl(kind, action), body);
    }

    private void awaitDone(SyncRun run) {
        TableId marker = new TableId("shop", "marker" + rig.source.tables().size());
        rig.source.createTable(Rig.shape(marker.table()));
        rig.source.insert(marker, 1, "x");
        await().atMost(Rig.PATIENCE)
                .until(() -> run.status().state() == SyncState.FAILED
                        || (rig.sink.tables().contains(Rig.destination(marker))
                                && rig.sink.size(Rig.destination(marker)) == 1));
    }

    private List<String> columns() {
        return rig.sink.table("shop_orders").columns().stream()
                .map(DestinationColumn::name)
                .toList();
    }

    @Test
    void anAddedColumnIsAddedLast() throws InterruptedException {
        running(b -> {}, run -> {
            rig.source.addColumn(orders, Shape.nullable("more", INT));
            rig.source.insert(orders, 10, "ten", 1);
            rig.awaitSame(run);
            assertThat(columns()).containsExactly("id", "name", "more");
        });
    }

    @Test
    void aWidenedColumnIsWidened() throws InterruptedException {
        running(b -> {}, run -> {
            rig.source.addColumn(orders, Shape.nullable("amount", INT));
            rig.source.insert(orders, 10, "ten", 1);
            rig.source.modifyColumn(orders, Shape.nullable("amount", DataType.of(Kind.INT64)));
            rig.source.insert(orders, 11, "eleven", 1L << 40);
            rig.awaitSame(run);
            assertThat(rig.sink.table("shop_orders").columns().get(2).type()).isEqualTo("BIGINT");
        });
    }

    @Test
    void aModificationThatKeepsTheDestinationTypeAltersNothing() throws InterruptedException {
        running(b -> {}, run -> {
            rig.source.modifyColumn(orders, Shape.nullable("name", DataType.of(Kind.TEXT, 500)));
            rig.source.insert(orders, 10, "ten");
            rig.awaitSame(run);
            assertThat(rig.sink.journal(SinkStep.ALTER)).isEmpty();
        });
    }

    @Test
    void aRenamedColumnKeepsItsValues() throws InterruptedException {
        running(b -> {}, run -> {
            rig.source.renameColumn(orders, "name", "title");
            rig.source.insert(orders, 10, "ten");
            rig.awaitSame(run);
            assertThat(columns()).containsExactly("id", "title");
        });
    }

    /** The answer to the first or to the second alteration is lost. */
    @ParameterizedTest
    @CsvSource({"1, INT32", "2, INT32", "1, TEXT", "2, TEXT"})
    void aColumnThatTakesADroppedOnesNameKeepsItsValuesWhenTheStatementComesAgain(int lostAnswer, Kind kind)
            throws InterruptedException {
        onDdl(DdlKind.DROP_COLUMN, DdlAction.NORMAL, run -> {
            rig.source.addColumn(orders, Shape.nullable("kept", DataType.of(kind)));
            rig.source.insert(orders, 10, "dropped", kind == Kind.TEXT ? "kept" : 77);
            rig.awaitSame(run);
            rig.sink.script().nth(SinkStep.ALTERED, lostAnswer, () -> {
                throw SinkException.retryable("the answer is lost", null);
            });
            rig.source.replaceColumn(orders, "name", "kept");
            rig.source.insert(orders, 11, kind == Kind.TEXT ? "new" : 78);
            rig.awaitSame(run);
            assertThat(columns()).containsExactlyInAnyOrder("id", "name");
            assertThat(rig.sink.rows("shop_orders")).anySatisfy(row -> assertThat(row)
                    .containsEntry("id", 10L)
                    .containsEntry("name", kind == Kind.TEXT ? Text.of("kept") : (Object) 77));
            assertThat(run.status().restarts()).isEqualTo(1);
        });
    }

    @Test
    void aDroppedColumnStaysUnlessDroppingIsAskedFor() throws InterruptedException {
        running(b -> {}, run -> {
            rig.source.dropColumn(orders, "name");
            rig.source.insert(orders, 10);
            rig.awaitSame(run);
            assertThat(columns()).containsExactly("id", "name");
            assertThat(rig.sink.rows("shop_orders").get(0).get("name")).isNotNull();
        });
    }

    @Test
    void aDroppedColumnIsDroppedWhenAskedFor() throws InterruptedException {
        onDdl(DdlKind.DROP_COLUMN, DdlAction.NORMAL, run -> {
            rig.source.dropColumn(orders, "name");
            rig.source.insert(orders, 10);
            rig.awaitSame(run);
            assertThat(columns()).containsExactly("id");
        });
    }

    @Test
    void anIgnoredColumnIsNotAddedAlsoAfterARestart() throws InterruptedException {
        onDdl(DdlKind.ADD_COLUMN, DdlAction.IGNORE, run -> {
            rig.source.addColumn(orders, Shape.nullable("more", INT));
            rig.source.insert(orders, 10, "ten", 1);
            awaitDone(run);
            run.stop();
        });
        SyncPipeline again =
                rig.pipeline().onDdl(DdlKind.ADD_COLUMN, DdlAction.IGNORE).build();
        try (SyncRun run = again.start()) {
            rig.source.insert(orders, 11, "eleven", 2);
            awaitDone(run);
            assertThat(columns()).containsExactly("id", "name");
            assertThat(rig.sink.size("shop_orders")).isEqualTo(5);
        }
    }

    @Test
    void truncatingIsNotDoneUnlessAskedFor() throws InterruptedException {
        running(b -> {}, run -> {
            rig.source.truncate(orders);
            awaitDone(run);
            assertThat(rig.sink.size("shop_orders")).isEqualTo(3);
        });
    }

    @Test
    void truncatingIsDoneWhenAskedFor() throws InterruptedException {
        onDdl(DdlKind.TRUNCATE_TABLE, DdlAction.NORMAL, run -> {
            rig.source.truncate(orders);
            rig.source.insert(orders, 10, "ten");
            rig.awaitSame(run);
        });
    }

    @Test
    void aDroppedTableStaysAndIsFollowedNoMore() throws InterruptedException {
        running(b -> {}, run -> {
            rig.source.dropTable(orders);
            awaitDone(run);
            assertThat(rig.sink.size("shop_orders")).isEqualTo(3);
            assertThat(run.status().tables()).noneMatch(t -> t.table().equals(orders));
        });
    }

    @Test
    void aDroppedTableIsDroppedWhenAskedForAndMayComeAgain() throws InterruptedException {
        onDdl(DdlKind.DROP_TABLE, DdlAction.NORMAL, run -> {
            rig.source.dropTable(orders);
            awaitDone(run);
            assertThat(rig.sink.tables()).doesNotContain("shop_orders");
            rig.source.createTable(Shape.of("shop", "orders")
                    .required("code", Kind.TEXT)
                    .key("code")
                    .build());
            rig.source.insert(orders, "A");
            rig.awaitSame(run);
        });
    }

    @Test
    void aCreatedTableIsFollowedFromItsFirstRow() throws InterruptedException {
        running(b -> {}, run -> {
            TableId created = new TableId("shop", "created");
            rig.source.createTable(Rig.shape("created"));
            rig.source.insert(created, 1, "one");
            rig.source.addColumn(created, Shape.nullable("more", INT));
            rig.source.insert(created, 2, "two", 2);
            rig.awaitSame(run);
        });
    }

    @Test
    void aCreatedTableThatCannotBeFollowedStopsTheRun() throws InterruptedException {
        running(b -> {}, run -> {
            rig.source.createTable(
                    Shape.of("shop", "keyless").column("a", Kind.INT32).build());
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("the table shop.keyless cannot be followed")
                    .hasMessageContaining("TableSelector.except");
        });
    }

    @Test
    void aCreatedTableIsLeftOutWhenAskedFor() throws InterruptedException {
        onDdl(DdlKind.CREATE_TABLE, DdlAction.IGNORE, run -> {
            rig.source.createTable(Rig.shape("created"));
            rig.source.insert(new TableId("shop", "created"), 1, "one");
            rig.source.insert(orders, 10, "ten");
            await().atMost(Rig.PATIENCE).until(() -> rig.sink.size("shop_orders") == 4);
            assertThat(rig.sink.tables()).containsExactly("shop_orders");
        });
    }

    @Test
    void aRenamedTableTakesItsDestinationWithItWhenAskedFor() throws InterruptedException {
        onDdl(DdlKind.RENAME_TABLE, DdlAction.NORMAL, run -> {
            TableId renamed = new TableId("shop", "orders_2");
            rig.source.renameTables(orders, renamed);
            rig.source.insert(renamed, 10, "ten");
            rig.awaitSame(run);
            assertThat(rig.sink.tables()).containsExactly("shop_orders_2");
            run.stop();
            assertThat(rig.store.load("rig").orElseThrow().reached().tables())
                    .singleElement()
                    .satisfies(t -> {
                        assertThat(t.schema().table()).isEqualTo(renamed);
                        assertThat(t.copied()).isTrue();
                    });
        });
    }

    @Test
    void aRenamedTableLeavesItsDestinationAsItIsByDefault() throws InterruptedException {
        running(b -> {}, run -> {
            rig.source.renameTables(orders, new TableId("shop", "orders_2"));
            awaitDone(run);
            assertThat(rig.sink.size("shop_orders")).isEqualTo(3);
        });
    }

    @Test
    void tablesThatSwapNamesByAThirdSwapTheirDestinations() throws InterruptedException {
        rig = new Rig(leaks);
        orders = rig.table("orders", 3);
        TableId others = rig.table("others", 4);
        onDdl(DdlKind.RENAME_TABLE, DdlAction.NORMAL, run -> {
            TableId third = new TableId("shop", "third");
            rig.source.renameTables(orders, third, others, orders, third, others);
            rig.source.insert(orders, 50, "into what was others");
            rig.awaitSame(run);
        });
    }

    @Test
    void aTableThatTakesTheNameOfAFollowedOneIsRefusedSinceItsRowsAreOthers() throws InterruptedException {
        rig = new Rig(leaks);
        orders = rig.table("orders", 3);
        TableId others = rig.table("others", 4);
        onDdl(DdlKind.RENAME_TABLE, DdlAction.NORMAL, run -> {
            rig.source.renameTables(orders, new TableId("elsewhere", "orders"), others, orders);
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("tables change places by it");
        });
    }

    @Test
    void aTableThatTakesTheNameOfAFollowedOneIsNotMixedWithIt() throws InterruptedException {
        rig = new Rig(leaks);
        orders = rig.table("orders", 3);
        TableId others = rig.table("others", 4);
        onDdl(DdlKind.RENAME_TABLE, DdlAction.IGNORE, run -> {
            rig.source.renameTables(orders, new TableId("elsewhere", "orders"), others, orders);
            rig.source.insert(orders, 50, "a row of others");
            awaitDone(run);
            assertThat(rig.sink.size("shop_orders")).isEqualTo(3);
            assertThat(rig.sink.size("shop_others")).isEqualTo(4);
        });
    }

    private static TableSchema elsewhere(TableId table) {
        return Shape.of(table.database(), table.table())
                .required("id", Kind.INT64)
                .column("name", Kind.TEXT)
                .key("id")
                .build();
    }

    @Test
    void aTableThatTakesThePlaceOfAFollowedOneStopsTheRunUnlessRenamingIsIgnored() throws InterruptedException {
        rig = new Rig(leaks);
        orders = rig.table("orders", 3);
        TableId rebuilt = new TableId("elsewhere", "orders_new");
        onDdl(DdlKind.RENAME_TABLE, DdlAction.ALERT, run -> {
            rig.source.createTable(elsewhere(rebuilt));
            rig.source.renameTables(orders, new TableId("elsewhere", "orders"), rebuilt, orders);
            rig.source.insert(orders, 50, "a row of the new table");
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("put another table in the place of shop.orders, whose rows shop_orders has");
        });
    }

    @Test
    void aTableThatGetsASelectedNameIsFollowedAlthoughRenamingIsOnlyAnAlert() throws InterruptedException {
        rig = new Rig(leaks);
        orders = rig.table("orders", 3);
        TableId staged = new TableId("elsewhere", "staged");
        TableId moved = new TableId("shop", "moved");
        TableId come = new TableId("shop", "come");
        onDdl(DdlKind.RENAME_TABLE, DdlAction.ALERT, run -> {
            rig.source.createTable(elsewhere(staged));
            rig.source.insert(staged, 1, "one");
            rig.source.renameTables(staged, come);
            rig.source.insert(come, 2, "two");
            rig.source.renameTables(orders, moved);
            rig.source.insert(moved, 50, "fifty");
            await().atMost(Rig.PATIENCE).untilAsserted(() -> {
                assertThat(run.status().state()).isNotEqualTo(SyncState.FAILED);
                assertThat(rig.sink.tables()).contains("shop_come", "shop_moved");
                assertThat(rig.sink.size("shop_come")).isEqualTo(2);
                assertThat(rig.sink.size("shop_moved")).isEqualTo(4);
                assertThat(rig.sink.size("shop_orders")).as("stays as it is").isEqualTo(3);
            });
        });
    }

    @Test
    void aRenamingThatCameTrueBeforeACrashDoesNoHarmWhenItComesAgain() throws InterruptedException {
        rig = new Rig(leaks);
        orders = rig.table("orders", 3);
        TableId renamed = new TableId("shop", "renamed");
        onDdl(DdlKind.RENAME_TABLE, DdlAction.NORMAL, run -> {
            rig.sink.script().next(SinkStep.ALTERED, () -> {
                throw SinkException.retryable("the answer was lost", null);
            });
            rig.source.renameTables(orders, renamed);
            rig.source.insert(renamed, 50, "fifty");
            rig.awaitSame(run);
            assertThat(run.status().restarts()).isEqualTo(1);
            rig.source.insert(renamed, 51, "fifty-one");
            rig.awaitSame(run);
        });
    }

    @Test
    void aTableRenamedIntoTheSelectionIsCopied() throws InterruptedException {
        rig = new Rig(leaks);
        orders = rig.table("orders", 3);
        TableId outside = rig.source.table(
                Shape.of("elsewhere", "old")
                        .required("id", Kind.INT64)
                        .column("name", Kind.TEXT)
                        .key("id")
                        .build(),
                new Object[] {1, "one"},
                new Object[] {2, "two"});
        SyncPipeline pipeline =
                rig.pipeline().onDdl(DdlKind.RENAME_TABLE, DdlAction.NORMAL).build();
        try (SyncRun run = pipeline.start()) {
            await().atMost(Rig.PATIENCE)
                    .until(() -> run.status().state() == SyncState.RUNNING
                            && run.status().allTablesCopied());
            rig.source.renameTables(outside, new TableId("shop", "incoming"));
            rig.awaitSame(run);
            assertThat(run.status().restarts()).isEqualTo(1);
        }
    }

    @Test
    void aTableThatWasRenamedIntoTheSelectionAndIsGoneByNowHoldsNothingUp() throws InterruptedException {
        rig = new Rig(leaks);
        orders = rig.table("orders", 3);
        TableId outside = rig.source.table(
                Shape.of("elsewhere", "old")
                        .required("id", Kind.INT64)
                        .column("name", Kind.TEXT)
                        .key("id")
                        .build(),
                new Object[] {1, "one"});
        TableId incoming = new TableId("shop", "incoming");
        SyncPipeline pipeline =
                rig.pipeline().onDdl(DdlKind.RENAME_TABLE, DdlAction.NORMAL).build();
        try (SyncRun run = pipeline.start()) {
            await().atMost(Rig.PATIENCE).until(() -> run.status().position().isPresent());
            run.stop();
        }

        rig.source.renameTables(outside, incoming);
        rig.source.insert(incoming, 2, "two");
        rig.source.dropTable(incoming);
        rig.source.insert(orders, 10, "ten");
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run);
            assertThat(run.status().restarts()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DdlKind.class,
            names = {"RENAME_TABLE"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyKindCanBeMadeAnError(DdlKind kind) throws InterruptedException {
        onDdl(kind, DdlAction.ERROR, run -> {
            switch (kind) {
                case CREATE_TABLE -> rig.source.createTable(Rig.shape("created"));
                case DROP_TABLE -> rig.source.dropTable(orders);
                case TRUNCATE_TABLE -> rig.source.truncate(orders);
                case ADD_COLUMN -> rig.source.addColumn(orders, Shape.nullable("more", INT));
                case DROP_COLUMN -> rig.source.dropColumn(orders, "name");
                case RENAME_COLUMN -> rig.source.renameColumn(orders, "name", "title");
                case MODIFY_COLUMN ->
                    rig.source.modifyColumn(orders, Shape.nullable("name", DataType.of(Kind.TEXT, 9)));
                case RENAME_TABLE -> throw new AssertionError();
            }
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("is not carried over: the policy for " + kind + " is ERROR")
                    .hasMessageContaining("Choose another policy with onDdl");
        });
    }

    @Test
    void renamingATableCanBeMadeAnError() throws InterruptedException {
        onDdl(DdlKind.RENAME_TABLE, DdlAction.ERROR, run -> {
            rig.source.renameTables(orders, new TableId("shop", "orders_2"));
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .hasMessageContaining("the policy for RENAME_TABLE is ERROR");
        });
    }

    @Test
    void aStatementThatConcernsNoRowsDoesNoHarm() throws InterruptedException {
        running(b -> {}, run -> {
            rig.source.createIndex(orders);
            rig.source.insert(orders, 10, "ten");
            rig.awaitSame(run);
        });
    }

    @Test
    void aKeyColumnThatIsGoneStopsTheRun() throws InterruptedException {
        running(b -> b.onDdl(DdlKind.RENAME_COLUMN, DdlAction.IGNORE), run -> {
            rig.source.renameKeyColumn(orders, "id", "number");
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .hasMessageContaining("its key column 'id' is gone from shop.orders");
        });
    }

    @Test
    void aChangeThatTheDestinationCannotMakeStopsTheRunWithTheStatement() throws InterruptedException {
        running(b -> b.onDdl(DdlKind.MODIFY_COLUMN, DdlAction.IGNORE), run -> {
            rig.source.addColumn(orders, Shape.nullable("amount", INT));
            rig.source.modifyColumn(orders, Shape.nullable("amount", DataType.of(Kind.INT64)));
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .hasMessageStartingWith("the statement 'ALTER TABLE shop.orders MODIFY COLUMN amount")
                    .hasMessageContaining("column 'amount' is a INT, which does not hold every INT64");
        });
    }

    @Test
    void mergedTablesAreWidenedOneAfterTheOther() throws InterruptedException {
        rig = new Rig(leaks);
        TableId one = rig.table("order_1", 0);
        TableId two = rig.table("order_2", 0);
        rig.source.insert(one, 1, "one");
        rig.source.insert(two, 2, "two");
        SyncPipeline pipeline = rig.unselected()
                .tables(TableSelector.matching("shop", "order_\\d+").mergedInto("orders_all"))
                .tuning(Rig.tuning().build())
                .build();
        try (SyncRun run = pipeline.start()) {
            await().atMost(Rig.PATIENCE)
                    .until(() -> run.status().allTablesCopied() && run.status().state() == SyncState.RUNNING);
            rig.source.addColumn(one, Shape.nullable("amount", INT));
            rig.source.addColumn(two, Shape.nullable("amount", INT));
            rig.source.insert(one, 3, "three", 3);
            rig.source.modifyColumn(one, Shape.nullable("amount", DataType.of(Kind.INT64)));
            rig.source.insert(one, 4, "four", 1L << 40);
            rig.source.insert(two, 5, "five", 5);
            rig.source.createTable(Shape.of("shop", "order_3")
                    .required("id", Kind.INT64)
                    .column("name", Kind.TEXT)
                    .column("amount", Kind.INT64)
                    .column("extra", Kind.TEXT)
                    .key("id")
                    .build());
            rig.source.insert(new TableId("shop", "order_3"), 6, "six", 6, "x");
            rig.source.insert(two, 7, "seven", 7);
            await().atMost(Rig.PATIENCE)
                    .until(() -> run.status().state() == SyncState.FAILED || rig.sink.size("orders_all") == 7);
            assertThat(run.status().failure()).isEmpty();
            assertThat(rig.sink.rows("orders_all").get(4)).containsEntry("amount", 5L);
            assertThat(rig.sink.rows("orders_all").get(5)).containsEntry("extra", Text.of("x"));
        }
    }

    @Test
    void aColumnOfMergedTablesThatDifferHoldsWhatBothHaveThroughStatements() throws InterruptedException {
        rig = new Rig(leaks);
        TableId one = rig.source.table(
                Shape.of("shop", "order_1")
                        .required("id", Kind.INT64)
                        .column("amount", Kind.INT64)
                        .key("id")
                        .build(),
                new Object[] {1, Long.MAX_VALUE});
        TableId two = rig.source.table(
                Shape.of("shop", "order_2")
                        .required("id", Kind.INT64)
                        .column("amount", DataType.decimal(10, 2))
                        .key("id")
                        .build(),
                new Object[] {2, new BigDecimal("12.34")});
        SyncPipeline pipeline = rig.unselected()
                .tables(TableSelector.matching("shop", "order_\\d+").mergedInto("orders_all"))
                .tuning(Rig.tuning().build())
                .build();
        try (SyncRun run = pipeline.start()) {
            await().atMost(Rig.PATIENCE)
                    .until(() -> run.status().state().isEnd()
                            || (run.status().allTablesCopied() && run.status().state() == SyncState.RUNNING));
            assertThat(run.status().failure()).isEmpty();
            rig.source.modifyColumn(two, Shape.nullable("amount", DataType.decimal(12, 4)));
            rig.source.insert(two, 3, new BigDecimal("1.2345"));
            rig.source.insert(one, 4, -5);
            rig.source.modifyColumn(one, Shape.nullable("amount", INT));
            rig.source.insert(one, 5, 6);
            await().atMost(Rig.PATIENCE)
                    .until(() -> run.status().state() == SyncState.FAILED || rig.sink.size("orders_all") == 5);
            assertThat(run.status().failure()).isEmpty();
        }
        assertThat(rig.sink.table("orders_all").columns().get(1).type()).isEqualTo("DECIMAL(23,4)");
        assertThat(rig.sink.rows("orders_all"))
                .extracting(row -> new BigDecimal(String.valueOf(row.get("amount")))
                        .stripTrailingZeros()
                        .toPlainString())
                .containsExactly(Long.toString(Long.MAX_VALUE), "12.34", "1.2345", "-5", "6");
    }

    @Test
    void whatWouldConcernTheRowsOfAllMergedTablesIsRefused() throws InterruptedException {
        rig = new Rig(leaks);
        TableId one = rig.table("order_1", 1);
        rig.table("order_2", 0);
        SyncPipeline pipeline = rig.unselected()
                .tables(TableSelector.matching("shop", "order_\\d+").mergedInto("orders_all"))
                .tuning(Rig.tuning().build())
                .onDdl(DdlKind.TRUNCATE_TABLE, DdlAction.NORMAL)
                .build();
        try (SyncRun run = pipeline.start()) {
            await().atMost(Rig.PATIENCE).until(() -> run.status().state() == SyncState.RUNNING);
            rig.source.truncate(one);
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .hasMessageContaining("orders_all is merged from several source tables");
        }
    }

    @Test
    void statementsWhileATableIsCopiedEndRight() throws InterruptedException {
        rig = new Rig(leaks);
        rig.source.rowsPerPiece(1);
        orders = rig.table("orders", 40);
        SyncPipeline pipeline = rig.unselected()
                .tables(TableSelector.matching("shop", ".*"))
                .tuning(Rig.tuning().chunkRows(2).copyReaders(3).build())
                .build();
        try (SyncRun run = pipeline.start()) {
            for (int i = 0; i < 5; i++) {
                rig.source.addColumn(orders, Shape.nullable("c" + i, INT));
                rig.source.renameColumn(orders, "c" + i, "d" + i);
                rig.source.delete(orders, (long) i);
                Object[] row = new Object[3 + i];
                row[0] = 100 + i;
                row[2 + i] = i;
                rig.source.insert(orders, row);
            }
            rig.awaitSame(run);
        }
    }

    @Test
    void incrementalPipelinesFollowCreatedTablesToo() throws InterruptedException {
        rig = new Rig(leaks);
        orders = rig.table("orders", 0);
        running(b -> b.mode(SyncMode.INCREMENTAL), run -> {
            rig.source.createTable(Rig.shape("created"));
            rig.source.insert(new TableId("shop", "created"), 1, "one");
            rig.awaitSame(run);
        });
    }
}
