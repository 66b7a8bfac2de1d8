package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.SourceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Slots between the reader, which publishes them in the order of the log, the workers, which claim and decode them in any order, and
 * whoever polls, who takes them in the order of the log again. Bounded by the memory that the slots take; a single slot is let in
 * whatever it takes. Thread-safe; there is one reader and one that takes.
 */
final class SlotQueue {

    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Condition ready = lock.newCondition();
    private final Deque<Slot> ordered = new ArrayDeque<>();
    private final Deque<Slot> unclaimed = new ArrayDeque<>();
    private long used;
    private @Nullable SourceException end;
    private boolean closed;

    /** An empty queue for slots of at most {@code limit} bytes together. */
    SlotQueue(long limit) {
        this.limit = limit;
    }

    /**
     * Waits until slots of {@code cost} bytes may be added, or the queue is empty.
     *
     * @throws InterruptedException when interrupted, and when the queue is closed
     */
    void awaitRoom(long cost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (used > 0 && used + cost > limit && !closed) {
                room.await();
            }
            if (closed) {
                throw new InterruptedException("the reader was closed");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds a slot when there is room for it. */
    void publish(Slot slot) throws InterruptedException {
        if (!slot.hasRows()) {
            slot.decode();
            slot.setDecoded();
        }
        awaitRoom(slot.cost());
        lock.lock();
        try {
            used += slot.cost();
            ordered.addLast(slot);
            if (slot.isDecoded()) {
                ready.signal();
            } else {
                unclaimed.addLast(slot);
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the log with a failure, to be thrown behind everything published so far. Only the first one counts. */
    void end(SourceException failure) {
        lock.lock();
        try {
            if (end == null) {
                end = failure;
            }
            ready.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a slot that nobody decodes yet; null when the queue is closed. */
    @Nullable
    Slot claim() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (unclaimed.isEmpty() && !closed) {
                work.await();
            }
            return closed ? null : unclaimed.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Hands a decoded slot back. */
    void completed(Slot slot, long costWhenClaimed) {
        lock.lock();
        try {
            used += slot.cost() - costWhenClaimed;
            slot.setDecoded();
            if (slot == ordered.peekFirst()) {
                ready.signal();
            }
            signalRoom();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the next slot once it is decoded.
     *
     * @return the slot; null when the time is over or the queue is closed
     * @throws SourceException when the log has ended with one and all slots are taken
     */
    @Nullable
    Slot take(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!isHeadDecoded() && !closed) {
                if (ordered.isEmpty() && end != null) {
                    throw end;
                }
                if (left <= 0) {
                    return null;
                }
                left = ready.awaitNanos(left);
            }
            if (closed) {
                return null;
            }
            Slot slot = ordered.removeFirst();
            used -= slot.cost();
            signalRoom();
            return slot;
        } finally {
            lock.unlock();
        }
    }

    private boolean isHeadDecoded() {
        Slot head = ordered.peekFirst();
        return head != null && head.isDecoded();
    }

    // the reader is woken when it can go on for a while, not for every slot
    private void signalRoom() {
        if (used <= limit / 2) {
            room.signal();
        }
    }

    /** Lets everybody go who waits, and forgets the slots. Idempotent. */
    void close() {
        lock.lock();
        try {
            closed = true;
            ordered.clear();
            unclaimed.clear();
            used = 0;
            room.signalAll();
            work.signalAll();
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes the slots take. */
    long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }
}
