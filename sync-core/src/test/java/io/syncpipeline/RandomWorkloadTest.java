package io.syncpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.checkpoint.Checkpoint;
import io.syncpipeline.model.CheckpointException;
import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.ScriptedTransaction;
import io.syncpipeline.testkit.Shape;
import io.syncpipeline.testkit.SinkStep;
import io.syncpipeline.testkit.SourceStep;
import io.syncpipeline.testkit.StoreStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random transactions, statements, lags and failures: in the end the destination holds the source's rows. A seed that failed is run
 * alone with {@code -Dsync.test.seed=<seed>}.
 */
class RandomWorkloadTest {

    private static final int SEEDS = 40;
    private static final int OPERATIONS = 150;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    static LongStream seeds() {
        Long one = Long.getLong("sync.test.seed");
        long first = Long.getLong("sync.test.seeds.from", 1);
        return one == null
                ? LongStream.range(first, first + Integer.getInteger("sync.test.seeds", SEEDS))
                : LongStream.of(one);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void endsWithTheSourcesRows(long seed) throws InterruptedException {
        Workload workload = new Workload(leaks, seed);
        try {
            for (int i = 0; i < OPERATIONS; i++) {
                workload.operate();
            }
            workload.settle();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        } finally {
            workload.close();
        }
    }

    private static final class Workload implements AutoCloseable {

        private final Random random;
        private final ManualClock clock = new ManualClock();
        private final Rig rig;
        private final boolean uncertain;
        private final SyncPipeline everything;
        private final SyncPipeline allButCustomers;
        private final List<TableId> tables = new ArrayList<>();
        private int hidden;
        private int columns;
        private int starts;
        private SyncPipeline pipeline;
        private SyncRun run;

        Workload(LeakCheck leaks, long seed) {
            random = new Random(seed);
            rig = new Rig(leaks, clock);
            uncertain = random.nextInt(3) == 0;
            rig.source
                    .visibilityUncertainty(uncertain ? Duration.ofSeconds(10) : Duration.ZERO)
                    .eventsPerPoll(1 + random.nextInt(8))
                    .rowsPerPiece(1 + random.nextInt(4))
                    .transactionsPerProgress(1 + random.nextInt(3));
            tables.add(rig.table("orders", random.nextInt(20)));
            tables.add(rig.table("customers", random.nextInt(20)));
            Tuning tuning = Tuning.builder()
                    .restartDelay(Duration.ofMillis(10))
                    .commitInterval(Duration.ofSeconds(1))
                    .chunkRows(1 + random.nextInt(6))
                    .copyReaders(1 + random.nextInt(3))
                    .build();
            everything = definition(TableSelector.matching("shop", ".*"), tuning);
            allButCustomers = definition(TableSelector.matching("shop", ".*").except("shop", "customers"), tuning);
            pipeline = everything;
            run = pipeline.start();
        }

        private SyncPipeline definition(TableSelector selector, Tuning tuning) {
            return rig.unselected()
                    .tables(selector)
                    .tuning(tuning)
                    .onDdl(DdlKind.DROP_COLUMN, DdlAction.NORMAL)
                    .onDdl(DdlKind.TRUNCATE_TABLE, DdlAction.NORMAL)
                    .onDdl(DdlKind.DROP_TABLE, DdlAction.NORMAL)
                    .onDdl(DdlKind.RENAME_TABLE, DdlAction.NORMAL)
                    .build();
        }

        void operate() throws InterruptedException {
            int dice = random.nextInt(100);
            if (dice < 60) {
                change();
            } else if (dice < 70) {
                statement();
            } else if (dice < 78) {
                breakSomething();
            } else if (dice < 81) {
                changeRun();
            } else if (dice < 86 && hidden == 0) {
                rig.source.hideCommits();
                hidden = 1 + random.nextInt(5);
            } else {
                pass();
            }
            if (hidden > 0 && --hidden == 0) {
                rig.source.showCommits();
            }
            if (hidden == 0) {
                clock.advance(Duration.ofMillis(random.nextInt(3_000)));
            }
            again();
        }

        private TableId table() {
            return tables.get(random.nextInt(tables.size()));
        }

        private void change() {
            ScriptedTransaction transaction = rig.source.transaction();
            TableId table = table();
            int width = rig.source.schema(table).columns().size();
            boolean single = random.nextBoolean();
            long key = random.nextInt(25);
            for (int i = 0; i < (single ? 1 : 4); i++) {
                long other = single ? random.nextInt(25) : key;
                if (!rig.source.has(table, key)) {
                    transaction.insert(table, row(key, width));
                } else if (random.nextInt(3) == 0) {
                    transaction.delete(table, key);
                } else if (other == key || !rig.source.has(table, other)) {
                    transaction.update(table, key, row(other, width));
                }
                key++;
            }
            transaction.commit();
        }

        private Object[] row(long key, int width) {
            Object[] row = new Object[width];
            row[0] = key;
            for (int i = 1; i < width; i++) {
                row[i] = random.nextInt(5) == 0 ? null : (Object) random.nextInt(1_000);
            }
            return row;
        }

        private void statement() {
            if (uncertain && hidden > 0) {
                // a table that joins just then could get the shape before a statement that it will not be told about
                return;
            }
            TableId table = table();
            List<Column> all = rig.source.schema(table).columns();
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    columns++;
                    rig.source.addColumn(table, Shape.nullable("c" + columns, DataType.of(Kind.INT32)));
                }
                case 2 -> {
                    if (all.size() > 2) {
                        rig.source.dropColumn(table, all.get(all.size() - 1).name());
                    }
                }
                case 3 -> {
                    columns++;
                    rig.source.renameColumn(table, all.get(1).name(), "r" + columns);
                }
                case 4 -> rig.source.truncate(table);
                case 5 -> rig.source.createIndex(table);
                default -> wide(table, all);
            }
        }

