package io.syncpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.model.CheckpointException;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.rule.WriteMode;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.ScriptedTransaction;
import io.syncpipeline.testkit.Shape;
import io.syncpipeline.testkit.SinkStep;
import io.syncpipeline.testkit.SourceStep;
import io.syncpipeline.testkit.StoreStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random transactions, statements and failures on a table that is copied and replayed, one with a flattened log and one with a JSON log: in
 * the end each log holds every change once, in order. A seed that failed is run alone with {@code -Dsync.test.seed=<seed>}.
 */
class RandomLogTest {

    private static final int SEEDS = 200;
    private static final int OPERATIONS = 60;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    static LongStream seeds() {
        Long one = Long.getLong("sync.test.seed");
        long first = Long.getLong("sync.test.seeds.from", 1);
        return one == null
                ? LongStream.range(first, first + Integer.getInteger("sync.test.logSeeds", SEEDS))
                : LongStream.of(one);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyChangeIsInTheLogOnce(long seed) throws InterruptedException {
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
        private final TableId orders;
        private final TableId clicks;
        private final TableId notes;
        private final SyncPipeline pipeline;
        private final List<String> expectedClicks = new ArrayList<>();
        private final List<String> expectedNotes = new ArrayList<>();
        private int columns;
        private int starts;
        private SyncRun run;

        Workload(LeakCheck leaks, long seed) {
            random = new Random(seed);
            rig = new Rig(leaks, clock);
            rig.source
                    .eventsPerPoll(1 + random.nextInt(8))
                    .rowsPerPiece(1 + random.nextInt(4))
                    .transactionsPerProgress(1 + random.nextInt(3));
            orders = rig.table("orders", random.nextInt(20));
            clicks = rig.table("clicks", 3);
            notes = rig.table("notes", 3);
            Tuning tuning = Tuning.builder()
                    .restartDelay(Duration.ofMillis(10))
                    .commitInterval(Duration.ofSeconds(1))
                    .chunkRows(1 + random.nextInt(6))
                    .copyReaders(1 + random.nextInt(3))
                    .build();
            pipeline = rig.unselected()
                    .tables(TableSelector.matching("shop", ".*"))
                    .tuning(tuning)
                    .rule(MappingRule.forTable("shop", "clicks").skipCopy().writeMode(WriteMode.appendFlattened()))
                    .rule(MappingRule.forTable("shop", "notes").skipCopy().writeMode(WriteMode.appendJson()))
                    .build();
            run = pipeline.start();
            await().atMost(Rig.PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> run.status().state() == SyncState.RUNNING);
        }

        void operate() throws InterruptedException {
            int dice = random.nextInt(100);
            if (dice < 55) {
                change();
            } else if (dice < 65) {
                statement();
            } else if (dice < 80) {
                breakSomething();
            } else {
                pass();
            }
            clock.advance(Duration.ofMillis(random.nextInt(2_000)));
            again();
        }

        private void change() {
            ScriptedTransaction transaction = rig.source.transaction();
            TableId table = random.nextInt(4) == 0 ? orders : random.nextBoolean() ? clicks : notes;
            int width = rig.source.schema(table).columns().size();
            long key = random.nextInt(25);
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++, key++) {
                String old = text(table, key);
                if (old.isEmpty()) {
                    Object[] row = row(key, width);
                    transaction.insert(table, row);
                    expect(table, "I N Y", text(row));
                } else if (random.nextInt(3) == 0) {
                    transaction.delete(table, key);
                    expect(table, "D Y N", old);
                } else {
                    Object[] row = row(key, width);
                    transaction.update(table, key, row);
                    expect(table, "U Y N", old);
                    expect(table, "U N Y", text(row));
                }
            }
            transaction.commit();
        }

        private void expect(TableId table, String change, String row) {
            if (table.equals(clicks)) {
                expectedClicks.add(change + " " + row);
            } else if (table.equals(notes)) {
                expectedNotes.add(change + " " + row);
            }
        }

        private Object[] row(long key, int width) {
            Object[] row = new Object[width];
            row[0] = key;
            row[1] = "n" + random.nextInt(1_000);
            for (int i = 2; i < width; i++) {
                row[i] = random.nextInt(1_000);
            }
            return row;
        }

        private static String text(Object[] row) {
            return row[0] + " " + row[1];
        }

        /** The first two columns of the source's row; empty when there is none. */
        private String text(TableId table, long key) {
            return rig.source.rows(table).stream()
                    .filter(row -> row.get("id").equals(key))
                    .map(row -> key + " " + row.get("name"))
                    .findFirst()
                    .orElse("");
        }

        private void statement() {
            TableId table = random.nextBoolean() ? clicks : notes;
            columns++;
            String sql;
            if (table.equals(notes) && random.nextInt(3) == 0) {
                rig.source.truncate(table);
                sql = "TRUNCATE N N TRUNCATE TABLE shop.notes";
            } else {
                rig.source.addColumn(table, Shape.nullable("c" + columns, DataType.of(Kind.INT32)));
                sql = "ALTER N N ALTER TABLE shop.notes ADD COLUMN c" + columns + " int32";
            }
            if (table.equals(notes)) {
                expectedNotes.add(sql);
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
                int before = rig.source.script().count(SourceStep.POLL);
                long end = System.nanoTime() + 3_000_000;
                while (rig.source.script().count(SourceStep.POLL) < before + 3 && System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
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
            await().atMost(Rig.PATIENCE).pollInterval(Duration.ofMillis(2)).untilAsserted(() -> {
                clock.advance(Duration.ofSeconds(2));
                again();
                assertThat(run.status().state()).isEqualTo(SyncState.RUNNING);
                assertThat(log("shop_clicks")).isEqualTo(expectedClicks);
                assertThat(log("shop_notes")).isEqualTo(expectedNotes);
                assertThat(rig.sink.size("shop_orders"))
                        .isEqualTo(rig.source.rows(orders).size());
            });
        }

        /** The records by their ids, which are unique. */
        private List<String> log(String table) {
            List<Map<String, Object>> records = new ArrayList<>(rig.sink.rows(table));
            records.sort(Comparator.comparing(Workload::id));
            List<String> ids = records.stream().map(Workload::id).toList();
            assertThat(ids).as("ids of %s", table).doesNotHaveDuplicates();
            return records.stream().map(Workload::shown).toList();
        }

        private static String id(Map<String, Object> record) {
            return record.get("_sequence_id_") + "" + record.get("_after_image_");
        }

        private static String shown(Map<String, Object> record) {
            String row = record.containsKey("_data_columns_")
                    ? String.valueOf(record.get("_data_columns_"))
                            .replaceFirst("^\\{\"id\":(\\d+),\"name\":\"(n\\d+|notes \\d)\".*$", "$1 $2")
                    : record.get("id") + " " + record.get("name");
            String sql = String.valueOf(record.getOrDefault("_ddl_sql_", "null"));
            return record.get("_operation_type_") + " " + record.get("_before_image_") + " "
                    + record.get("_after_image_") + " " + (sql.equals("null") ? row : sql);
        }

        @Override
        public void close() {
            run.close();
        }
    }
}
