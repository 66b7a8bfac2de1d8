package io.syncpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.checkpoint.Checkpoint;
import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.Shape;
import io.syncpipeline.testkit.SourceStep;
import io.syncpipeline.testkit.StoreStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that begin elsewhere than at their checkpoint. */
class StartPointTest {

    private static final String ORDERS = "shop_orders";

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private static void awaitRows(Rig rig, SyncRun run, int count) {
        await().atMost(Rig.PATIENCE).until(() -> {
            assertThat(run.status().state()).isNotEqualTo(SyncState.FAILED);
            return rig.sink.tables().contains(ORDERS) && rig.sink.size(ORDERS) == count;
        });
    }

    private static List<Object> names(Rig rig) {
        List<Object> names = new ArrayList<>();
        for (Map<String, ?> row : rig.sink.rows(ORDERS)) {
            names.add(String.valueOf(row.get("name")));
        }
        return names;
    }

    /** A pipeline that follows without copying, whose first run has written one row, and a second row that came after it. */
    private static SyncPipeline followedBefore(Rig rig, TableId orders) throws InterruptedException {
        SyncPipeline pipeline = rig.pipeline().mode(SyncMode.INCREMENTAL).build();
        try (SyncRun run = pipeline.start()) {
            await().atMost(Rig.PATIENCE).until(() -> run.status().state() == SyncState.RUNNING);
            rig.source.insert(orders, 1, "followed");
            awaitRows(rig, run, 1);
            run.stop();
        }
        rig.source.insert(orders, 2, "meanwhile");
        return pipeline;
    }