        private void wide(TableId table, List<Column> all) {
            Column last = all.get(all.size() - 1);
            if (last.type().kind() == Kind.INT32) {
                rig.source.modifyColumn(table, Shape.nullable(last.name(), DataType.of(Kind.INT64)));
            } else if (tables.size() < 4) {
                columns++;
                TableId created = new TableId("shop", "t" + columns);
                rig.source.createTable(Rig.shape(created.table()));
                tables.add(created);
            }
        }

        private void breakSomething() {
            boolean passing = random.nextBoolean();
            int nth = 1 + random.nextInt(6);
            switch (random.nextInt(3)) {
                case 0 ->
                    rig.source.script().nth(any(SourceStep.values()), nth, () -> {
                        throw passing
                                ? SourceException.retryable("random", null)
                                : SourceException.fatal("random", null);
                    });
                case 1 ->
                    rig.sink.script().nth(any(SinkStep.values()), nth, () -> {
                        throw passing ? SinkException.retryable("random", null) : SinkException.fatal("random", null);
                    });
                default ->
                    rig.store.script().nth(any(StoreStep.values()), nth, () -> {
                        throw new CheckpointException("random");
                    });
            }
        }

        /** Copies a table again, or adds or removes one. What random failures end meanwhile does not happen. */
        private void changeRun() throws InterruptedException {
            changeRun(random.nextInt(3) > 0);
        }

        private void changeRun(boolean copyAgain) throws InterruptedException {
            try {
                if (copyAgain) {
                    run.copyAgain(table());
                } else if (pipeline == everything) {
                    run.apply(allButCustomers);
                    pipeline = allButCustomers;
                } else {
                    comeBack();
                }
            } catch (DefinitionException e) {
                assertThat(e).hasMessageMatching("(?s).*(not one of the tables|widen the column).*");
            } catch (SyncException e) {
                requireKnown(e);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("has ended");
            }
        }

        /** Rows that were deleted meanwhile would stay in the old destination. */
        private void comeBack() throws InterruptedException {
            rig.sink.drop("shop_customers");
            run.apply(everything);
            pipeline = everything;
        }

        private <T> T any(T[] values) {
            return values[random.nextInt(values.length)];
        }

        /** Lets the pipeline get somewhere, sometimes by stopping it. */
        private void pass() throws InterruptedException {
            if (random.nextInt(6) == 0 && hidden == 0) {
                run.close();
                if (random.nextBoolean()) {
                    rig.sink.forgetFlushed();
                }
            } else {
                int before = rig.source.script().count(SourceStep.POLL);
                long end = System.nanoTime() + 3_000_000;
                while (rig.source.script().count(SourceStep.POLL) < before + 3 && System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
        }

        private void again() throws InterruptedException {
            if (run.status().state().isEnd()) {
                run.close();
                starts++;
                assertThat(starts)
                        .as("starts; the last failure is %s", run.status().failure())
                        .isLessThan(200);
                run.status().failure().ifPresent(Workload::requireKnown);
                dropWhatWillBeCopiedAnew();
                run = pipeline.start();
            }
        }

        /** The rows of a table that the checkpoint has forgotten: those that are deleted meanwhile would stay. */
        private void dropWhatWillBeCopiedAnew() {
            List<Checkpoint> saved = rig.store.saved();
            boolean known = !saved.isEmpty()
                    && saved.get(saved.size() - 1).reached().tables().stream()
                            .anyMatch(t -> t.schema().table().table().equals("customers"));
            if (!known) {
                rig.sink.drop("shop_customers");
            }
        }

        private static void requireKnown(SyncException failure) {
            Throwable root = failure;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            assertThat(root.getMessage())
                    .as("a failure that nobody asked for: %s", failure)
                    .startsWith("random");
        }

        void settle() {
            rig.source.showCommits();
            rig.source.script().clear();
            rig.sink.script().clear();
            rig.store.script().clear();
            await().atMost(Rig.PATIENCE).pollInterval(Duration.ofMillis(2)).untilAsserted(() -> {
                clock.advance(Duration.ofSeconds(2));
                again();
                if (pipeline != everything) {
                    changeRun(false);
                }
                assertThat(run.status().allTablesCopied())
                        .as("copied: %s", run.status())
                        .isTrue();
                rig.assertSame();
            });
        }

        @Override
        public void close() {
            rig.source.showCommits();
            run.close();
        }
    }
}
