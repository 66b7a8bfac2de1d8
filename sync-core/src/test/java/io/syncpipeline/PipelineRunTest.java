package io.syncpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.model.CheckpointException;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.status.SyncListener;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.status.SyncStatus;
import io.syncpipeline.status.TablePhase;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.SinkStep;
import io.syncpipeline.testkit.SourceStep;
import io.syncpipeline.testkit.StoreStep;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole runs with their threads: modes, stopping and starting again, the supervisor, listeners, numbers. */
class PipelineRunTest {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private static void awaitState(SyncRun run, SyncState state) {
        await().atMost(Rig.PATIENCE).until(() -> run.status().state() == state);
    }

    @Test
    void schemaOnlyCreatesTheTablesAndEnds() throws InterruptedException {
        Rig rig = new Rig(leaks);
        rig.table("orders", 3);
        try (SyncRun run = rig.pipeline().mode(SyncMode.SCHEMA_ONLY).build().start()) {
            assertThat(run.await(Rig.PATIENCE)).isEqualTo(SyncState.FINISHED);
        }
        assertThat(rig.sink.tables()).containsExactly("shop_orders");
        assertThat(rig.sink.size("shop_orders")).isZero();
        assertThat(rig.store.load("rig")).isEmpty();
    }

    @Test
    void fullCopiesTheRowsAndEnds() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 250);
        rig.table("empty", 0);
        SyncPipeline pipeline = rig.unselected()
                .tables(TableSelector.matching("shop", ".*"))
                .mode(SyncMode.FULL)
                .tuning(Rig.tuning().chunkRows(30).copyReaders(3).build())
                .build();
        try (SyncRun run = pipeline.start()) {
            assertThat(run.await(Rig.PATIENCE)).isEqualTo(SyncState.FINISHED);
            rig.assertSame();
            assertThat(run.status().copiedRows()).isEqualTo(250);
            assertThat(run.status().tables()).allMatch(t -> t.phase() == TablePhase.DONE);
        }
        rig.source.insert(orders, 1_000, "late");
        try (SyncRun again = pipeline.start()) {
            assertThat(again.await(Rig.PATIENCE)).isEqualTo(SyncState.FINISHED);
        }
        assertThat(rig.sink.size("shop_orders"))
                .as("a finished copy is not done again")
                .isEqualTo(250);
    }

    @Test
    void incrementalFollowsWithoutCopying() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 3);
        try (SyncRun run = rig.pipeline().mode(SyncMode.INCREMENTAL).build().start()) {
            awaitState(run, SyncState.RUNNING);
            rig.source.insert(orders, 10, "ten");
            rig.source.update(orders, 1L, 1, "one");
            await().atMost(Rig.PATIENCE).until(() -> rig.sink.size("shop_orders") == 2);
            assertThat(run.stop()).isEqualTo(SyncState.STOPPED);
            assertThat(rig.source.script().count(SourceStep.SELECT)).isZero();
        }
    }

    @Test
    void fullAndIncrementalCopiesAndFollows() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 50);
        rig.table("customers", 5);
        try (SyncRun run = rig.pipeline().build().start()) {
            rig.source.update(orders, 1L, 1, "changed");
            rig.source.delete(orders, 2L);
            rig.awaitSame(run);
            rig.source.insert(orders, 100, "new");
            rig.awaitSame(run);
            assertThat(run.stop()).isEqualTo(SyncState.STOPPED);
        }
        rig.assertSame();
    }

    @Test
    void aStoppedPipelineGoesOnWhereItWas() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 20);
        SyncPipeline pipeline = rig.pipeline().build();
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run);
            await().atMost(Rig.PATIENCE).until(() -> run.status().allTablesCopied());
            run.stop();
        }
        rig.source.insert(orders, 100, "while it was stopped");
        int selects = rig.source.script().count(SourceStep.SELECT);
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run);
        }
        assertThat(rig.source.script().count(SourceStep.SELECT)).isEqualTo(selects);
    }

    @Test
    void aTableCreatedWhileThePipelineWasStoppedIsCopied() throws InterruptedException {
        Rig rig = new Rig(leaks);
        rig.table("orders", 2);
        SyncPipeline pipeline = rig.pipeline().build();
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run);
            run.stop();
        }
        rig.table("added", 7);
        rig.source.createTable(Rig.shape("created"));
        rig.source.insert(new TableId("shop", "created"), 1, "row");
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run);
        }
    }

    @Test
    void stoppingCommitsWhatIsWritten() throws InterruptedException {
        Rig rig = new Rig(leaks, new ManualClock());
        TableId orders = rig.table("orders", 3);
        try (SyncRun run = rig.pipeline().build().start()) {
            await().atMost(Rig.PATIENCE)
                    .until(() -> run.status().allTablesCopied() && run.status().state() == SyncState.RUNNING);
            rig.source.insert(orders, 4, "four");
            await().atMost(Rig.PATIENCE).until(() -> run.status().changes() == 1);
            assertThat(rig.sink.size("shop_orders")).as("time stands still").isZero();
            run.stop();
        }
        rig.assertSame();
    }

    @Test
    void aFailureThatMayPassDoesNotKeepARunFromStopping() throws InterruptedException {
        Rig rig = new Rig(leaks, new ManualClock());
        TableId orders = rig.table("orders", 3);
        try (SyncRun run = rig.pipeline().build().start()) {
            await().atMost(Rig.PATIENCE)
                    .until(() -> run.status().allTablesCopied() && run.status().state() == SyncState.RUNNING);
            rig.source.insert(orders, 4, "four");
            await().atMost(Rig.PATIENCE).until(() -> run.status().changes() == 1);
            rig.sink.script().next(SinkStep.FLUSH, () -> {
                throw SinkException.retryable("the network is down", null);
            });
            assertThat(run.stop()).isEqualTo(SyncState.STOPPED);
        }
        assertThat(rig.sink.size("shop_orders")).as("nothing was committed").isZero();
        try (SyncRun run = rig.pipeline().build().start()) {
            await().atMost(Rig.PATIENCE).until(() -> run.status().allTablesCopied());
            run.stop();
        }
        rig.assertSame();
    }

    @Test
    void closingARunTwiceDoesNothing() {
        Rig rig = new Rig(leaks);
        rig.table("orders", 3);
        SyncRun run = rig.pipeline().build().start();
        run.close();
        run.close();
        assertThat(run.status().state().isEnd()).isTrue();
    }

    @Test
    void aFailureThatMayPassIsFollowedByARestartFromTheCheckpoint() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 10);
        rig.sink.script().next(SinkStep.COMMITTED, () -> {
            throw SinkException.retryable("the answer was lost", null);
        });
        try (SyncRun run = rig.pipeline().build().start()) {
            rig.awaitSame(run);
            rig.source.insert(orders, 100, "later");
            rig.awaitSame(run);
            SyncStatus status = run.status();
            assertThat(status.restarts()).isEqualTo(1);
            assertThat(status.failure().orElseThrow()).hasMessage("the answer was lost");
            assertThat(rig.sink.journal(SinkStep.SETTLED)).hasSize(1);
            assertThat(run.stop()).isEqualTo(SyncState.STOPPED);
        }
    }

    @Test
    void tooManyRestartsWithinTheWindowFailTheRun() {
        Rig rig = new Rig(leaks);
        rig.table("orders", 10);
        rig.source.script().always(SourceStep.SELECT, () -> {
            throw SourceException.retryable("the connection is lost", null);
        });
        SyncPipeline pipeline = rig.unselected()
                .tables(TableSelector.matching("shop", ".*"))
                .tuning(Rig.tuning()
                        .restartLimit(2)
                        .restartWindow(Duration.ofHours(24))
                        .build())
                .build();
        try (SyncRun run = pipeline.start()) {
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .isInstanceOf(SourceException.class)
                    .hasMessage("the connection is lost");
            assertThat(run.status().state()).isEqualTo(SyncState.FAILED);
            assertThat(run.status().restarts()).isEqualTo(2);
        }
    }

    @Test
    void restartsOlderThanTheWindowDoNotCount() {
        ManualClock clock = new ManualClock();
        Rig rig = new Rig(leaks, clock);
        rig.table("orders", 10);
        CountDownLatch failures = new CountDownLatch(5);
        rig.source.script().always(SourceStep.POLL, () -> {
            clock.advance(Duration.ofMinutes(31));
            failures.countDown();
            throw SourceException.retryable("the connection is lost", null);
        });
        try (SyncRun run = rig.pipeline().build().start()) {
            await().atMost(Rig.PATIENCE).until(() -> failures.getCount() == 0);
            assertThat(run.status().state()).isNotEqualTo(SyncState.FAILED);
            rig.source.script().clear();
        }
    }

    @Test
    void aFailureThatStaysFailsTheRunAtOnce() {
        Rig rig = new Rig(leaks);
        rig.table("orders", 10);
        rig.source.script().next(SourceStep.SELECT, () -> {
            throw SourceException.fatal("access denied", null);
        });
        try (SyncRun run = rig.pipeline().build().start()) {
            assertThatThrownBy(() -> run.await(Rig.PATIENCE)).hasMessage("access denied");
            assertThat(run.status().restarts()).isZero();
        }
    }

    @Test
    void anUnexpectedExceptionInACopyThreadFailsTheRun() {
        Rig rig = new Rig(leaks);
        rig.table("orders", 10);
        rig.source.script().next(SourceStep.SELECTED, () -> {
            throw new AssertionError("broken");
        });
        try (SyncRun run = rig.pipeline().build().start()) {
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .isInstanceOf(SourceException.class)
                    .hasMessageStartingWith("copying failed unexpectedly")
                    .hasRootCauseMessage("broken");
        }
    }

    @Test
    void aStoreThatFailsInTheMiddleFailsTheRunAndNothingIsLost() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 10);
        SyncPipeline pipeline = rig.pipeline().build();
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run);
            rig.store.script().next(StoreStep.SAVE, () -> {
                throw new CheckpointException("the disk is full");
            });
            rig.source.insert(orders, 11, "eleven");
            assertThatThrownBy(() -> run.await(Rig.PATIENCE)).hasMessage("the disk is full");
        }
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run);
            run.stop();
        }
    }

    @Test
    void aPlanWithErrorsIsNotRun() {
        Rig rig = new Rig(leaks);
        rig.table("orders", 1);
        SyncPipeline pipeline = rig.unselected()
                .tables(TableSelector.named("shop", "orders", "gone"))
                .build();
        try (SyncRun run = pipeline.start()) {
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageContaining("shop.gone: the source has no such table");
        }
        assertThat(rig.sink.tables()).isEmpty();
    }

    @Test
    void aDestinationThatVanishedAfterTheCopyIsAnError() throws InterruptedException {
        Rig rig = new Rig(leaks);
        rig.table("orders", 3);
        SyncPipeline pipeline = rig.pipeline().build();
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run);
            await().atMost(Rig.PATIENCE).until(() -> run.status().allTablesCopied());
            run.stop();
        }
        rig.sink.drop("shop_orders");
        try (SyncRun run = pipeline.start()) {
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("shop_orders is gone, but shop.orders was written to it before");
        }
    }

    @Test
    void aPipelineThatOnlyCopiesDoesNotOverwriteThePositionOfOneThatFollows() throws InterruptedException {
        Rig rig = new Rig(leaks);
        rig.table("orders", 3);
        try (SyncRun run = rig.pipeline().build().start()) {
            rig.awaitSame(run);
            run.stop();
        }
        try (SyncRun run = rig.pipeline().mode(SyncMode.FULL).build().start()) {
            assertThatThrownBy(() -> run.await(Rig.PATIENCE)).hasMessageContaining("would lose");
        }
        assertThat(rig.store.load("rig").orElseThrow().reached().position()).isPresent();
    }

    @Test
    void aPipelineThatOnlyCopiedCannotGoOnFollowing() throws InterruptedException {
        Rig rig = new Rig(leaks);
        rig.table("orders", 3);
        try (SyncRun run = rig.pipeline().mode(SyncMode.FULL).build().start()) {
            run.await(Rig.PATIENCE);
        }
        try (SyncRun run = rig.pipeline().build().start()) {
            assertThatThrownBy(() -> run.await(Rig.PATIENCE)).hasMessageContaining("holds no position");
        }
    }

    @Test
    void listenersAreToldWhatHappensAndTheirExceptionsDoNoHarm() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 3);
        List<String> told = new CopyOnWriteArrayList<>();
        SyncListener broken = new SyncListener() {
            @Override
            public void stateChanged(SyncStatus status) {
                throw new IllegalStateException("a defect of the listener");
            }

            @Override
            public void committed(SyncStatus status) {
                throw new IllegalStateException("a defect of the listener");
            }
        };
        SyncListener telling = new SyncListener() {
            @Override
            public void stateChanged(SyncStatus status) {
                told.add(status.state().toString());
            }

            @Override
            public void tableCopied(TableId table, long rows) {
                told.add("copied " + table + " " + rows);
            }

            @Override
            public void schemaChanged(SchemaChange change, DdlAction action) {
                told.add(change.steps().get(0).kind() + " " + action);
            }
        };
        try (SyncRun run =
                rig.pipeline().listener(broken).listener(telling).build().start()) {
            await().atMost(Rig.PATIENCE)
                    .until(() -> run.status().allTablesCopied() && run.status().state() == SyncState.RUNNING);
            rig.source.truncate(orders);
            await().atMost(Rig.PATIENCE).until(() -> told.contains("TRUNCATE_TABLE ALERT"));
            run.stop();
        }
        assertThat(told)
                .containsExactly(
                        "STARTING", "RUNNING", "copied shop.orders 3", "TRUNCATE_TABLE ALERT", "STOPPING", "STOPPED");
    }

    @Test
    void theStatusCountsWhatWasHandedToTheWriters() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 5);
        try (SyncRun run = rig.pipeline().build().start()) {
            await().atMost(Rig.PATIENCE)
                    .until(() -> run.status().allTablesCopied() && run.status().state() == SyncState.RUNNING);
            rig.source.insert(orders, 10, "a");
            rig.source.insert(orders, 11, "b");
            rig.source.update(orders, 10L, 10, "c");
            rig.source.delete(orders, 11L);
            rig.awaitSame(run);
            await().atMost(Rig.PATIENCE).until(() -> run.status()
                    .position()
                    .filter(p -> p.token().equals("4"))
                    .isPresent());
            SyncStatus status = run.status();
            assertThat(status.tables()).singleElement().satisfies(t -> {
                assertThat(t.table()).isEqualTo(orders);
                assertThat(t.destination()).isEqualTo("shop_orders");
                assertThat(t.phase()).isEqualTo(TablePhase.LIVE);
                assertThat(t.estimatedRows()).isEqualTo(5);
                assertThat(t.copiedRows()).isEqualTo(5);
                assertThat(List.of(t.inserts(), t.updates(), t.deletes())).containsExactly(2L, 1L, 1L);
            });
            assertThat(status.changes()).isEqualTo(4);
            assertThat(status.commits()).isPositive();
            assertThat(status.lastCommit()).isPresent();
            assertThat(status.lag()).isPresent();
            assertThat(status.failure()).isEmpty();
            run.stop();
            assertThat(run.status().tables()).as("the last numbers stay").hasSize(1);
        }
    }

    @Test
    void theDelayOfAnIdleSourceStaysTrue() {
        ManualClock clock = new ManualClock();
        Rig rig = new Rig(leaks, clock);
        rig.table("orders", 1);
        rig.source.idleProgress(true);
        try (SyncRun run = rig.pipeline().build().start()) {
            clock.advance(Duration.ofHours(1));
            await().atMost(Rig.PATIENCE)
                    .until(() ->
                            run.status().lag().filter(Duration.ZERO::equals).isPresent());
        }
    }

    @Test
    void aRunThatIsAskedToStopWhileItWaitsToRestartStops() throws InterruptedException {
        Rig rig = new Rig(leaks);
        rig.table("orders", 10);
        rig.source.script().always(SourceStep.POLL, () -> {
            throw SourceException.retryable("the connection is lost", null);
        });
        SyncPipeline pipeline = rig.unselected()
                .tables(TableSelector.matching("shop", ".*"))
                .tuning(Tuning.builder().restartDelay(Duration.ofMinutes(1)).build())
                .build();
        try (SyncRun run = pipeline.start()) {
            awaitState(run, SyncState.RESTARTING);
            assertThat(run.stop()).isEqualTo(SyncState.STOPPED);
        }
    }

    @Test
    void closingFromAnInterruptedThreadCutsTheRunOffAndKeepsTheInterrupt() throws InterruptedException {
        Rig rig = new Rig(leaks);
        rig.table("orders", 10);
        CountDownLatch writing = new CountDownLatch(1);
        rig.sink.script().next(SinkStep.FLUSH, () -> {
            writing.countDown();
            new CountDownLatch(1).await(1, TimeUnit.MINUTES);
        });
        SyncRun run = rig.pipeline().build().start();
        assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closer = new Thread(() -> {
            Thread.currentThread().interrupt();
            run.close();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
        closer.start();
        closer.join(20_000);
        assertThat(closer.isAlive()).isFalse();
        assertThat(run.status().state()).isEqualTo(SyncState.STOPPED);
    }

    @Test
    void checkAndPlanOpenAndCloseBothSides() {
        Rig rig = new Rig(leaks);
        rig.table("orders", 1);
        SyncPipeline pipeline = rig.pipeline().build();
        assertThat(pipeline.check().orThrow().ok()).isTrue();
        assertThat(pipeline.plan().orThrow().tables()).hasSize(1);
        assertThat(rig.sink.tables()).as("nothing is created").isEmpty();
    }
}
