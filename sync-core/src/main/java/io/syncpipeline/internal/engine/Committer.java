package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.Checkpoint;
import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.checkpoint.Reached;
import io.syncpipeline.spi.PendingCommit;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Makes intervals durable, one at a time: sends everything, records what is about to be committed, commits, then saves the position.
 * The next interval is written meanwhile. Started and asked by the stream thread; works on the run's workers.
 */
final class Committer {

    private final String pipeline;
    private final CheckpointStore store;
    private final Workers workers;
    private final Clock clock;
    private Reached committed;
    private @Nullable Future<Reached> running;

    Committer(String pipeline, CheckpointStore store, Workers workers, Clock clock, Reached committed) {
        this.pipeline = pipeline;
        this.store = store;
        this.workers = workers;
        this.clock = clock;
        this.committed = committed;
    }

    /** What the destination has reached for certain. Stream thread only. */
    Reached committed() {
        return committed;
    }

    boolean isRunning() {
        return running != null;
    }

    /**
     * Starts to commit an interval that was sealed. No other may be running.
     *
     * @param pending the sealed writes of all tables
     * @param next what will be reached
     */
    void begin(List<PendingCommit> pending, Reached next) {
        if (running != null) {
            throw new IllegalStateException("an interval is being committed already");
        }
        Reached before = committed;
        running = workers.submit(() -> commit(pending, before, next));
    }

    /**
     * Takes note of an interval that has been committed.
     *
     * @return whether one was
     * @throws io.syncpipeline.model.SyncException when committing failed
     */
    boolean collect() throws InterruptedException {
        Future<Reached> future = running;
        if (future == null || !future.isDone()) {
            return false;
        }
        running = null;
        committed = Workers.result(future);
        return true;
    }

    /** Waits for the running interval, if there is one. */
    boolean await() throws InterruptedException {
        Future<Reached> future = running;
        if (future == null) {
            return false;
        }
        Workers.awaitEnd(future);
        return collect();
    }

    private Reached commit(List<PendingCommit> pending, Reached before, Reached next) throws InterruptedException {
        all(pending, PendingCommit::flush);
        List<String> tokens = pending.stream().flatMap(p -> p.tokens().stream()).toList();
        if (!tokens.isEmpty()) {
            save(new Checkpoint(before, new Checkpoint.Pending(tokens, next), clock.instant()));
        }
        all(pending, PendingCommit::commit);
        save(new Checkpoint(next, null, clock.instant()));
        return next;
    }

    void save(Checkpoint checkpoint) {
        store.save(pipeline, checkpoint);
    }

    private interface Step {
        void run(PendingCommit commit) throws InterruptedException;
    }

    /** All at the same time; the first failure is thrown when all have ended. */
    private void all(Collection<PendingCommit> pending, Step step) throws InterruptedException {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (PendingCommit commit : pending) {
            tasks.add(() -> {
                step.run(commit);
                return true;
            });
        }
        workers.all(tasks);
    }
}
