package io.syncpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.model.CheckpointException;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.Script;
import io.syncpipeline.testkit.Shape;
import io.syncpipeline.testkit.SinkStep;
import io.syncpipeline.testkit.SourceStep;
import io.syncpipeline.testkit.StoreStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fails once at every seam of a run and starts again: in the end the destination holds the source's rows. */
class CrashMatrixTest {

    /** Every place at which a run can break. */
    enum Seam {
        OPENING_THE_SOURCE(SourceStep.OPEN),
        POLLING(SourceStep.POLL),
        AFTER_READING_SOME_EVENTS(SourceStep.EVENT),
        FINDING_A_CHUNK(SourceStep.FIND_CHUNK),
        WAITING_FOR_VISIBILITY(SourceStep.AWAIT_VISIBLE),
        BEFORE_A_CHUNK(SourceStep.SELECT),
        CHUNK_SELECTED_BUT_NOT_HANDED_ON(SourceStep.SELECTED),
        IN_A_CHUNK(SourceStep.PIECE),
        AFTER_A_CHUNK(SourceStep.READ),
        OPENING_THE_SINK(SinkStep.OPEN),
        DESCRIBING(SinkStep.DESCRIBE),
        BEFORE_CREATING(SinkStep.CREATE),
        AFTER_CREATING(SinkStep.CREATED),
        BEFORE_AN_ALTER(SinkStep.ALTER),
        AFTER_AN_ALTER(SinkStep.ALTERED),
        BEFORE_A_WRITE(SinkStep.WRITE),
        AFTER_A_WRITE(SinkStep.WRITTEN),
        AFTER_A_SEAL(SinkStep.SEALED),
        BEFORE_A_FLUSH(SinkStep.FLUSH),
        AFTER_A_FLUSH(SinkStep.FLUSHED),
        BEFORE_A_COMMIT(SinkStep.COMMIT),
        LOST_ANSWER_OF_A_COMMIT(SinkStep.COMMITTED),
        SETTLING(SinkStep.SETTLE),
        LOST_ANSWER_OF_SETTLING(SinkStep.SETTLED),
        CLOSING_A_WRITER(SinkStep.CLOSE_WRITER),
        LOADING(StoreStep.LOAD),
        BEFORE_A_SAVE(StoreStep.SAVE),
        LOST_ANSWER_OF_A_SAVE(StoreStep.SAVED);

        private final Enum<?> step;

        Seam(Enum<?> step) {
            this.step = step;
        }

        void breakAt(Rig rig, int nth, boolean passing, AtomicBoolean broken) {
            if (this == SETTLING || this == LOST_ANSWER_OF_SETTLING) {
                rig.sink.script().next(SinkStep.COMMIT, () -> {
                    throw SinkException.retryable("so that there is something to settle", null);
                });
            }
            Script.Action action = () -> {
                broken.set(true);
                throw failure(passing);
            };
            if (step instanceof SourceStep at) {
                rig.source.script().nth(at, nth, action);
            } else if (step instanceof SinkStep at) {
                rig.sink.script().nth(at, nth, action);
            } else if (step instanceof StoreStep at) {
                rig.store.script().nth(at, nth, action);
            }
        }

        boolean isBetweenFlushAndSave() {
            return switch (this) {
                case AFTER_A_FLUSH, BEFORE_A_COMMIT, LOST_ANSWER_OF_A_COMMIT, SETTLING, LOST_ANSWER_OF_SETTLING -> true;
                case BEFORE_A_SAVE, LOST_ANSWER_OF_A_SAVE -> true;
                default -> false;
            };
        }

        private SyncException failure(boolean passing) {
            String message = "broken at " + this;
            if (step instanceof StoreStep) {
                return new CheckpointException(message);
            }
            if (step instanceof SourceStep) {
                return passing ? SourceException.retryable(message, null) : SourceException.fatal(message, null);
            }
            return passing ? SinkException.retryable(message, null) : SinkException.fatal(message, null);
        }
    }

    /**
     * One way to break.
     *
     * @param nth the how many-th time the seam is come to
     * @param passing whether the supervisor may start again by itself
     * @param forgetful whether the destination has forgotten what was flushed and not committed
     */
    record Break(Seam seam, int nth, boolean passing, boolean forgetful) {
        @Override
        public String toString() {
            return seam + " #" + nth + (passing ? ", passing" : ", fatal") + (forgetful ? ", forgetful" : "");
        }
    }

