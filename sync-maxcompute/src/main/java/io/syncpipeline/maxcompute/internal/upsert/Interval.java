package io.syncpipeline.maxcompute.internal.upsert;

import io.syncpipeline.maxcompute.internal.record.RecordBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What was written to a table between two seals: per bucket the block being filled and those waiting to be sent, and the session they
 * are sent in. Guarded by its writer's lock, except for the session, which has its own.
 */
final class Interval {

    /** The blocks of one bucket. They are sent one after the other, so that the last image of a key arrives last. */
    static final class Bucket {
        @Nullable
        RecordBuffer filling;

        final Deque<RecordBuffer> waiting = new ArrayDeque<>();
        boolean sending;
    }

    private @Nullable Bucket[] buckets = new Bucket[0];
    private long rows;
    private long unsentBytes;
    private int busyBuckets;

    /** Held while the session is opened, so that senders of several buckets open one. Taken without the writer's lock. */
    final ReentrantLock opening = new ReentrantLock();

    private volatile @Nullable UpsertSession session;

    @Nullable
    UpsertSession session() {
        return session;
    }

    void session(UpsertSession opened) {
        session = opened;
    }

    long rows() {
        return rows;
    }

    void countRow() {
        rows++;
    }

    /** Bytes in blocks that no sender has taken. */
    long unsentBytes() {
        return unsentBytes;
    }

    /** Bytes in blocks of buckets that no sender is working on. */
    long idleBytes() {
        long bytes = 0;
        for (Bucket bucket : buckets) {
            if (bucket != null && !bucket.sending) {
                RecordBuffer block = bucket.filling;
                bytes += block == null || block.records() == 0 ? 0 : block.capacity();
                for (RecordBuffer waiting : bucket.waiting) {
                    bytes += waiting.capacity();
                }
            }
        }
        return bytes;
    }

    void addUnsent(long bytes) {
        unsentBytes += bytes;
    }

    /** The number of buckets that a sender is working on or is told to. */
    int busyBuckets() {
        return busyBuckets;
    }

    void addBusy(int buckets) {
        busyBuckets += buckets;
    }

    Bucket bucket(int index, int bucketCount) {
        if (buckets.length == 0) {
            buckets = new Bucket[bucketCount];
        }
        Bucket bucket = buckets[index];
        if (bucket == null) {
            bucket = new Bucket();
            buckets[index] = bucket;
        }
        return bucket;
    }

    @Nullable
    Bucket[] buckets() {
        return buckets;
    }

    /** Ends the block being filled: it waits to be sent. */
    static void closeBlock(Bucket bucket) {
        RecordBuffer block = bucket.filling;
        if (block != null && block.records() > 0) {
            bucket.filling = null;
            bucket.waiting.addLast(block);
        }
    }
}
