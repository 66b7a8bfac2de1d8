package io.syncpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.model.CheckpointException;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.status.SyncListener;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.status.SyncStatus;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.RecordingSink;
import io.syncpipeline.testkit.SinkStep;
import io.syncpipeline.testkit.SourceStep;
import io.syncpipeline.testkit.StoreStep;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables that are copied again, come and go while a run is alive. */
class RunChangesTest {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private static void awaitCopied(SyncRun run) {
        await().atMost(Rig.PATIENCE).until(() -> run.status().allTablesCopied());
    }

    private static SyncPipeline.Builder only(Rig rig, String... tables) {
        return rig.unselected()
                .tables(TableSelector.named("shop", tables))
                .tuning(Rig.tuning().build());
    }

    @Test
    void aLiveTableIsCopiedAgainAndItsDestinationIsWhole() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 40);
        TableId customers = rig.table("customers", 10);
        try (SyncRun run = rig.pipeline().build().start()) {
            rig.awaitSame(run);
            awaitCopied(run);
            rig.sink.truncate("shop_orders");
            run.copyAgain(orders);
            rig.source.update(orders, 3L, 3, "changed");
            rig.source.delete(orders, 4L);
            rig.source.insert(customers, 100, "followed as before");
            rig.awaitSame(run);
            awaitCopied(run);
            assertThat(run.status().state()).isEqualTo(SyncState.RUNNING);
            assertThat(run.status().restarts()).as("it is no failure").isZero();
        }
    }

    @Test
    void aDestinationTableThatIsGoneIsMadeAgain() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 5);
        try (SyncRun run = rig.pipeline().build().start()) {
            rig.awaitSame(run);
            awaitCopied(run);
            rig.sink.drop("shop_orders");
            run.copyAgain(orders);
            rig.awaitSame(run);
        }
    }

    @Test
    void aTableThatIsBeingCopiedIsBegunAnew() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 100);
        CountDownLatch inThirdChunk = new CountDownLatch(1);
        rig.source.script().nth(SourceStep.SELECT, 3, inThirdChunk::countDown);
        SyncPipeline pipeline = rig.unselected()
                .tables(TableSelector.named("shop", "orders"))
                .tuning(Rig.tuning().chunkRows(10).copyReaders(1).build())
                .build();
        try (SyncRun run = pipeline.start()) {
            assertThat(inThirdChunk.await(20, TimeUnit.SECONDS)).isTrue();
            run.copyAgain(orders);
            rig.awaitSame(run);
            awaitCopied(run);
        }
        assertThat(rig.source.script().count(SourceStep.SELECT))
                .as("ten chunks, and what was read before")
                .isGreaterThan(10);
    }

    @Test
    void theRequestSurvivesACrashOnceItHasReturned() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 30);
        SyncPipeline pipeline = rig.pipeline().build();
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run);
            awaitCopied(run);
            rig.sink.truncate("shop_orders");
            rig.source.script().always(SourceStep.SELECT, () -> {
                throw SourceException.fatal("the process ends here", null);
            });
            run.copyAgain(orders);
            assertThatThrownBy(run::await).hasMessageContaining("the process ends here");
        }
        rig.source.script().clear();
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run);
        }
    }

    @Test
    void aTableThatNobodySelectedCannotBeCopiedAgainAndTheRunGoesOn() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 5);
        try (SyncRun run = rig.pipeline().build().start()) {
            rig.awaitSame(run);
            assertThatThrownBy(() -> run.copyAgain(new TableId("shop", "order")))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageContaining("shop.order")
                    .hasMessageContaining("shop.orders")
                    .hasMessageContaining("apply");
            rig.source.insert(orders, 50, "still followed");
            rig.awaitSame(run);
        }
    }

    @Test
    void aRunThatFailsBeforeTheRequestIsRecordedSaysSo() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 5);
        try (SyncRun run = rig.pipeline().build().start()) {
            rig.awaitSame(run);
            awaitCopied(run);
            rig.store.script().next(StoreStep.LOAD, () -> {
                throw new CheckpointException("the disk is gone");
            });
            assertThatThrownBy(() -> run.copyAgain(orders))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("FAILED");
            assertThatThrownBy(run::await).hasMessageContaining("the disk is gone");
        }
    }

    @Test
    void anAddedTableIsCopiedAndFollowedWhileTheOthersGoOn() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 20);
        TableId customers = rig.table("customers", 20);
        try (SyncRun run = only(rig, "orders").build().start()) {
            await().atMost(Rig.PATIENCE).until(() -> rig.sink.tables().contains("shop_orders"));
            awaitCopied(run);
            run.apply(only(rig, "orders", "customers").build());
            rig.source.update(customers, 1L, 1, "changed");
            rig.source.update(orders, 1L, 1, "changed too");
            rig.awaitSame(run);
            awaitCopied(run);
            assertThat(run.status().tables()).hasSize(2);
        }
        assertThat(rig.source.script().count(SourceStep.SELECT))
                .as("only the added table was copied")
                .isEqualTo(2);
    }

    @Test
    void aRemovedTableIsFollowedNoLongerAndCopiedAnewWhenItComesBack() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 20);
        TableId customers = rig.table("customers", 20);
        SyncPipeline both = only(rig, "orders", "customers").build();
        try (SyncRun run = both.start()) {
            rig.awaitSame(run);
            awaitCopied(run);
            run.apply(only(rig, "customers").build());
            rig.source.delete(orders, 5L);
            rig.source.insert(orders, 70, "while nobody looks");
            rig.source.insert(customers, 70, "followed");
            await().atMost(Rig.PATIENCE).until(() -> rig.sink.size("shop_customers") == 21);
            assertThat(rig.sink.size("shop_orders")).isEqualTo(20);
            rig.sink.truncate("shop_orders");
            run.apply(both);
            rig.awaitSame(run);
        }
    }

    @Test
    void whatMustStayTheSameIsRefusedBeforeAnythingHappens() throws InterruptedException {
        Rig rig = new Rig(leaks);
        rig.table("orders", 5);
        try (SyncRun run = rig.pipeline().build().start()) {
            rig.awaitSame(run);
            RecordingSink other = new RecordingSink();
            SyncPipeline otherSink = SyncPipeline.builder()
                    .name("rig")
                    .source(rig.source)
                    .sink(other)
                    .checkpointStore(rig.store)
                    .clock(rig.clock)
                    .tables(TableSelector.matching("shop", ".*"))
                    .build();
            assertThatThrownBy(() -> run.apply(otherSink))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageContaining("another sink");
            SyncPipeline otherMode = rig.pipeline().mode(SyncMode.INCREMENTAL).build();
            assertThatThrownBy(() -> run.apply(otherMode)).hasMessageContaining("another mode");
            assertThat(other.journal()).isEmpty();
            rig.awaitSame(run);
        }
    }

    @Test
    void aDefinitionWhosePlanHasErrorsIsRefusedAndTheRunGoesOn() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 5);
        try (SyncRun run = only(rig, "orders").build().start()) {
            rig.awaitSame(run);
            assertThatThrownBy(() -> run.apply(only(rig, "orders", "missing").build()))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageContaining("shop.missing");
            rig.table("clash", 5);
            rig.sink.existing(new DestinationTable(
                    "shop_clash", TableKind.APPEND, List.of(), List.of(), List.of(), 0, "", Map.of()));
            assertThatThrownBy(() -> run.apply(only(rig, "orders", "clash").build()))
                    .hasMessageContaining("shop_clash");
            rig.source.insert(orders, 90, "still followed");
            await().atMost(Rig.PATIENCE).until(() -> rig.sink.size("shop_orders") == 6);
            assertThat(run.status().state()).isEqualTo(SyncState.RUNNING);
        }
    }

    @Test
    void aFailureThatMayPassDoesNotLoseTheRequest() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 25);
        try (SyncRun run = rig.pipeline().build().start()) {
            rig.awaitSame(run);
            awaitCopied(run);
            rig.sink.truncate("shop_orders");
            rig.sink.script().next(SinkStep.FLUSH, () -> {
                throw SinkException.retryable("a moment's silence", null);
            });
            rig.source.insert(orders, 80, "makes it commit");
            run.copyAgain(orders);
            rig.awaitSame(run);
        }
    }

    @Test
    void aRunThatHasEndedRefusesChanges() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 5);
        SyncPipeline pipeline = rig.pipeline().build();
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run);
            run.stop();
            assertThatThrownBy(() -> run.copyAgain(orders))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has ended");
            assertThatThrownBy(() -> run.apply(pipeline)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aListenerOnTheRunsOwnThreadIsRefusedInsteadOfWaitingForItself() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 5);
        AtomicReference<@Nullable SyncRun> alive = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        SyncListener listener = new SyncListener() {
            @Override
            public void committed(SyncStatus status) {
                SyncRun run = alive.get();
                if (run != null && thrown.get() == null) {
                    try {
                        run.copyAgain(orders);
                    } catch (IllegalStateException | InterruptedException e) {
                        thrown.set(e);
                    }
                }
            }
        };
        try (SyncRun run = rig.pipeline().listener(listener).build().start()) {
            alive.set(run);
            await().atMost(Rig.PATIENCE).until(() -> {
                rig.source.insert(orders, 1_000 + rig.sink.size("shop_orders"), "commit");
                return thrown.get() != null;
            });
            assertThat(thrown.get()).hasMessageContaining("listener");
        }
    }
}
