package io.syncpipeline.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.checkpoint.Checkpoint;
import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.spi.SnapshotChunk;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.RecordingSink;
import io.syncpipeline.testkit.ScriptedSource;
import io.syncpipeline.testkit.ScriptedStore;
import io.syncpipeline.testkit.Shape;
import io.syncpipeline.testkit.SinkStep;
import io.syncpipeline.testkit.SourceStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The table gate, stepped by hand: what comes before, during and after the read of a chunk. */
class TableGateStepsTest {

    /** The common pool may have one thread only, and what waits for each other needs two. */
    private static final Executor THREAD_OF_ITS_OWN = task -> new Thread(task, "gate-test").start();

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final ManualClock clock = new ManualClock();
    private final ScriptedSource source = new ScriptedSource(clock);
    private final RecordingSink sink = new RecordingSink();
    private final ScriptedStore store = new ScriptedStore();
    private final Bench.Setup setup = new Bench.Setup(clock, source, sink, store);
    private final TableId orders = source.table(
            shape("orders"), row(1, "one"), row(2, "two"), row(3, "three"), row(4, "four"), row(5, "five"));

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @BeforeEach
    void watch() {
        leaks.watch(source);
        leaks.watch(sink);
    }

    @AfterEach
    void close() {
        if (bench != null) {
            bench.close();
        }
    }