    private static List<TableProgress> saved(Rig rig) {
        return rig.store.load("rig").map(Checkpoint::reached).orElseThrow().tables();
    }

    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"SCHEMA_ONLY", "FULL"})
    void aModeThatDoesNotFollowHasNoStartPoint(SyncMode mode) throws InterruptedException {
        Rig rig = new Rig(leaks);
        rig.table("orders", 1);
        SyncPipeline pipeline = rig.pipeline().mode(mode).build();
        assertThatThrownBy(() -> pipeline.start(StartPoint.latest()))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("rig")
                .hasMessageContaining("the end of the log")
                .hasMessageContaining(mode.name());
        try (SyncRun run = pipeline.start(StartPoint.resume())) {
            assertThat(run.await(Rig.PATIENCE)).isEqualTo(SyncState.FINISHED);
        }
    }

    @Test
    void earliestFollowsWhatWasThereBeforeThePipeline() {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 0);
        rig.source.insert(orders, 1, "one");
        rig.source.insert(orders, 2, "two");
        try (SyncRun run = rig.pipeline().mode(SyncMode.INCREMENTAL).build().start(StartPoint.earliest())) {
            rig.awaitSame(run);
        }
    }

    @Test
    void anOldPlaceAndACopyEndInTheSameRows() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 40);
        rig.source.update(orders, 3L, 3, "first");
        rig.source.update(orders, 3L, 3, "second");
        rig.source.delete(orders, 4L);
        rig.source.insert(orders, 100, "new");
        rig.source.delete(orders, 100L);
        try (SyncRun run = rig.pipeline().build().start(StartPoint.earliest())) {
            rig.awaitSame(run);
            assertThat(run.stop()).isEqualTo(SyncState.STOPPED);
        }
        rig.assertSame();
    }

    @Test
    void atATimeFollowsTheFirstTransactionOfThatTimeAndAllBehindIt() {
        ManualClock clock = new ManualClock();
        Rig rig = new Rig(leaks, clock);
        TableId orders = rig.table("orders", 0);
        rig.source.insert(orders, 1, "before");
        clock.advance(Duration.ofSeconds(10));
        Instant time = clock.instant();
        rig.source.insert(orders, 2, "at");
        clock.advance(Duration.ofSeconds(10));
        rig.source.insert(orders, 3, "after");
        try (SyncRun run = rig.pipeline().mode(SyncMode.INCREMENTAL).build().start(StartPoint.at(time))) {
            await().atMost(Rig.PATIENCE).until(() -> run.status().changes() == 2);
            run.close();
        }
        assertThat(names(rig)).containsExactlyInAnyOrder("at", "after");
    }

    @Test
    void latestSkipsWhatCameSinceTheCheckpoint() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 0);
        SyncPipeline pipeline = followedBefore(rig, orders);
        try (SyncRun run = pipeline.start(StartPoint.latest())) {
            await().atMost(Rig.PATIENCE).until(() -> run.status().state() == SyncState.RUNNING);
            rig.source.insert(orders, 3, "later");
            awaitRows(rig, run, 2);
        }
        assertThat(names(rig)).containsExactlyInAnyOrder("followed", "later");
    }

    @Test
    void resumeTakesTheCheckpointAndWithoutOneTheEndOfTheLog() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 0);
        rig.source.insert(orders, 0, "before the pipeline");
        SyncPipeline pipeline = followedBefore(rig, orders);
        try (SyncRun run = pipeline.start(StartPoint.resume())) {
            awaitRows(rig, run, 2);
        }
        assertThat(names(rig)).containsExactlyInAnyOrder("followed", "meanwhile");
    }

    @Test
    void aPositionIsTakenForOneStartOnly() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 0);
        SyncPipeline pipeline = followedBefore(rig, orders);
        try (SyncRun run = pipeline.start(StartPoint.position(new Position("0")))) {
            awaitRows(rig, run, 2);
            await().atMost(Rig.PATIENCE)
                    .until(() -> run.status().position().orElseThrow().token().equals("2"));
            run.stop();
        }
        try (SyncRun run = pipeline.start()) {
            await().atMost(Rig.PATIENCE).until(() -> run.status().state() == SyncState.RUNNING);
            rig.source.insert(orders, 3, "later");
            awaitRows(rig, run, 3);
            assertThat(run.status().changes())
                    .as("what was written is not written again")
                    .isEqualTo(1);
        }
    }

    @Test
    void aPositionThatTheSourceDoesNotHaveFailsTheRunAndKeepsTheCheckpoint() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 0);
        SyncPipeline pipeline = followedBefore(rig, orders);
        Checkpoint before = rig.store.load("rig").orElseThrow();
        try (SyncRun run = pipeline.start(StartPoint.position(new Position("99")))) {
            assertThatThrownBy(() -> run.await(Rig.PATIENCE))
                    .isInstanceOf(SourceException.class)
                    .hasMessage("the log ends at 2, before 99");
        }
        assertThat(rig.store.load("rig")).contains(before);
    }

    @Test
    void aRestartWithinTheRunGoesOnFromTheCheckpoint() {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 0);
        CountDownLatch failed = new CountDownLatch(1);
        try (SyncRun run = rig.pipeline().mode(SyncMode.INCREMENTAL).build().start(StartPoint.latest())) {
            await().atMost(Rig.PATIENCE).until(() -> run.status().state() == SyncState.RUNNING);
            rig.source.script().next(SourceStep.POLL, () -> {
                rig.source.insert(orders, 1, "in the moment of the failure");
                failed.countDown();
                throw SourceException.retryable("the connection is lost", null);
            });
            await().atMost(Rig.PATIENCE).until(() -> failed.getCount() == 0);
            awaitRows(rig, run, 1);
            assertThat(run.status().restarts()).isEqualTo(1);
        }
    }

    @Test
    void aRestartBeforeTheFirstCheckpointBeginsAtTheStartPointAgain() {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 0);
        rig.source.insert(orders, 1, "one");
        rig.source.script().next(SourceStep.OPEN, () -> {
            throw SourceException.retryable("the connection is lost", null);
        });
        try (SyncRun run = rig.pipeline().mode(SyncMode.INCREMENTAL).build().start(StartPoint.earliest())) {
            awaitRows(rig, run, 1);
            assertThat(run.status().restarts()).isEqualTo(1);
        }
    }

    @Test
    void finishedCopiesStayFinishedAndUnfinishedOnesBeginAnew() throws InterruptedException {
        Rig rig = new Rig(leaks);
        List<TableId> tables = List.of(rig.table("customers", 100), rig.table("orders", 100));
        SyncPipeline pipeline = rig.unselected()
                .tables(TableSelector.matching("shop", ".*"))
                .tuning(Rig.tuning().chunkRows(30).copyReaders(1).build())
                .build();
        CountDownLatch never = new CountDownLatch(1);
        rig.source.script().nth(SourceStep.SELECT, 7, never::await);
        try (SyncRun run = pipeline.start()) {
            await().atMost(Rig.PATIENCE).until(() -> saved(rig).stream()
                    .map(t -> t.copied() ? "finished" : t.chunks() > 0 ? "begun" : "waiting")
                    .collect(Collectors.toSet())
                    .equals(Set.of("finished", "begun")));
            run.stop();
        }
        TableId unfinished = saved(rig).stream()
                .filter(t -> !t.copied())
                .map(t -> t.schema().table())
                .collect(Collectors.collectingAndThen(Collectors.toList(), list -> list.get(0)));
        TableId finished = tables.get(1 - tables.indexOf(unfinished));
        rig.source.update(unfinished, 0L, 0, "seen by the copy");
        rig.source.update(finished, 0L, 0, "skipped");
        try (SyncRun run = pipeline.start(StartPoint.latest())) {
            await().atMost(Rig.PATIENCE).until(() -> run.status().allTablesCopied());
            run.stop();
        }
        assertThat(rig.sink.rows(Rig.destination(unfinished)))
                .hasSize(100)
                .anySatisfy(row -> assertThat(String.valueOf(row.get("name"))).isEqualTo("seen by the copy"));
        assertThat(rig.sink.rows(Rig.destination(finished)))
                .hasSize(100)
                .noneMatch(row -> String.valueOf(row.get("name")).equals("skipped"));
    }

    @Test
    void latestTakesThePresentShapesAndTheirNewColumns() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 0);
        TableId dropped = rig.table("dropped", 2);
        SyncPipeline pipeline = followedBefore(rig, orders);
        rig.source.addColumn(orders, Shape.nullable("note", DataType.of(Kind.TEXT)));
        rig.source.dropTable(dropped);
        try (SyncRun run = pipeline.start(StartPoint.latest())) {
            await().atMost(Rig.PATIENCE).until(() -> run.status().state() == SyncState.RUNNING);
            rig.source.insert(orders, 3, "later", "with a note");
            awaitRows(rig, run, 2);
        }
        assertThat(rig.sink.rows(ORDERS))
                .anyMatch(row -> String.valueOf(row.get("note")).equals("with a note"));
        assertThat(saved(rig)).extracting(t -> t.schema().table()).containsExactly(orders);
    }

    @Test
    void anEarlierPlaceTakesTheShapesOfTheCheckpoint() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 0);
        SyncPipeline pipeline = followedBefore(rig, orders);
        rig.source.addColumn(orders, Shape.nullable("note", DataType.of(Kind.TEXT)));
        rig.source.insert(orders, 3, "later", "with a note");
        try (SyncRun run = pipeline.start(StartPoint.earliest())) {
            rig.awaitSame(run);
        }
    }

    @Test
    void aPipelineThatOnlyCopiedCanFollowFromAStartPoint() throws InterruptedException {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 3);
        try (SyncRun run = rig.pipeline().mode(SyncMode.FULL).build().start()) {
            assertThat(run.await(Rig.PATIENCE)).isEqualTo(SyncState.FINISHED);
        }
        rig.source.insert(orders, 10, "skipped");
        try (SyncRun run = rig.pipeline().build().start()) {
            assertThatThrownBy(() -> run.await(Rig.PATIENCE)).hasMessageContaining("start it with a StartPoint");
        }
        try (SyncRun run = rig.pipeline().build().start(StartPoint.earliest())) {
            rig.awaitSame(run);
        }
    }

    @Test
    void aCheckpointThatCannotBeSavedLeavesTheStartPointToTheRestart() {
        Rig rig = new Rig(leaks);
        TableId orders = rig.table("orders", 0);
        rig.source.insert(orders, 1, "one");
        rig.store.script().next(StoreStep.SAVE, () -> {
            throw SourceException.retryable("the store does not answer", null);
        });
        try (SyncRun run = rig.pipeline().mode(SyncMode.INCREMENTAL).build().start(StartPoint.earliest())) {
            awaitRows(rig, run, 1);
        }
    }
}
