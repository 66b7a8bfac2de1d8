package io.syncpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.checkpoint.Checkpoint;
import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.model.CheckpointException;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SourceSession;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.ScriptedTransaction;
import io.syncpipeline.testkit.SinkStep;
import io.syncpipeline.testkit.SourceStep;
import io.syncpipeline.testkit.StoreStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random definitions, transactions and failures: time and again the destination holds what {@link MappedRows} makes of the same changes, row by row
 * and column by column. A seed that failed is run alone with {@code -Dsync.test.seed=<seed>}.
 */
class RandomMappingTest {

    private static final int SEEDS = 100;
    private static final int ROUNDS = 6;
    private static final int OPERATIONS = 15;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    static LongStream seeds() {
        Long one = Long.getLong("sync.test.seed");
        long first = Long.getLong("sync.test.seeds.from", 1);
        return one == null
                ? LongStream.range(first, first + Integer.getInteger("sync.test.mappingSeeds", SEEDS))
                : LongStream.of(one);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theDestinationHoldsWhatTheRulesMean(long seed) throws InterruptedException {
        Random random = new Random(seed);
        RandomMapping mapping = new RandomMapping(random);
        try (Workload workload = new Workload(leaks, random, mapping)) {
            workload.begin();
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < OPERATIONS; i++) {
                    workload.operate();
                }
                // What a row has come to wrongly is seen before later changes of the same row make up for it.
                workload.settle();
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ", " + mapping + ": " + e.getMessage(), e);
        }
    }

    /** What is done at the source, and the pipeline that follows it. Used by one thread. */
    private static final class Workload implements AutoCloseable {

        private final Random random;
        private final RandomMapping mapping;
        private final MappedRows expected;
        private final ManualClock clock = new ManualClock();
        private final Rig rig;
        private final Map<RandomMapping.Shard, Map<List<Object>, MappedOrder>> source = new LinkedHashMap<>();
        private final SyncPipeline pipeline;
        private int starts;
        private @Nullable SyncRun run;

        Workload(LeakCheck leaks, Random random, RandomMapping mapping) {
            this.random = random;
            this.mapping = mapping;
            this.expected = new MappedRows(mapping);
            rig = new Rig(leaks, clock);
            rig.source
                    .visibilityUncertainty(random.nextInt(3) == 0 ? Duration.ofSeconds(10) : Duration.ZERO)
                    .eventsPerPoll(1 + random.nextInt(8))
                    .rowsPerPiece(1 + random.nextInt(4))
                    .transactionsPerProgress(1 + random.nextInt(3))
                    .copyConditions((condition, schema, row) -> RandomMapping.meets(condition, MappedOrder.of(row)));
            mapping.shards().forEach(this::createTable);
            Tuning tuning = Tuning.builder()
                    .restartDelay(Duration.ofMillis(10))
                    .commitInterval(Duration.ofSeconds(1))
                    .chunkRows(1 + random.nextInt(6))
                    .copyReaders(1 + random.nextInt(3))
                    .build();
            pipeline = mapping.define(rig.unselected().tuning(tuning)).build();
        }

        void begin() {
            if (mapping.isWhole() && random.nextBoolean()) {
                changeWhileCopying();
            } else {
                run = pipeline.start();
                awaitCopied();
            }
        }

        private void createTable(RandomMapping.Shard shard) {
            Map<List<Object>, MappedOrder> rows = new HashMap<>();
            for (int i = random.nextInt(12); i > 0; i--) {
                MappedOrder row = randomRow();
                rows.put(key(row), row);
            }
            rows.values().forEach(row -> expected.copied(shard, row));
            source.put(shard, rows);
            Object[][] values = rows.values().stream().map(MappedOrder::values).toArray(Object[][]::new);
            rig.source.table(MappedOrder.shape(shard.table(), mapping.sourceKey()), values);
        }

        private MappedOrder randomRow() {
            return MappedOrder.random(random, mapping.needsGroup());
        }

        private List<Object> key(MappedOrder row) {
            return mapping.sourceKey().size() == 1 ? List.of(row.a()) : List.of(row.a(), row.b());
        }

        /** Where all comes to the same, changes may come before a copy begins, and before it can see them. */
        private void changeWhileCopying() {
            rig.source.hideCommits();
            for (int i = random.nextInt(4); i > 0; i--) {
                change();
            }
            run = pipeline.start();
            changeSeveral();
            rig.source.showCommits();
        }

        private void changeSeveral() {
            for (int i = random.nextInt(10); i > 0; i--) {
                change();
                awaitPolls();
            }
        }

        /** Nothing changes before the checkpoint says that every table is copied. */
        private void awaitCopied() {
            for (int i = random.nextInt(3); i > 0; i--) {
                breakSomething();
            }
            long end = System.nanoTime() + Rig.PATIENCE.toNanos();
            while (lastSaved().size() < source.size() || !lastSaved().stream().allMatch(TableProgress::copied)) {
                clock.advance(Duration.ofMillis(500));
                again();
                assertThat(System.nanoTime())
                        .as("copied in time: %s", run.status())
                        .isLessThan(end);
                Thread.onSpinWait();
            }
        }

        private List<TableProgress> lastSaved() {
            List<Checkpoint> saved = rig.store.saved();
            return saved.isEmpty()
                    ? List.of()
                    : saved.get(saved.size() - 1).reached().tables();
        }

        void operate() throws InterruptedException {
            int dice = random.nextInt(100);
            if (dice < 65) {
                change();
            } else if (dice < 68 && mapping.isWhole()) {
                copyAgain();
            } else if (dice < 80) {
                breakSomething();
            } else {
                pass();
            }
            clock.advance(Duration.ofMillis(random.nextInt(2_000)));
            again();
        }

        /** Changes that come before the new copy find rows of the old one. What random failures end meanwhile does not happen. */
        private void copyAgain() throws InterruptedException {
            RandomMapping.Shard shard =
                    mapping.shards().get(random.nextInt(mapping.shards().size()));
            CountDownLatch changed = new CountDownLatch(1);
            rig.source.script().next(SourceStep.FIND_CHUNK, changed::await);
            try {
                run.copyAgain(new TableId("shop", shard.table()));
                changeSeveral();
            } catch (SyncException e) {
                requireKnown(e);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("has ended");
            } finally {
                changed.countDown();
            }
        }

        private void change() {
            ScriptedTransaction transaction = rig.source.transaction();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                RandomMapping.Shard shard =
                        mapping.shards().get(random.nextInt(mapping.shards().size()));
                change(transaction, shard, source.get(shard), new TableId("shop", shard.table()));
            }
            transaction.commit();
        }

        private void change(
                ScriptedTransaction transaction,
                RandomMapping.Shard shard,
                Map<List<Object>, MappedOrder> rows,
                TableId table) {
            MappedOrder fresh = randomRow();
            MappedOrder old = rows.get(key(fresh));
            if (old == null) {
                transaction.insert(table, fresh.values());
                rows.put(key(fresh), fresh);
                expected.inserted(shard, fresh);
            } else if (random.nextInt(4) == 0) {
                transaction.delete(table, key(old));
                rows.remove(key(old));
                expected.deleted(shard, old);
            } else {
                MappedOrder changed = old.changed(random, randomRow());
                if (key(changed).equals(key(old)) || !rows.containsKey(key(changed))) {
                    transaction.update(table, key(old), changed.values());
                    rows.remove(key(old));
                    rows.put(key(changed), changed);
                    expected.updated(shard, old, changed);
                }
            }
        }

        private void breakSomething() {
            boolean passing = random.nextBoolean();
            int nth = 1 + random.nextInt(6);
            switch (random.nextInt(4)) {
                case 0 ->
                    rig.source.script().nth(any(SourceStep.values()), nth, () -> {
                        throw passing
                                ? SourceException.retryable("random", null)
                                : SourceException.fatal("random", null);
                    });
                case 1, 2 ->
                    rig.sink.script().nth(any(SinkStep.values()), nth, () -> {
                        throw passing ? SinkException.retryable("random", null) : SinkException.fatal("random", null);
                    });
                default ->
                    rig.store.script().nth(any(StoreStep.values()), nth, () -> {
                        throw new CheckpointException("random");
                    });
            }
        }

        private <T> T any(T[] values) {
            return values[random.nextInt(values.length)];
        }

        /** Lets the pipeline get somewhere, sometimes by stopping it. */
        private void pass() throws InterruptedException {
            if (random.nextInt(4) == 0) {
                run.close();
            } else {
                awaitPolls();
            }
        }

        private void awaitPolls() {
            int before = rig.source.script().count(SourceStep.POLL);
            long end = System.nanoTime() + 3_000_000;
            while (rig.source.script().count(SourceStep.POLL) < before + 3 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }

        private void again() {
            if (run.status().state().isEnd()) {
                run.close();
                starts++;
                assertThat(starts)
                        .as("starts; the last failure is %s", run.status().failure())
                        .isLessThan(100);
                run.status().failure().ifPresent(Workload::requireKnown);
                if (random.nextInt(3) == 0) {
                    rig.sink.forgetFlushed();
                }
                if (lastSaved().isEmpty()) {
                    // Rows that an attempt without a checkpoint has copied, and that are deleted since then, would
                    // stay.
                    rig.sink.drop(RandomMapping.DESTINATION);
                }
                run = pipeline.start();
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
            rig.source.script().clear();
            rig.sink.script().clear();
            rig.store.script().clear();
            try (SourceSession session = rig.source.open(new SessionOptions("check", 1 << 20, 1, clock))) {
                Position end = session.positionAt(StartPoint.latest());
                await().atMost(Rig.PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
                    clock.advance(Duration.ofSeconds(2));
                    again();
                    return lastSaved().size() == source.size()
                            && lastSaved().stream().allMatch(TableProgress::copied)
                            && run.status()
                                    .position()
                                    .filter(p -> session.covers(p, end))
                                    .isPresent();
                });
            }
            assertThat(destination()).containsExactlyInAnyOrderElementsOf(expected.all());
        }

        private List<Map<String, String>> destination() {
            List<Map<String, String>> rows = new ArrayList<>();
            for (Map<String, @Nullable Object> row : rig.sink.rows(RandomMapping.DESTINATION)) {
                Map<String, String> text = new HashMap<>();
                row.forEach((column, value) -> text.put(column, String.valueOf(value)));
                rows.add(text);
            }
            return rows;
        }

        @Override
        public void close() {
            rig.source.showCommits();
            if (run != null) {
                run.close();
            }
        }
    }
}