    static List<Break> breaks() {
        List<Break> all = new ArrayList<>();
        for (Seam seam : Seam.values()) {
            for (int nth : new int[] {1, 2, 4}) {
                all.add(new Break(seam, nth, true, false));
                all.add(new Break(seam, nth, false, false));
                if (seam.isBetweenFlushAndSave()) {
                    all.add(new Break(seam, nth, false, true));
                }
            }
        }
        return all;
    }

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @ParameterizedTest
    @MethodSource("breaks")
    void endsWithTheSourcesRows(Break broken) throws InterruptedException {
        Rig rig = new Rig(leaks);
        rig.source.rowsPerPiece(2).eventsPerPoll(3);
        TableId orders = rig.table("orders", 11);
        TableId customers = rig.table("customers", 3);
        SyncPipeline pipeline = rig.unselected()
                .tables(TableSelector.matching("shop", ".*"))
                .tuning(Rig.tuning().chunkRows(4).copyReaders(2).build())
                .onDdl(DdlKind.DROP_COLUMN, DdlAction.NORMAL)
                .onDdl(DdlKind.TRUNCATE_TABLE, DdlAction.NORMAL)
                .build();
        AtomicBoolean fired = new AtomicBoolean();
        broken.seam().breakAt(rig, broken.nth(), broken.passing(), fired);
        Starts starts = new Starts(rig, pipeline, broken.forgetful());
        try {
            change(rig, orders, customers, starts);
            await().atMost(Rig.PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
                starts.again();
                return starts.allTablesCopied() && rig.isSame();
            });
        } finally {
            starts.end();
        }
        rig.assertSame();
        assertThat(fired.get() || broken.nth() > 1)
                .as("the seam is come to in this scenario")
                .isTrue();
        goOnFromTheCheckpoint(rig, orders, pipeline);
    }

    /** Changes between which the pipeline gets a chance to do what it does. */
    private static void change(Rig rig, TableId orders, TableId customers, Starts starts) throws InterruptedException {
        rig.source.update(orders, 1L, 1, "updated early");
        starts.again();
        rig.source
                .transaction()
                .delete(orders, 3L)
                .update(orders, 9L, 100, "moved")
                .commit();
        await().atMost(Rig.PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
            starts.again();
            return rig.isSame();
        });
        rig.source.addColumn(orders, Shape.nullable("more", DataType.of(Kind.INT32)));
        rig.source.insert(orders, 200, "after the statement", 1);
        rig.source.renameColumn(orders, "name", "title");
        rig.source.update(orders, 1L, 1, "updated late", 2);
        rig.source.insert(customers, 77, "seventy-seven");
        rig.source.dropColumn(orders, "more");
        rig.source.createTable(Rig.shape("created"));
        rig.source.insert(new TableId("shop", "created"), 1, "first");
        rig.source.truncate(customers);
        rig.source.insert(customers, 78, "after the truncate");
        rig.source.delete(orders, 2L);
    }

    private static void goOnFromTheCheckpoint(Rig rig, TableId orders, SyncPipeline pipeline)
            throws InterruptedException {
        rig.source.script().clear();
        rig.sink.script().clear();
        rig.store.script().clear();
        int selects = rig.source.script().count(SourceStep.SELECT);
        rig.source.update(orders, 4L, 4, "while it was stopped");
        try (SyncRun run = pipeline.start()) {
            rig.awaitSame(run);
            assertThat(run.stop()).isEqualTo(SyncState.STOPPED);
        }
        assertThat(rig.source.script().count(SourceStep.SELECT))
                .as("nothing is copied again")
                .isEqualTo(selects);
    }

    /** Starts the pipeline again whenever it has failed, as a host application would. */
    private static final class Starts {

        private final Rig rig;
        private final SyncPipeline pipeline;
        private final boolean forgetful;
        private final List<SyncException> failures = new ArrayList<>();
        private SyncRun run;

        Starts(Rig rig, SyncPipeline pipeline, boolean forgetful) {
            this.rig = rig;
            this.pipeline = pipeline;
            this.forgetful = forgetful;
            this.run = pipeline.start();
        }

        void again() throws InterruptedException {
            if (!run.status().state().isEnd()) {
                return;
            }
            run.status().failure().ifPresent(failures::add);
            run.close();
            if (failures.size() > 4) {
                throw new AssertionError("it fails again and again", failures.get(failures.size() - 1));
            }
            if (forgetful) {
                rig.sink.forgetFlushed();
            }
            run = pipeline.start();
        }

        boolean allTablesCopied() {
            return run.status().state() == SyncState.RUNNING && run.status().allTablesCopied();
        }

        void end() {
            run.close();
        }
    }
}
