package io.syncpipeline;

import io.syncpipeline.internal.engine.PipelineRun;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.status.SyncStatus;
import java.time.Duration;
import java.util.Objects;

/**
 * One execution of a pipeline. It goes on until it has done all it had to do, is stopped, or fails. Thread-safe. Close it: its threads
 * do not end by themselves while it follows changes.
 */
public final class SyncRun implements AutoCloseable {

    /** How long {@link #close()} lets the run commit what it has before it is cut off. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final PipelineRun run;

    SyncRun(PipelineRun run) {
        this.run = run;
    }

    /** The run at this instant. Does not block. */
    public SyncStatus status() {
        return run.status();
    }

    /**
     * Copies a table of the run once more from its beginning, while its changes and all other tables are followed as before: after the
     * destination was damaged or emptied, or after a change of shape that was not carried over. What the destination lacks, its table
     * included, is created; its rows are overwritten by key and not emptied first, so a row that the source does not have stays.
     *
     * <p>The run commits what it has and goes on from its checkpoint, which takes a moment; copies that are under way lose the chunks that
     * are being read. Blocks until the checkpoint says that the table is not copied: from then on the request survives a crash.
     *
     * @throws io.syncpipeline.model.DefinitionException when it is not a table of this run; the run goes on
     * @throws IllegalStateException when the run ends or has ended, or when called by a listener on the run's own thread
     * @throws InterruptedException when the waiting thread was interrupted; the request stays
     */
    public void copyAgain(TableId table) throws InterruptedException {
        run.copyAgain(Objects.requireNonNull(table, "table"));
    }

    /**
     * Goes on by another definition with the same name, source, sink, mode, checkpoint store and clock: tables that it adds are copied (in
     * modes that copy) and followed, tables that it leaves out are followed no longer and forgotten, what stays goes on where it is. The
     * destination tables of tables that are left out stay as they are; when such a table is added again later, it is copied anew.
     *
     * <p>The run commits what it has, makes the new plan and goes on from its checkpoint, which takes a moment; copies that are under way
     * lose the chunks that are being read. When the plan has errors, they are thrown and the run goes on by the old definition. Blocks until
     * nothing runs by the old definition any more and the checkpoint has forgotten the tables that the new one leaves out. The definition is
     * not part of the checkpoint: start the next run with it.
     *
     * @throws io.syncpipeline.model.DefinitionException when the definitions differ in what must be the same, or the new plan has errors
     * @throws SyncException when the source, the sink or the store could not be asked
     * @throws IllegalStateException when the run ends or has ended, or when called by a listener on the run's own thread
     * @throws InterruptedException when the waiting thread was interrupted; the request stays
     */
    public void apply(SyncPipeline pipeline) throws InterruptedException {
        run.apply(pipeline.definition());
    }

    /**
     * Waits until the run has ended.
     *
     * @return how it ended: finished or stopped
     * @throws SyncException why it failed, if it did
     * @throws InterruptedException when the waiting thread was interrupted; the run goes on
     */
    public SyncState await() throws InterruptedException {
        while (!run.await(Duration.ofHours(1))) {
            Thread.onSpinWait();
        }
        return outcome();
    }

    /**
     * Waits until the run has ended, at most this long.
     *
     * @return the state the run is in: one of the ends, or another when the time is over
     * @throws SyncException why it failed, if it did
     * @throws InterruptedException when the waiting thread was interrupted; the run goes on
     */
    public SyncState await(Duration timeout) throws InterruptedException {
        return run.await(timeout) ? outcome() : run.status().state();
    }

    /**
     * Asks the run to commit what it has, save its checkpoint and end, and waits for it. A stopped pipeline can be started again and
     * goes on where it was. When a failure that may pass keeps it from the last commit, such as a lost connection, it is stopped all the
     * same, and the next start writes again what was not committed.
     *
     * @throws SyncException why it failed, if it did
     * @throws InterruptedException when the waiting thread was interrupted; the run is still stopping
     */
    public SyncState stop() throws InterruptedException {
        run.requestStop();
        return await();
    }

    /**
     * Stops the run as {@link #stop()} does, but does not throw when it failed, and cuts it off when it has not ended after two
     * minutes: what is not committed by then is written again at the next start. Idempotent. Returns when all threads have ended.
     */
    @Override
    public void close() {
        run.requestStop();
        boolean interrupted = false;
        boolean over = false;
        Duration patience = GRACE;
        while (!over) {
            try {
                over = run.await(patience);
                if (!over) {
                    run.interrupt();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                patience = Duration.ofSeconds(10);
                run.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private SyncState outcome() {
        SyncStatus status = run.status();
        if (status.state() == SyncState.FAILED) {
            throw status.failure().orElseThrow();
        }
        return status.state();
    }
}
