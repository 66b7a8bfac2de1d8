package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.model.SinkException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The intervals of a table that are not committed, oldest first: the first one is sent, the last one is filled. Holds the writer's lock,
 * and its failure, after which nothing more is written or sent.
 */
final class Intervals {

    private final MemoryBudget memory;
    private final Deque<Interval> open = new ArrayDeque<>();

    /** The writer's lock. */
    final ReentrantLock lock = new ReentrantLock();

    private final Condition progress = lock.newCondition();
    private volatile @Nullable SinkException failure;
    private volatile long idleBytes;
    private volatile int streamCount;

    Intervals(MemoryBudget memory) {
        this.memory = memory;
        open.add(new Interval());
    }

    /** The interval whose blocks may be sent. The lock is held. */
    Interval first() {
        return open.getFirst();
    }

    /** The interval that is written to. The lock is held. */
    Interval last() {
        return open.getLast();
    }

    /** Whether an interval is sealed and not committed. The lock is held. */
    boolean isCommitDue() {
        return open.size() > 1;
    }

    /** Ends the last interval and begins another. The lock is held. */
    Interval seal() {
        Interval sealed = open.getLast();
        open.addLast(new Interval());
        note();
        return sealed;
    }

    /** Forgets an interval that is committed. The lock is held. */
    void committed(Interval interval) {
        open.remove(interval);
        note();
        progress.signalAll();
    }

    /** The sessions of all intervals that were opened. */
    List<WriteSession> sessions() {
        lock.lock();
        try {
            return open.stream()
                    .flatMap(interval -> interval.sessions().stream())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Publishes the sums that are read without the lock. The lock is held. */
    void note() {
        idleBytes = open.getFirst().idleBytes();
        streamCount = open.getLast().streamCount();
    }

    /** Bytes of buckets that nobody is sending and that may be sent. */
    long idleBytes() {
        return idleBytes;
    }

    /** How many partitions the present interval has touched. */
    int streamCount() {
        return streamCount;
    }

    /** Bytes of the partition that holds most of them. */
    long largestIdleBytes() {
        lock.lock();
        try {
            PartitionStream largest = open.getFirst().largest();
            return largest == null ? 0 : largest.idleBytes();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes those that wait. The lock is held. */
    void signal() {
        note();
        progress.signalAll();
    }

    /** Waits until something happened, not longer than that; returns whether time is left. The lock is held. */
    @SuppressWarnings("WaitNotInLoop") // the caller's loop
    boolean await(long nanos) throws InterruptedException {
        return progress.awaitNanos(Math.max(1, nanos)) > 0;
    }

    /** Waits until something happened, for a while. The lock is held. */
    @SuppressWarnings("WaitNotInLoop") // the caller's loop
    void awaitMillis(long millis) throws InterruptedException {
        progress.awaitNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    boolean isFailed() {
        return failure != null;
    }

    void checkUsable() {
        SinkException failed = failure;
        if (failed != null) {
            throw failed.isRetryable()
                    ? SinkException.retryable(String.valueOf(failed.getMessage()), failed)
                    : SinkException.fatal(String.valueOf(failed.getMessage()), failed);
        }
    }

    /** Makes the writer unusable; the first failure counts. Drops what was not sent. */
    SinkException fail(SinkException cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
                open.forEach(interval -> memory.release(interval.drop()));
            }
            signal();
            return cause;
        } finally {
            lock.unlock();
        }
    }
}
