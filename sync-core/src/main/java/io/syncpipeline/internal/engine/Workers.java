package io.syncpipeline.internal.engine;

import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.SyncException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which intervals are committed: one that leads an interval, and several that commit its tables. Two pools, because the
 * leader waits for the others. Before the first interval the several make the destination's tables.
 */
final class Workers implements AutoCloseable {

    private static final int COMMITTING = 8;

    private final ExecutorService leader;
    private final ExecutorService pool;

    Workers(String pipeline) {
        this(
                Executors.newSingleThreadExecutor(named("sync-" + pipeline + "-committer")),
                Executors.newFixedThreadPool(COMMITTING, named("sync-" + pipeline + "-commit")));
    }

    /** Workers of the given executors, which it owns. */
    Workers(ExecutorService leader, ExecutorService pool) {
        this.leader = leader;
        this.pool = pool;
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> new Thread(task, prefix + "-" + number.incrementAndGet());
    }

    <T> Future<T> submit(Callable<T> task) {
        return leader.submit(task);
    }

    /** Runs all tasks and waits for all; the first failure is thrown, the others are suppressed in it. */
    void all(Collection<Callable<Boolean>> tasks) throws InterruptedException {
        if (tasks.isEmpty()) {
            return;
        }
        List<SyncException> failures = new ArrayList<>();
        for (Future<Boolean> future : pool.invokeAll(tasks)) {
            try {
                result(future);
            } catch (SyncException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            SyncException first = failures.get(0);
            failures.stream().skip(1).filter(f -> f != first).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** The result of a task that has ended, its failure as a {@link SyncException}. */
    static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SyncException failure) {
                throw failure;
            }
            if (cause instanceof InterruptedException) {
                throw new InterruptedException("committing was interrupted");
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw SinkException.fatal("committing failed: " + cause, cause);
        } catch (CancellationException e) {
            throw new InterruptedException("committing was cancelled");
        }
    }

    /** Waits until a task has ended, however it did. */
    static void awaitEnd(Future<?> future) throws InterruptedException {
        try {
            future.get();
        } catch (ExecutionException | CancellationException e) {
            return;
        }
    }

    /** Interrupts what runs and waits for it. */
    @Override
    public void close() {
        leader.shutdownNow();
        pool.shutdownNow();
        Threads.uninterruptibly(() -> {
            while (!leader.awaitTermination(1, TimeUnit.MINUTES) || !pool.awaitTermination(1, TimeUnit.MINUTES)) {
                leader.shutdownNow();
                pool.shutdownNow();
            }
        });
    }
}