    private static TableSchema shape(String name) {
        return Shape.of("shop", name)
                .required("id", Kind.INT64)
                .column("name", Kind.TEXT)
                .key("id")
                .build();
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private void finishCopy(TableId table) throws InterruptedException {
        for (int i = 0; i < 100 && !bench.table(table).copy().isDone(); i++) {
            bench.copyChunk(table);
        }
    }

    private void assertSame(TableId table) throws InterruptedException {
        bench.drain();
        bench.commit();
        assertThat(bench.destination(table)).isEqualTo(source.rows(table));
    }

    @Test
    void aChangeBeforeTheChunkIsSeenByIt() throws InterruptedException {
        bench = setup.start();
        source.update(orders, 2L, 2, "TWO");
        bench.drain();
        finishCopy(orders);
        assertSame(orders);
    }

    @Test
    void aChangeDuringTheSelectIsHeldAndHandedOnAfterTheChunk() throws InterruptedException {
        bench = setup.start();
        source.script().next(SourceStep.SELECTED, () -> {
            source.update(orders, 2L, 2, "TWO");
            source.delete(orders, 3L);
            source.insert(orders, 6, "six");
            bench.drain();
            assertThat(bench.table(orders).gate().isOpen()).isTrue();
            assertThat(sink.journal(SinkStep.WRITE)).isEmpty();
        });
        bench.copyChunk(orders);
        assertThat(sink.journal(SinkStep.WRITE)).hasSize(2);
        assertThat(sink.journal(SinkStep.WRITE).get(1).detail()).isEqualTo("UPSERT 2|TWO, DELETE 3|null, UPSERT 6|six");
        assertSame(orders);
    }

    @Test
    void aChangeBeforeTheSelectButInTheWindowIsHandedOnOnceMoreAndDoesNoHarm() throws InterruptedException {
        bench = setup.start();
        source.script().next(SourceStep.SELECT, () -> {
            source.delete(orders, 1L);
            source.insert(orders, 1, "ONE");
            bench.drain();
        });
        finishCopy(orders);
        assertSame(orders);
    }

    @Test
    void aChangeBetweenThePiecesOfAChunkComesAfterAllOfThem() throws InterruptedException {
        source.rowsPerPiece(2);
        bench = setup.start();
        source.script().next(SourceStep.PIECE, () -> {
            source.update(orders, 5L, 5, "FIVE");
            source.delete(orders, 4L);
            bench.drain();
        });
        finishCopy(orders);
        assertSame(orders);
    }

    @Test
    void aChunkWaitsUntilTheDispatchedChangesAreVisible() throws InterruptedException {
        bench = setup.start();
        source.hideCommits();
        source.update(orders, 2L, 2, "TWO");
        bench.drain();
        SnapshotChunk chunk = bench.claim(orders).orElseThrow();
        source.script().next(SourceStep.AWAIT_VISIBLE, source::showCommits);
        bench.read(bench.grant(orders), chunk);
        bench.step();
        assertThat(source.script().count(SourceStep.AWAIT_VISIBLE)).isEqualTo(1);
        assertSame(orders);
    }

    @Test
    void whereVisibilityIsUnknownChangesOfTheLastMomentsAreHandedOnOnceMoreAfterTheChunk() throws InterruptedException {
        source.visibilityUncertainty(Duration.ofSeconds(10));
        bench = setup.start();
        SnapshotChunk chunk = bench.claim(orders).orElseThrow();
        CompletableFuture<CopyPool.Grant> asked = bench.ask(orders);
        source.hideCommits();
        source.update(orders, 2L, 2, "TWO");
        source.delete(orders, 3L);
        clock.advance(Duration.ofSeconds(5));
        bench.drain();
        assertThat(asked).as("not before the uncertain time is over").isNotDone();
        clock.advance(Duration.ofSeconds(6));
        bench.step();
        bench.read(asked.join(), chunk);
        source.showCommits();
        bench.step();
        assertSame(orders);
    }

    @Test
    void changesThatWereHandedOnOnceMoreDoNotMultiplyOverManyWindows() throws InterruptedException {
        source.visibilityUncertainty(Duration.ofSeconds(10));
        setup.chunkRows = 1;
        setup.copyReaders = 1;
        bench = setup.start();
        clock.advance(Duration.ofSeconds(11));
        source.update(orders, 5L, 5, "FIVE");
        bench.drain();
        finishCopy(orders);
        long again = sink.journal(SinkStep.WRITE).stream()
                .filter(h -> h.detail().contains("FIVE"))
                .count();
        assertThat(again)
                .as("once as it came, once after each of five windows, once as the row")
                .isLessThanOrEqualTo(7);
        assertSame(orders);
    }

    @Test
    void beforeTheFirstChunkOnlyDeletesAreWrittenSinceTheChunksWillSeeTheRest() throws InterruptedException {
        bench = setup.start();
        source.update(orders, 5L, 5, "FIVE");
        source.insert(orders, 6, "six");
        source.delete(orders, 4L);
        source.update(orders, 3L, 33, "moved");
        bench.drain();
        assertThat(sink.journal(SinkStep.WRITE)).singleElement().satisfies(h -> assertThat(h.detail())
                .isEqualTo("DELETE 4|null, DELETE 3|null"));
        finishCopy(orders);
        assertSame(orders);
    }

    @Test
    void changesOlderThanTheUncertainTimeAreNotHandedOnAgain() throws InterruptedException {
        source.visibilityUncertainty(Duration.ofSeconds(10));
        setup.chunkRows = 4;
        bench = setup.start();
        clock.advance(Duration.ofSeconds(11));
        bench.copyChunk(orders);
        source.update(orders, 5L, 5, "FIVE");
        bench.drain();
        clock.advance(Duration.ofSeconds(11));
        bench.copyChunk(orders);
        assertThat(sink.journal(SinkStep.WRITE)).hasSize(3);
        assertSame(orders);
    }

    @Test
    void aKeyMovedFromAnUncopiedChunkToACopiedOneEndsRight() throws InterruptedException {
        setup.chunkRows = 2;
        bench = setup.start();
        bench.copyChunk(orders);
        source.update(orders, 5L, 0, "moved down");
        finishCopy(orders);
        assertSame(orders);
    }

    @Test
    void aKeyMovedFromACopiedChunkToAnUncopiedOneEndsRight() throws InterruptedException {
        setup.chunkRows = 2;
        bench = setup.start();
        bench.copyChunk(orders);
        source.script().next(SourceStep.SELECTED, () -> {
            source.update(orders, 1L, 9, "moved up");
            bench.drain();
        });
        finishCopy(orders);
        assertSame(orders);
    }

    @Test
    void aRowDeletedAndInsertedAgainDuringAChunkEndsRight() throws InterruptedException {
        bench = setup.start();
        source.script().next(SourceStep.SELECTED, () -> {
            source.delete(orders, 4L);
            source.insert(orders, 4, "again");
            source.delete(orders, 2L);
            bench.drain();
        });
        finishCopy(orders);
        assertSame(orders);
    }

    @Test
    void severalChunksShareAWindowAndHeldChangesFollowTheLastOfThem() throws InterruptedException {
        setup.chunkRows = 2;
        bench = setup.start();
        SnapshotChunk first = bench.claim(orders).orElseThrow();
        SnapshotChunk second = bench.claim(orders).orElseThrow();
        CompletableFuture<CopyPool.Grant> one = bench.ask(orders);
        CompletableFuture<CopyPool.Grant> two = bench.ask(orders);
        bench.step();
        source.script().next(SourceStep.SELECTED, () -> {
            source.update(orders, 1L, 1, "ONE");
            source.update(orders, 3L, 3, "THREE");
            bench.drain();
        });
        bench.read(one.join(), first);
        bench.step();
        assertThat(bench.table(orders).gate().isOpen()).isTrue();
        assertThat(bench.table(orders).progress().chunks())
                .as("not counted before what was held is handed on")
                .isZero();
        bench.read(two.join(), second);
        bench.step();
        assertThat(bench.table(orders).gate().isOpen()).isFalse();
        assertThat(bench.table(orders).progress().chunks()).isEqualTo(2);
        finishCopy(orders);
        assertSame(orders);
    }

    @Test
    void aWindowAdmitsOnlySoManyChunksSoThatChangesAreNotHeldForever() throws InterruptedException {
        setup.chunkRows = 1;
        setup.copyReaders = 2;
        bench = setup.start();
        SnapshotChunk first = bench.claim(orders).orElseThrow();
        CopyPool.Grant one = bench.grant(orders);
        CopyPool.Grant two = bench.grant(orders);
        assertThat(two).isNotNull();
        bench.read(one, first);
        bench.step();
        assertThat(bench.grant(orders)).as("a third in the same window").isNull();
    }

    @Test
    void chunksFinishedOutOfOrderCountOnlyUpToTheFirstGap() throws InterruptedException {
        setup.chunkRows = 2;
        bench = setup.start();
        SnapshotChunk first = bench.claim(orders).orElseThrow();
        SnapshotChunk second = bench.claim(orders).orElseThrow();
        bench.read(bench.grant(orders), second);
        bench.step();
        assertThat(bench.table(orders).progress().chunks()).isZero();
        bench.read(bench.grant(orders), first);
        bench.step();
        assertThat(bench.table(orders).progress()).satisfies(p -> {
            assertThat(p.chunks()).isEqualTo(2);
            assertThat(p.rows()).isEqualTo(4);
            assertThat(p.copiedUpTo()).isEqualTo("4");
        });
    }

    @Test
    void otherTablesGoOnWhileOneIsHeld() throws InterruptedException {
        TableId customers = source.table(shape("customers"));
        bench = setup.start();
        finishCopy(customers);
        source.script().next(SourceStep.SELECTED, () -> {
            source.insert(customers, 7, "seven");
            source.update(orders, 1L, 1, "ONE");
            source.insert(customers, 8, "eight");
            bench.drain();
            assertThat(sink.journal(SinkStep.WRITE)).singleElement().satisfies(h -> assertThat(h.detail())
                    .isEqualTo("UPSERT 7|seven, UPSERT 8|eight"));
        });
        finishCopy(orders);
        assertSame(orders);
        assertSame(customers);
    }

    @Test
    void theSavedPositionStaysBeforeHeldChanges() throws InterruptedException {
        TableId customers = source.table(shape("customers"));
        bench = setup.start();
        finishCopy(customers);
        source.script().next(SourceStep.SELECTED, () -> {
            source.insert(customers, 7, "seven");
            source.update(orders, 1L, 1, "ONE");
            source.insert(customers, 8, "eight");
            bench.drain();
            bench.commit();
            assertThat(position())
                    .as("one transaction is past, the held one is not")
                    .isEqualTo("1");
            assertThat(bench.destination(customers)).hasSize(2);
        });
        finishCopy(orders);
        assertSame(orders);
        assertThat(position()).isEqualTo("3");
    }

    private String position() {
        Checkpoint saved = store.load("bench").orElseThrow();
        return saved.reached().position().orElseThrow().token();
    }

    @Test
    void theReaderIsNotAskedWhileMoreIsHeldThanTheLimit() throws InterruptedException {
        setup.heldBytes = 200;
        source.eventsPerPoll(2);
        bench = setup.start();
        source.script().next(SourceStep.SELECTED, () -> {
            for (int i = 10; i < 30; i++) {
                source.insert(orders, i, "held");
            }
            for (int i = 0; i < 10; i++) {
                bench.step();
            }
            int polls = source.script().count(SourceStep.POLL);
            bench.step();
            assertThat(source.script().count(SourceStep.POLL)).isEqualTo(polls);
        });
        finishCopy(orders);
        assertSame(orders);
    }

    @Test
    void recentChangesOverTheLimitMakeTheReaderWaitOnlyAsLongAsTheyAreRecent() throws InterruptedException {
        source.visibilityUncertainty(Duration.ofSeconds(10));
        setup.heldBytes = 200;
        bench = setup.start();
        for (int i = 10; i < 30; i++) {
            source.insert(orders, i, "recent");
        }
        bench.step();
        int polls = source.script().count(SourceStep.POLL);
        bench.step();
        assertThat(source.script().count(SourceStep.POLL)).isEqualTo(polls);
        clock.advance(Duration.ofSeconds(11));
        bench.step();
        assertThat(source.script().count(SourceStep.POLL)).isEqualTo(polls + 1);
        finishCopy(orders);
        assertSame(orders);
    }

    @Test
    void aTableWithoutAnyFurtherChunkIsLive() throws InterruptedException {
        setup.chunkRows = 2;
        bench = setup.start();
        SnapshotChunk bounded = new SnapshotChunk(orders, 0, null, "5");
        bench.table(orders)
                .copy()
                .claim(new OneChunk(bounded), bench.table(orders).copyRequest(2));
        bench.read(bench.grant(orders), bounded);
        bench.step();
        assertThat(bench.table(orders).copy().isDone()).isFalse();
        bench.table(orders).copy().claim(new OneChunk(null), bench.table(orders).copyRequest(2));
        bench.loop.windows().exhausted(bench.table(orders));
        bench.step();
        assertThat(bench.table(orders).copy().isDone()).isTrue();
        assertThat(bench.tables.isCopying()).isFalse();
        assertSame(orders);
    }

    @Test
    void aChunkThatCouldNotBeReadIsReadLater() throws InterruptedException {
        bench = setup.start();
        SnapshotChunk chunk = bench.claim(orders).orElseThrow();
        CopyPool.Grant grant = bench.grant(orders);
        source.addColumn(orders, Shape.nullable("more", DataType.of(Kind.INT32)));
        bench.read(grant, chunk);
        assertThat(bench.claim(orders))
                .as("given back at once, before its window is closed")
                .contains(chunk);
        assertThat(sink.journal(SinkStep.WRITE)).isEmpty();
    }

    @Test
    void aStatementWaitsForTheChunksBeingReadAndHeldChangesComeBeforeIt() throws Exception {
        bench = setup.start();
        SnapshotChunk chunk = bench.claim(orders).orElseThrow();
        CopyPool.Grant grant = bench.grant(orders);
        CountDownLatch selected = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        source.script().next(SourceStep.SELECTED, () -> {
            source.update(orders, 1L, 1, "ONE");
            source.addColumn(orders, Shape.nullable("more", DataType.of(Kind.INT32)));
            selected.countDown();
            assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
        });
        CompletableFuture<Void> copying = CompletableFuture.runAsync(
                () -> {
                    try {
                        bench.read(grant, chunk);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                THREAD_OF_ITS_OWN);
        assertThat(selected.await(10, TimeUnit.SECONDS)).isTrue();
        sink.script().next(SinkStep.SEALED, () -> assertThat(source.script().count(SourceStep.READ))
                .isOne());
        CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS, THREAD_OF_ITS_OWN)
                .execute(goOn::countDown);
        bench.step();
        copying.get(10, TimeUnit.SECONDS);
        List<SinkStep> order = sink.journal().stream()
                .map(RecordingSink.Happening::step)
                .filter(s -> s == SinkStep.WRITE || s == SinkStep.COMMITTED || s == SinkStep.ALTERED)
                .toList();
        assertThat(order).containsExactly(SinkStep.WRITE, SinkStep.WRITE, SinkStep.COMMITTED, SinkStep.ALTERED);
        source.insert(orders, 9, "nine", 99);
        assertSame(orders);
    }

    @Test
    void noWindowIsOpenedBetweenAStatementAndThePositionAfterIt() throws InterruptedException {
        source.eventsPerPoll(1);
        bench = setup.start();
        source.addColumn(orders, Shape.nullable("more", DataType.of(Kind.INT32)));
        bench.step();
        CompletableFuture<CopyPool.Grant> asked = bench.ask(orders);
        bench.step();
        assertThat(asked).isNotDone();
        bench.step();
        assertThat(asked).isDone();
    }

    @Test
    void aTableThatNobodyKnowsAndThatIsGoneByNowPassesByUnlessItsRowsWouldBeFollowed() throws InterruptedException {
        TableId gone = new TableId("shop", "gone");
        List<SchemaChange.Step> came = List.of(new SchemaChange.TableRenamed(gone));
        SchemaChange unknown = new SchemaChange(
                new TableId("attic", "gone"),
                "RENAME TABLE attic.gone TO shop.gone",
                came,
                null,
                new Transaction(1, 1, clock.instant()));
        setup.ddl.put(DdlKind.RENAME_TABLE, DdlAction.NORMAL);
        bench = setup.start();
        bench.loop.dispatch(List.of(unknown));
        assertThat(bench.tables.find(gone)).isNull();
        assertThat(sink.tables()).containsExactly("shop_orders");
        bench.close();

        Bench.Setup following = new Bench.Setup(clock, source, sink, new ScriptedStore());
        following.mode = SyncMode.INCREMENTAL;
        following.ddl.put(DdlKind.RENAME_TABLE, DdlAction.NORMAL);
        bench = following.start();
        assertThatThrownBy(() -> bench.loop.dispatch(List.of(unknown)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("shop.gone came in by the statement 'RENAME TABLE attic.gone TO shop.gone'");
    }

    @Test
    void aCopyGoesOnAfterTheLastFinishedChunk() throws InterruptedException {
        setup.chunkRows = 2;
        bench = setup.start();
        bench.copyChunk(orders);
        bench.commit();
        bench.close();
        source.update(orders, 1L, 1, "ONE");
        source.update(orders, 5L, 5, "FIVE");
        int written = sink.journal(SinkStep.WRITE).size();
        bench = setup.start();
        TableProgress progress = bench.table(orders).progress();
        assertThat(progress.chunks()).isEqualTo(1);
        assertThat(progress.copiedUpTo()).isEqualTo("2");
        finishCopy(orders);
        assertThat(sink.journal(SinkStep.WRITE)
                        .subList(written, sink.journal(SinkStep.WRITE).size()))
                .noneMatch(h -> h.detail().contains("UPSERT 2|two"));
        assertSame(orders);
    }

    @Test
    void stringKeysAreCutAndCopiedLikeIntegers() throws InterruptedException {
        TableId names = source.table(
                Shape.of("shop", "names")
                        .required("code", Kind.TEXT)
                        .required("part", Kind.INT32)
                        .column("v", Kind.TEXT)
                        .key("code", "part")
                        .build(),
                row("a", 1, "x"),
                row("a", 2, "y"),
                row("b", 1, "z"),
                row("Z", 1, "upper"));
        setup.chunkRows = 1;
        bench = setup.start();
        bench.copyChunk(names);
        source.update(names, List.of("b", 1), "0", 1, "moved");
        finishCopy(names);
        bench.drain();
        bench.commit();
        assertThat(bench.destination(names)).containsExactlyInAnyOrderElementsOf(source.rows(names));
        assertThat(bench.destination(names)).contains(Map.of("code", Text.of("0"), "part", 1, "v", Text.of("moved")));
    }
}
