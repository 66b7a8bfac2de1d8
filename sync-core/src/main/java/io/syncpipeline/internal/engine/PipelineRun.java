package io.syncpipeline.internal.engine;

import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.status.SyncStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run with its supervisor: attempts follow each other while failures may pass and are not too many within the window. Thread-safe.
 */
public final class PipelineRun {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineRun.class);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    private final StatusBoard board;
    private final Beginning beginning;
    private final Thread thread;
    private final RunChanges changes = new RunChanges();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final Deque<Long> restarts = new ArrayDeque<>();
    private volatile Definition definition;

    private PipelineRun(Definition definition, StartPoint start) {
        this.definition = definition;
        this.board = new StatusBoard(definition);
        this.beginning = new Beginning(definition.name(), definition.clock(), start);
        this.thread = new Thread(this::supervise, "sync-" + definition.name() + "-stream");
    }

    /** Starts a run on a thread of its own, which begins to follow at the given place. */
    public static PipelineRun start(Definition definition, StartPoint start) {
        PipelineRun run = new PipelineRun(definition, start);
        run.thread.start();
        return run;
    }

    /** The run at this instant. */
    public SyncStatus status() {
        return board.status();
    }

    /** Asks for another copy of a table, and waits until the checkpoint says so. */
    public void copyAgain(TableId table) throws InterruptedException {
        requireOtherThread("copyAgain");
        if (definition.isLogged(table)) {
            throw new DefinitionException(
                    "cannot copy " + table
                            + " again: it is written to a log, which takes changes only; use WriteMode.replay for tables to copy");
        }
        await(changes.copyAgain(table));
    }

    /** Goes on with another definition; waits until nothing runs by the present one any more. */
    public void apply(Definition next) throws InterruptedException {
        requireOtherThread("apply");
        RunChanges.requireSameEnds(definition, next);
        await(changes.apply(next));
    }

    private void requireOtherThread(String method) {
        if (Thread.currentThread().equals(thread)) {
            throw new IllegalStateException(
                    method + " waits for the run, so it must not be called by a listener on the run's own thread");
        }
    }

    private static void await(CompletableFuture<@Nullable Void> change) throws InterruptedException {
        try {
            change.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Asks the run to commit what it has and to end. Returns at once. */
    public void requestStop() {
        stopRequested.countDown();
    }

    /** Gives up waiting for the network: what is not committed is written again at the next start. */
    public void interrupt() {
        requestStop();
        interrupted.set(true);
        thread.interrupt();
    }

    /** Waits until the run has ended; returns whether it has. */
    public boolean await(Duration timeout) throws InterruptedException {
        boolean over = ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (over) {
            thread.join();
        }
        return over;
    }

    private void supervise() {
        try {
            board.enter(board.state());
            SyncState end = attempts();
            board.enter(end);
        } catch (InterruptedException e) {
            if (isStopping()) {
                board.enter(SyncState.STOPPED);
            } else {
                fail(SourceException.fatal("the run's thread was interrupted by somebody who does not own it", e));
            }
        } catch (SyncException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(SourceException.fatal("the run failed unexpectedly: " + e, e));
        } finally {
            changes.end("the run of '" + definition.name() + "' has ended: " + board.state());
            ended.countDown();
        }
    }

    private void fail(SyncException cause) {
        board.failed(cause);
        LOG.error("{} - the run failed: {}", definition.name(), cause.getMessage(), cause);
        board.enter(SyncState.FAILED);
    }

    private SyncState attempts() throws InterruptedException {
        while (true) {
            definition = changes.take(definition);
            board.listeners(definition.listeners());
            try (Attempt attempt = new Attempt(definition, changes, board, beginning)) {
                SyncState end = attempt.run(this::isStopping);
                if (isStopping() || !changes.areWaiting()) {
                    return end;
                }
            } catch (DefinitionException e) {
                definition = changes.refused(e).orElseThrow(() -> e);
            } catch (SyncException e) {
                if (!isStopping()) {
                    restartOrThrow(e);
                } else if (e.isRetryable()) {
                    stoppedBy(e);
                } else {
                    throw e;
                }
            }
            if (isStopping()) {
                return SyncState.STOPPED;
            }
        }
    }

    /** What would have been tried again has only kept the last interval from being committed, which the next start writes again. */
    private void stoppedBy(SyncException failure) {
        LOG.warn(
                "{} - stopped without a last commit, the next start goes on from the checkpoint: {}",
                definition.name(),
                failure.getMessage());
    }

    private boolean isStopping() {
        return stopRequested.getCount() == 0;
    }

    private void restartOrThrow(SyncException failure) throws InterruptedException {
        Tuning tuning = definition.tuning();
        long now = definition.clock().millis();
        while (!restarts.isEmpty()
                && restarts.element() < now - tuning.restartWindow().toMillis()) {
            restarts.remove();
        }
        if (!failure.isRetryable() || restarts.size() >= tuning.restartLimit()) {
            throw failure;
        }
        restarts.add(now);
        board.restarting(failure);
        Duration delay = tuning.restartDelay().multipliedBy(1L << Math.min(10, restarts.size() - 1));
        delay = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
        LOG.warn(
                "{} - restarts in {} ms from the last checkpoint ({} of {} in {} minutes): {}",
                definition.name(),
                delay.toMillis(),
                restarts.size(),
                tuning.restartLimit(),
                tuning.restartWindow().toMinutes(),
                failure.getMessage(),
                failure);
        board.enter(SyncState.RESTARTING);
        if (stopRequested.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
    }
}
