package io.syncpipeline.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.checkpoint.Checkpoint;
import io.syncpipeline.model.CheckpointException;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.RecordingSink;
import io.syncpipeline.testkit.ScriptedSource;
import io.syncpipeline.testkit.ScriptedStore;
import io.syncpipeline.testkit.ScriptedTransaction;
import io.syncpipeline.testkit.Shape;
import io.syncpipeline.testkit.SinkStep;
import io.syncpipeline.testkit.SourceStep;
import io.syncpipeline.testkit.StoreStep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When intervals are sealed and committed, and which position is saved with them, stepped by hand. */
class CommitStepsTest {

    private static final Duration HALF = Bench.INTERVAL.dividedBy(2);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final ManualClock clock = new ManualClock();
    private final ScriptedSource source = new ScriptedSource(clock);
    private final RecordingSink sink = new RecordingSink();
    private final ScriptedStore store = new ScriptedStore();
    private final Bench.Setup setup = new Bench.Setup(clock, source, sink, store);
    private final TableId orders = source.table(Shape.of("shop", "orders")
            .required("id", Kind.INT64)
            .column("name", Kind.TEXT)
            .key("id")
            .build());
    private Bench bench;

    @BeforeEach
    void start() {
        leaks.watch(source);
        leaks.watch(sink);
        setup.mode = SyncMode.INCREMENTAL;
        bench = setup.start();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String savedPosition() {
        return store.load("bench")
                .flatMap(c -> c.reached().position())
                .orElseThrow()
                .token();
    }

    private int committedIntervals() {
        return sink.journal(SinkStep.COMMITTED).size();
    }

    @Test
    void nothingIsVisibleBeforeTheIntervalIsOver() throws InterruptedException {
        source.insert(orders, 1, "one");
        clock.advance(HALF);
        bench.drain();
        assertThat(sink.size("shop_orders")).isZero();
        assertThat(savedPosition()).isEqualTo("0");
        clock.advance(HALF);
        bench.step();
        assertThat(sink.rows("shop_orders")).isEqualTo(source.rows(orders));
        assertThat(savedPosition()).isEqualTo("1");
    }

    @Test
    void theCommitInDoubtIsRecordedBetweenFlushAndCommit() throws InterruptedException {
        source.insert(orders, 1, "one");
        bench.drain();
        int saved = store.saved().size();
        sink.script().next(SinkStep.FLUSHED, () -> assertThat(store.saved()).hasSize(saved));
        sink.script().next(SinkStep.COMMIT, () -> assertThat(store.saved()).hasSize(saved + 1));
        bench.commit();
        List<Checkpoint> all = store.saved();
        assertThat(all.get(saved).pending().orElseThrow().tokens()).containsExactly("shop_orders#1");
        assertThat(all.get(saved).pending().orElseThrow().reached())
                .isEqualTo(all.get(saved + 1).reached());
        assertThat(all.get(saved).reached().position().orElseThrow().token()).isEqualTo("0");
        assertThat(all.get(saved + 1).pending()).isEmpty();
    }

    @Test
    void aTransactionIsNotCutWhileItMayEndSoon() throws InterruptedException {
        source.eventsPerPoll(1);
        transaction(4);
        bench.step();
        bench.step();
        clock.advance(Bench.INTERVAL);
        bench.step();
        assertThat(committedIntervals()).isZero();
        bench.drain();
        assertThat(committedIntervals()).isEqualTo(1);
        assertThat(savedPosition()).isEqualTo("1");
        assertThat(sink.size("shop_orders")).isEqualTo(4);
    }

    @Test
    void aHugeTransactionIsWrittenInPiecesButItsPositionIsNotSavedBeforeItsEnd() throws InterruptedException {
        source.eventsPerPoll(10);
        source.insert(orders, -1, "before");
        bench.drain();
        transaction(100);
        bench.step();
        clock.advance(Bench.INTERVAL.multipliedBy(2));
        bench.step();
        assertThat(sink.size("shop_orders")).isEqualTo(21);
        assertThat(savedPosition()).isEqualTo("1");
        bench.drain();
        bench.commit();
        assertThat(sink.rows("shop_orders")).isEqualTo(source.rows(orders));
        assertThat(savedPosition()).isEqualTo("2");
    }

    private void transaction(int rows) {
        ScriptedTransaction transaction = source.transaction();
        for (int i = 0; i < rows; i++) {
            transaction.insert(orders, i, "row " + i);
        }
        transaction.commit();
    }

    @Test
    void theNextIntervalIsWrittenWhileTheLastOneIsCommitted() throws InterruptedException {
        source.insert(orders, 1, "one");
        bench.drain();
        bench.commits.hold();
        bench.commit();
        source.insert(orders, 2, "two");
        bench.drain();
        assertThat(sink.journal(SinkStep.WRITE)).hasSize(2);
        clock.advance(Bench.INTERVAL);
        bench.step();
        assertThat(sink.journal(SinkStep.SEALED)).as("one interval at a time").hasSize(1);
        bench.commits.letGo();
        assertThat(sink.size("shop_orders")).isEqualTo(1);
        assertThat(savedPosition()).isEqualTo("1");
        bench.step();
        assertThat(sink.size("shop_orders")).isEqualTo(2);
        assertThat(savedPosition()).isEqualTo("2");
    }

    @Test
    void anIntervalEndsEarlyWhenAWriterAsksForIt() throws InterruptedException {
        sink.fullAfter(3);
        source.insert(orders, 1, "one");
        source.insert(orders, 2, "two");
        bench.drain();
        assertThat(committedIntervals()).isZero();
        source.insert(orders, 3, "three");
        bench.drain();
        assertThat(committedIntervals()).isEqualTo(1);
        assertThat(sink.size("shop_orders")).isEqualTo(3);
        assertThat(savedPosition()).isEqualTo("3");
    }

    @Test
    void aTransactionIsCutWhenAWriterAsksForItAndItsPositionIsNotSavedBeforeItsEnd() throws InterruptedException {
        sink.fullAfter(10);
        source.eventsPerPoll(10);
        source.insert(orders, -1, "before");
        bench.drain();
        transaction(100);
        bench.step();
        bench.step();
        assertThat(sink.size("shop_orders")).isBetween(11, 30);
        assertThat(savedPosition()).isEqualTo("1");
        bench.drain();
        bench.commit();
        assertThat(sink.rows("shop_orders")).isEqualTo(source.rows(orders));
        assertThat(savedPosition()).isEqualTo("2");
    }

    @Test
    void anIntervalWithoutAnythingSavesNothing() throws InterruptedException {
        int saved = store.saved().size();
        bench.commit();
        bench.commit();
        assertThat(store.saved()).hasSize(saved);
        assertThat(bench.board.status().commits()).isZero();
    }

    @Test
    void progressWithoutRowsMovesThePositionOnceAnInterval() throws InterruptedException {
        source.idleProgress(true);
        int saved = store.saved().size();
        bench.step();
        bench.step();
        assertThat(store.saved()).hasSize(saved);
        bench.commit();
        assertThat(store.saved()).hasSize(saved + 1);
        assertThat(store.saved().get(saved).reached().time()).isEqualTo(clock.instant());
    }

    @Test
    void thePositionIsThatOfTheLastProgressAlsoWhenTransactionsComeTogether() throws InterruptedException {
        source.transactionsPerProgress(10).eventsPerPoll(1);
        for (int i = 0; i < 3; i++) {
            source.insert(orders, i, "row");
        }
        bench.step();
        bench.step();
        clock.advance(Bench.INTERVAL.multipliedBy(2));
        bench.step();
        assertThat(savedPosition()).isEqualTo("0");
        bench.drain();
        bench.commit();
        assertThat(savedPosition()).isEqualTo("3");
    }

    @Test
    void aFailedFlushKeepsTheOldPosition() throws InterruptedException {
        source.insert(orders, 1, "one");
        bench.drain();
        sink.script().next(SinkStep.FLUSH, () -> {
            throw SinkException.retryable("the network is gone", null);
        });
        clock.advance(Bench.INTERVAL);
        bench.step();
        assertThatThrownBy(bench::step).isInstanceOf(SinkException.class).hasMessage("the network is gone");
        assertThat(savedPosition()).isEqualTo("0");
    }

    @Test
    void aStoreThatFailsAfterTheCommitLeavesTheCommitOnRecord() throws InterruptedException {
        source.insert(orders, 1, "one");
        bench.drain();
        store.script().nth(StoreStep.SAVE, 2, () -> {
            throw new CheckpointException("the disk is full");
        });
        clock.advance(Bench.INTERVAL);
        bench.step();
        assertThatThrownBy(bench::step).isInstanceOf(CheckpointException.class).hasMessage("the disk is full");
        Checkpoint left = store.load("bench").orElseThrow();
        assertThat(left.pending()).isPresent();
        assertThat(left.reached().position().orElseThrow().token()).isEqualTo("0");
    }

    @Test
    void severalTablesFailingTogetherAreOneFailureWithTheOthersInIt() throws InterruptedException {
        bench.close();
        TableId others = source.table(
                Shape.of("shop", "others").required("id", Kind.INT64).key("id").build());
        store.delete("bench");
        bench = setup.start();
        source.insert(orders, 1, "one");
        source.insert(others, 1);
        bench.drain();
        sink.script().next(SinkStep.COMMIT, () -> {
            throw SinkException.retryable("first", null);
        });
        sink.script().next(SinkStep.COMMIT, () -> {
            throw SinkException.retryable("second", null);
        });
        clock.advance(Bench.INTERVAL);
        bench.step();
        assertThatThrownBy(bench::step).hasMessage("first").satisfies(e -> assertThat(e.getSuppressed())
                .hasSize(1));
    }

    @Test
    void aStatementIsABarrierEverythingBeforeItIsCommittedFirst() throws InterruptedException {
        source.insert(orders, 1, "one");
        source.addColumn(orders, Shape.nullable("more", DataType.of(Kind.INT32)));
        source.insert(orders, 2, "two", 22);
        sink.script().next(SinkStep.ALTER, () -> {
            assertThat(sink.size("shop_orders")).isEqualTo(1);
            assertThat(savedPosition()).isEqualTo("1");
        });
        bench.drain();
        assertThat(sink.script().count(SinkStep.ALTERED)).isEqualTo(1);
        bench.commit();
        assertThat(sink.rows("shop_orders")).isEqualTo(source.rows(orders));
        assertThat(savedPosition()).isEqualTo("3");
    }

    @Test
    void nothingIsCommittedBetweenAStatementAndThePositionAfterIt() throws InterruptedException {
        source.eventsPerPoll(1);
        source.addColumn(orders, Shape.nullable("more", DataType.of(Kind.INT32)));
        bench.step();
        int saved = store.saved().size();
        clock.advance(Bench.INTERVAL.multipliedBy(5));
        source.script().next(SourceStep.POLL, () -> assertThat(store.saved()).hasSize(saved));
        bench.step();
        bench.step();
        assertThat(savedPosition()).isEqualTo("1");
        assertThat(store.load("bench").orElseThrow().reached().tables())
                .singleElement()
                .satisfies(t -> assertThat(t.schema().columnNames()).containsExactly("id", "name", "more"));
    }

    @Test
    void rowsBetweenAStatementAndThePositionAfterItAreNotCommittedAtTheEnd() throws InterruptedException {
        TableSchema customers = customers();
        Transaction transaction = new Transaction(1, 0, clock.instant());
        bench.loop.dispatch(List.of(
                new SchemaChange(
                        customers.table(),
                        "CREATE TABLE customers",
                        List.of(new SchemaChange.TableCreated()),
                        customers,
                        transaction),
                RowChange.insert(customers, new Row(new Object[] {1L, Text.of("one")}, 32), transaction, 0)));
        bench.loop.finish();
        assertThat(sink.tables()).contains("shop_customers");
        assertThat(sink.size("shop_customers")).isZero();
    }

    @Test
    void aTableIsInTheCheckpointBeforeRowsOfItAreCommitted() throws InterruptedException {
        TableSchema customers = customers();
        source.createTable(customers);
        source.insert(customers.table(), 1, "one");
        bench.drain();
        sink.script().next(SinkStep.COMMIT, () -> {
            Checkpoint inDoubt = store.load("bench").orElseThrow();
            assertThat(inDoubt.pending()).isPresent();
            assertThat(inDoubt.reached().tables())
                    .extracting(t -> t.schema().table())
                    .contains(customers.table());
        });
        bench.commit();
        assertThat(sink.size("shop_customers")).isEqualTo(1);
    }

    private static TableSchema customers() {
        return Shape.of("shop", "customers")
                .required("id", Kind.INT64)
                .column("name", Kind.TEXT)
                .key("id")
                .build();
    }

    @Test
    void aSourceThatReportsAStatementWithoutAPositionBeforeItIsRefused() throws InterruptedException {
        StreamLoop loop = bench.loop;
        source.eventsPerPoll(1);
        source.insert(orders, 1, "one");
        loop.runOnce();
        assertThatThrownBy(() -> loop.dispatch(List.of(bench.statement(orders))))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("a Progress has to stand directly before every statement");
    }

    @Test
    void finishingCommitsWhatIsThere() throws InterruptedException {
        source.insert(orders, 1, "one");
        bench.drain();
        bench.loop.finish();
        assertThat(sink.size("shop_orders")).isEqualTo(1);
        assertThat(savedPosition()).isEqualTo("1");
    }

    @Test
    void finishingWithinATransactionKeepsThePositionBeforeIt() throws InterruptedException {
        source.eventsPerPoll(2);
        transaction(4);
        bench.step();
        bench.loop.finish();
        assertThat(sink.size("shop_orders")).isEqualTo(2);
        assertThat(savedPosition()).isEqualTo("0");
    }

    @Test
    void aRowThatCannotBeWrittenStopsTheStreamWithItsKey() throws InterruptedException {
        bench.close();
        TableId days = source.table(Shape.of("shop", "days")
                .required("id", Kind.INT64)
                .required("day", Kind.DATE)
                .key("id")
                .build());
        store.delete("bench");
        bench = setup.start();
        source.insert(days, 7, new InvalidDate("0000-00-00"));
        assertThatThrownBy(bench::drain)
                .isInstanceOf(DirtyRowException.class)
                .hasMessage(
                        "shop.days has the date 0000-00-00 in the column 'day', which is NOT NULL, in the row with the"
                                + " key id=7; shop_days cannot hold such a date: correct the row at the source, or make the column"
                                + " nullable there");
    }

    @Test
    void changesOfTablesThatNobodyFollowsArePassedOver() throws InterruptedException {
        TableId late = source.table(
                Shape.of("shop", "late").required("id", Kind.INT64).key("id").build());
        source.insert(late, 1);
        source.insert(orders, 1, "one");
        bench.drain();
        bench.commit();
        assertThat(sink.tables()).containsExactly("shop_orders");
        assertThat(savedPosition()).isEqualTo("2");
    }
}
