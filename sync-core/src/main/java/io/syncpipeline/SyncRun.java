package io.syncpipeline;

import io.syncpipeline.internal.engine.PipelineRun;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.status.SyncStatus;
import java.time.Duration;

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
     * goes on where it was.
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
