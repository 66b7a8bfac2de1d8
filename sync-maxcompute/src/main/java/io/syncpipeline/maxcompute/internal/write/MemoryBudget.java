package io.syncpipeline.maxcompute.internal.write;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the bytes that the buffers of all writers of a session hold. Charging never blocks; writers wait for room before they encode
 * more. Thread-safe.
 */
final class MemoryBudget {

    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private long used;
    private long sending;

    /**
     * A budget for a session.
     *
     * @param memoryBytes the session's share of memory. Buffers may take half of it: a block on its way is held once more, compressed,
     *     and a growing buffer is copied.
     */
    MemoryBudget(long memoryBytes) {
        this.limit = Math.max(1, memoryBytes / 2);
    }

    long limit() {
        return limit;
    }

    void charge(long bytes) {
        lock.lock();
        try {
            used += bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Says that charged bytes have been handed to a sender, who will release them. */
    void handOver(long bytes) {
        lock.lock();
        try {
            sending += bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Gives back bytes that were not handed to a sender. */
    void release(long bytes) {
        lock.lock();
        try {
            used -= bytes;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives back bytes that were handed to a sender. */
    void releaseSent(long bytes) {
        lock.lock();
        try {
            used -= bytes;
            sending -= bytes;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        lock.lock();
        try {
            return used >= limit;
        } finally {
            lock.unlock();
        }
    }

    /** Whether more than half of the budget lies in buffers that nobody is sending. */
    boolean needsRelief() {
        lock.lock();
        try {
            return used - sending > limit / 2;
        } finally {
            lock.unlock();
        }
    }

    long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for room, not longer than that. */
    boolean awaitRoom(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (used >= limit && left > 0) {
                left = freed.awaitNanos(left);
            }
            return used < limit;
        } finally {
            lock.unlock();
        }
    }
}
