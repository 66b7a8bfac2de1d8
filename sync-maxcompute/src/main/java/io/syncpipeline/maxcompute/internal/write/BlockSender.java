package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.maxcompute.internal.client.Codec;
import io.syncpipeline.maxcompute.internal.client.Deadline;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.maxcompute.internal.record.RecordBuffer;
import io.syncpipeline.model.SinkException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the blocks of a table on the pool's threads. Blocks of a bucket are sent one after the other and each is acknowledged before the
 * next, so that the last image of a key wins.
 *
 * <p>A block is sent again when it was refused or the connection broke. A block of an upsert session is not when no answer came in time: a
 * request that is still under way could overtake its successors, so the writer fails and the interval is repeated in another session.
 */
final class BlockSender {

    private final WriterPool pool;
    private final Intervals intervals;
    private final SessionOpener sessions;

    BlockSender(WriterPool pool, Intervals intervals, SessionOpener sessions) {
        this.pool = pool;
        this.intervals = intervals;
        this.sessions = sessions;
    }

    /** Sends a bucket's waiting blocks unless somebody does. The lock is held. */
    void submit(Interval interval, PartitionStream stream, int index) {
        if (!stream.beginSending(index)) {
            return;
        }
        try {
            pool.senders().execute(() -> sendNext(interval, stream, index));
        } catch (RejectedExecutionException e) {
            stream.endSending(index);
            throw intervals.fail(SinkException.retryable(
                    "The sink was closed while the " + sessions.target(stream) + " was written", e));
        }
    }

    /** Sends the full blocks of an interval. The lock is held. */
    void submitFull(Interval interval) {
        for (PartitionStream stream : interval.streams()) {
            for (int index = 0; index < stream.bucketCount(); index++) {
                submit(interval, stream, index);
            }
        }
    }

    /** Sends everything of an interval. The lock is held. */
    void submitAll(Interval interval) {
        for (PartitionStream stream : interval.streams()) {
            for (int index = 0; index < stream.bucketCount(); index++) {
                stream.closeBlock(index);
                submit(interval, stream, index);
            }
        }
    }

    /**
     * Sends the buckets of a stream that nobody is sending. One that is being sent keeps filling its block: closing it early would only
     * make more and smaller requests. The lock is held.
     */
    void submitIdle(Interval interval, PartitionStream stream) {
        for (int index = 0; index < stream.bucketCount(); index++) {
            if (!stream.isSending(index)) {
                stream.closeBlock(index);
                submit(interval, stream, index);
            }
        }
    }

    private void sendNext(Interval interval, PartitionStream stream, int index) {
        RecordBuffer block = take(stream, index);
        try {
            if (block != null && !intervals.isFailed()) {
                WriteSession session = sessions.open(interval, stream);
                if (session != null) {
                    send(session, index, block);
                }
            }
        } catch (RequestFailure e) {
            intervals.fail(pool.client().failure(e));
        } catch (SinkException e) {
            intervals.fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            intervals.fail(
                    SinkException.retryable("Sending rows of the " + sessions.target(stream) + " was interrupted", e));
        } catch (RuntimeException | Error e) {
            intervals.fail(SinkException.fatal("Sending rows of the " + sessions.target(stream) + " failed: " + e, e));
        } finally {
            done(interval, stream, index, block);
        }
    }

    private @Nullable RecordBuffer take(PartitionStream stream, int index) {
        intervals.lock.lock();
        try {
            RecordBuffer block = stream.next(index);
            if (block != null) {
                pool.memory().handOver(block.capacity());
            }
            return block;
        } finally {
            intervals.lock.unlock();
        }
    }

    private void send(WriteSession session, int index, RecordBuffer block) throws RequestFailure, InterruptedException {
        int number = session.blockOf(index);
        Codec codec = pool.client().settings().codec();
        Codec.Body body = compress(codec, block);
        pool.client()
                .retry()
                .call(session.retried(), Deadline.in(pool.client().settings().flushTimeout()), () -> {
                    session.put(number, body, codec.contentEncoding(), block.records());
                    return true;
                });
    }

    private Codec.Body compress(Codec codec, RecordBuffer block) throws InterruptedException {
        pool.processors().acquire();
        try {
            int capacity = block.capacity();
            block.finish();
            if (block.capacity() > capacity) {
                pool.memory().charge(block.capacity() - capacity);
                pool.memory().handOver(block.capacity() - capacity);
            }
            return codec.compress(block.array(), block.size());
        } finally {
            pool.processors().release();
        }
    }

    private void done(Interval interval, PartitionStream stream, int index, @Nullable RecordBuffer block) {
        intervals.lock.lock();
        try {
            if (block != null) {
                pool.memory().releaseSent(block.capacity());
            }
            stream.endSending(index);
            if (!intervals.isFailed()) {
                submit(interval, stream, index);
            }
            intervals.signal();
        } finally {
            intervals.lock.unlock();
        }
    }
}
