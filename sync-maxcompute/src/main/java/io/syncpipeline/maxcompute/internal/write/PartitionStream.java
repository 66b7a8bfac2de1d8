package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.maxcompute.internal.record.RecordBuffer;
import io.syncpipeline.maxcompute.internal.table.Partition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What was written to one partition of a table between two seals, or to a table without partitions: per bucket the block being filled
 * and those waiting to be sent, and the session they are sent in. Guarded by the writer's lock, except for the session, which has its
 * own.
 */
final class PartitionStream {

    /** The blocks of one bucket. They are sent one after the other, so that the last image of a key arrives last. */
    static final class Bucket {
        private @Nullable RecordBuffer filling;
        private final Deque<RecordBuffer> waiting = new ArrayDeque<>();
        private long bytes;
        private boolean sending;
    }

    private final Interval interval;
    private final Partition partition;
    private @Nullable Bucket[] buckets = new Bucket[0];
    private int lane;
    private long unsentBytes;
    private long idleBytes;

    /** Held while the session is opened, so that senders of several buckets open one. Taken without the writer's lock. */
    final ReentrantLock opening = new ReentrantLock();

    private volatile boolean needed;
    private volatile boolean created;
    private volatile @Nullable WriteSession session;

    PartitionStream(Interval interval, Partition partition) {
        this.interval = interval;
        this.partition = partition;
    }

    Partition partition() {
        return partition;
    }

    /** Whether the partition has to exist, because rows are written to it. One that is not there has no rows to delete. */
    boolean isNeeded() {
        return needed;
    }

    void needed() {
        needed = true;
    }

    /** Whether the partition was seen to exist. */
    boolean isCreated() {
        return created;
    }

    void created() {
        created = true;
    }

    @Nullable
    WriteSession session() {
        return session;
    }

    void session(WriteSession opened) {
        session = opened;
    }

    int bucketCount() {
        return buckets.length;
    }

    /** The block that a bucket's records go to; null when none is being filled. */
    @Nullable
    RecordBuffer filling(int index, int bucketCount) {
        return bucket(index, bucketCount).filling;
    }

    private Bucket bucket(int index, int bucketCount) {
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

    private Bucket existing(int index) {
        Bucket bucket = buckets[index];
        if (bucket == null) {
            throw new IllegalStateException("nothing was written to bucket " + index + " of " + partition);
        }
        return bucket;
    }

    /** Takes note of a block that is filled and has grown. */
    void filled(int index, RecordBuffer block, int grown) {
        Bucket bucket = existing(index);
        bucket.filling = block;
        bucket.bytes += grown;
        unsentBytes += grown;
        if (!bucket.sending) {
            addIdle(grown);
        }
    }

    /** Ends the block being filled, if there is one: it waits to be sent. */
    void closeBlock(int index) {
        Bucket bucket = buckets[index];
        if (bucket != null && bucket.filling != null) {
            bucket.waiting.addLast(bucket.filling);
            bucket.filling = null;
        }
    }

    /** The bucket that rows without a key go to at present: one fills its block, and the next block goes to the next. */
    int lane() {
        return lane;
    }

    /** Lets the next block go to the next bucket. */
    void turn() {
        lane = (lane + 1) % buckets.length;
    }

    boolean isSending(int index) {
        Bucket bucket = buckets[index];
        return bucket != null && bucket.sending;
    }

    /** Gives a bucket to a sender if it has blocks to send and no sender yet; returns whether it had. */
    boolean beginSending(int index) {
        Bucket bucket = buckets[index];
        if (bucket == null || bucket.sending || bucket.waiting.isEmpty()) {
            return false;
        }
        bucket.sending = true;
        addIdle(-bucket.bytes);
        interval.addBusy(1);
        return true;
    }

    /** The next block of a bucket that is being sent. */
    @Nullable
    RecordBuffer next(int index) {
        Bucket bucket = existing(index);
        RecordBuffer block = bucket.waiting.pollFirst();
        if (block != null) {
            bucket.bytes -= block.capacity();
            unsentBytes -= block.capacity();
        }
        return block;
    }

    void endSending(int index) {
        Bucket bucket = existing(index);
        bucket.sending = false;
        addIdle(bucket.bytes);
        interval.addBusy(-1);
    }

    private void addIdle(long bytes) {
        idleBytes += bytes;
        interval.addIdle(bytes);
    }

    /** Bytes in blocks of buckets that no sender is working on. */
    long idleBytes() {
        return idleBytes;
    }

    /** Drops what no sender has taken; returns how many bytes that was. */
    long drop() {
        long dropped = unsentBytes;
        for (Bucket bucket : buckets) {
            if (bucket != null) {
                bucket.filling = null;
                bucket.waiting.clear();
                bucket.bytes = 0;
            }
        }
        unsentBytes = 0;
        addIdle(-idleBytes);
        return dropped;
    }
}
