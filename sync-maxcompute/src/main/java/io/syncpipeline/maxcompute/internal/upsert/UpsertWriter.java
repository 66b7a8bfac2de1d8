package io.syncpipeline.maxcompute.internal.upsert;

import io.syncpipeline.maxcompute.internal.client.Codec;
import io.syncpipeline.maxcompute.internal.client.Deadline;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.maxcompute.internal.client.Retry;
import io.syncpipeline.maxcompute.internal.record.RecordBuffer;
import io.syncpipeline.maxcompute.internal.record.RecordEncoder;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.TableWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to one PK Delta table.
 *
 * <p>Rows are encoded as they come, into one block per bucket; full blocks are sent by the pool's threads. Only the oldest interval that
 * is not committed is sent: rows of the next one wait in memory, so that a key is never in two open sessions. Blocks of a bucket are
 * sent one after the other and each is acknowledged before the next, so that the last image of a key wins.
 *
 * <p>A block is sent again when it was refused or the connection broke. It is not when no answer came in time: a request that is still
 * under way could overtake its successors, so the writer fails and the interval is repeated in another session.
 */
public final class UpsertWriter implements TableWriter {

    private static final Logger log = LoggerFactory.getLogger(UpsertWriter.class);

    /** How many rows are encoded before others, such as a seal, get their turn. */
    private static final int ROWS_PER_TURN = 256;

    private static final long WAIT_MILLIS = 100;

    private final WriterPool pool;
    private final DestinationTable table;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    /** Oldest first: the first one is sent, the last one is filled. */
    private final Deque<Interval> intervals = new ArrayDeque<>();

    private final ReentrantLock binding = new ReentrantLock();
    private volatile @Nullable RecordEncoder encoder;
    private volatile @Nullable SinkException failure;
    private volatile long sendableBytes;
    private boolean closed;

    UpsertWriter(WriterPool pool, DestinationTable table) {
        this.pool = pool;
        this.table = table;
        intervals.add(new Interval());
    }

    @Override
    public void write(List<Mutation> mutations) throws InterruptedException {
        if (mutations.isEmpty()) {
            return;
        }
        RecordEncoder bound = bound();
        long blockBytes = pool.blockBytes(bound.layout().bucketCount());
        int written = 0;
        while (written < mutations.size()) {
            while (!pool.memory().awaitRoom(WAIT_MILLIS)) {
                checkUsable();
                pool.relieve();
            }
            written = writeSome(bound, blockBytes, mutations, written);
            if (pool.memory().needsRelief()) {
                pool.relieve();
            }
        }
    }

    private int writeSome(RecordEncoder bound, long blockBytes, List<Mutation> mutations, int from) {
        int to = Math.min(mutations.size(), from + ROWS_PER_TURN);
        lock.lock();
        try {
            checkUsable();
            Interval interval = intervals.getLast();
            for (int i = from; i < to; i++) {
                if (writeOne(bound, blockBytes, mutations.get(i), interval)
                        && pool.memory().isFull()) {
                    return i + 1;
                }
            }
            return to;
        } finally {
            noteSendable();
            lock.unlock();
        }
    }

    /** Returns whether the buffers have grown. */
    private boolean writeOne(RecordEncoder bound, long blockBytes, Mutation mutation, Interval interval) {
        int index = bound.bucket(mutation);
        Interval.Bucket bucket = interval.bucket(index, bound.layout().bucketCount());
        RecordBuffer block = bucket.filling;
        int before = 0;
        if (block == null) {
            block = new RecordBuffer((int) blockBytes);
            bucket.filling = block;
        } else {
            before = block.capacity();
        }
        try {
            bound.write(mutation, block);
            interval.countRow();
        } finally {
            int grown = block.capacity() - before;
            if (grown > 0) {
                pool.memory().charge(grown);
                interval.addUnsent(grown);
            }
        }
        if (block.size() >= blockBytes) {
            Interval.closeBlock(bucket);
            if (interval == intervals.getFirst()) {
                submit(interval, index);
            }
        }
        return block.capacity() != before;
    }

    /** The encoder; the first call opens a session to learn the table's layout. */
    private RecordEncoder bound() throws InterruptedException {
        RecordEncoder known = encoder;
        if (known != null) {
            return known;
        }
        binding.lockInterruptibly();
        try {
            known = encoder;
            if (known == null) {
                known = bind();
                encoder = known;
            }
            return known;
        } finally {
            binding.unlock();
        }
    }

    private RecordEncoder bind() throws InterruptedException {
        Interval first;
        lock.lock();
        try {
            checkUsable();
            first = intervals.getFirst();
        } finally {
            lock.unlock();
        }
        try {
            return RecordEncoder.bind(table, open(first).layout());
        } catch (RequestFailure e) {
            throw fail(pool.client().failure(e));
        } catch (SinkException e) {
            throw fail(e);
        }
    }

    private UpsertSession open(Interval interval) throws RequestFailure, InterruptedException {
        UpsertSession known = interval.session();
        if (known != null) {
            return known;
        }
        interval.opening.lockInterruptibly();
        try {
            known = interval.session();
            if (known == null) {
                Deadline deadline = Deadline.in(pool.client().settings().flushTimeout());
                known = UpsertSession.create(pool.client(), table.name(), deadline);
                interval.session(known);
                RecordEncoder bound = encoder;
                if (bound != null && !bound.layout().equals(known.layout())) {
                    throw RequestFailure.sessionLost("Table " + table.name()
                            + " was changed while rows for it were waiting: they were encoded for " + bound.layout()
                            + ", it is " + known.layout() + " now");
                }
            }
            return known;
        } finally {
            interval.opening.unlock();
        }
    }

    /** Tells a sender to send a bucket's waiting blocks. The lock is held. */
    private void submit(Interval interval, int index) {
        Interval.Bucket bucket = interval.buckets()[index];
        if (bucket == null || bucket.sending || bucket.waiting.isEmpty()) {
            return;
        }
        bucket.sending = true;
        interval.addBusy(1);
        try {
            pool.senders().execute(() -> sendNext(interval, bucket, index));
        } catch (RejectedExecutionException e) {
            interval.addBusy(-1);
            throw fail(SinkException.retryable("The sink was closed while table " + table.name() + " was written", e));
        }
    }

    private void sendNext(Interval interval, Interval.Bucket bucket, int index) {
        RecordBuffer block = take(interval, bucket);
        try {
            if (block != null && failure == null) {
                send(open(interval), index, block);
            }
        } catch (RequestFailure e) {
            fail(pool.client().failure(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(SinkException.retryable("Sending rows of table " + table.name() + " was interrupted", e));
        } catch (RuntimeException | Error e) {
            fail(SinkException.fatal("Sending rows of table " + table.name() + " failed: " + e, e));
        } finally {
            done(interval, bucket, index, block);
        }
    }

    private @Nullable RecordBuffer take(Interval interval, Interval.Bucket bucket) {
        lock.lock();
        try {
            RecordBuffer block = bucket.waiting.pollFirst();
            if (block != null) {
                interval.addUnsent(-block.capacity());
                pool.memory().handOver(block.capacity());
                noteSendable();
            }
            return block;
        } finally {
            lock.unlock();
        }
    }

    private void send(UpsertSession session, int index, RecordBuffer block)
            throws RequestFailure, InterruptedException {
        Codec codec = pool.client().settings().codec();
        Codec.Body body = compress(codec, block);
        pool.client()
                .retry()
                .call(Retry.ORDERED, Deadline.in(pool.client().settings().flushTimeout()), () -> {
                    session.put(index, body, codec.contentEncoding(), block.records());
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

    private void done(Interval interval, Interval.Bucket bucket, int index, @Nullable RecordBuffer block) {
        lock.lock();
        try {
            if (block != null) {
                pool.memory().releaseSent(block.capacity());
            }
            bucket.sending = false;
            interval.addBusy(-1);
            if (failure == null) {
                submit(interval, index);
            }
            noteSendable();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of buckets that nobody is sending and that may be sent. */
    long sendableBytes() {
        return sendableBytes;
    }

    private void noteSendable() {
        Interval first = intervals.peekFirst();
        sendableBytes = first == null ? 0 : first.idleBytes();
    }

    /** Sends the buckets that nobody is sending; returns whether there were any. */
    boolean sendAll() {
        lock.lock();
        try {
            Interval first = intervals.peekFirst();
            if (failure != null || first == null) {
                return false;
            }
            int busy = first.busyBuckets();
            // A bucket that is being sent keeps filling its block: closing it early would only make more and smaller
            // requests.
            submitAll(first, true);
            noteSendable();
            return first.busyBuckets() > busy;
        } finally {
            lock.unlock();
        }
    }

    private void submitAll(Interval interval, boolean idleOnly) {
        for (int index = 0; index < interval.buckets().length; index++) {
            Interval.Bucket bucket = interval.buckets()[index];
            if (bucket != null && !(idleOnly && bucket.sending)) {
                Interval.closeBlock(bucket);
                submit(interval, index);
            }
        }
    }

    @Override
    public Optional<PendingCommit> seal() {
        lock.lock();
        try {
            checkUsable();
            Interval current = intervals.getLast();
            if (current.rows() == 0) {
                return Optional.empty();
            }
            intervals.addLast(new Interval());
            return Optional.of(new SealedInterval(this, current));
        } finally {
            lock.unlock();
        }
    }

    /** Sends the rest of an interval and waits until all of it has arrived. */
    void flush(Interval interval) throws InterruptedException {
        Deadline deadline = Deadline.in(pool.client().settings().flushTimeout());
        lock.lockInterruptibly();
        try {
            checkUsable();
            if (intervals.getFirst() != interval) {
                throw new IllegalStateException(
                        "Table " + table.name() + ": the interval before has not been committed yet");
            }
            submitAll(interval, false);
            while (interval.busyBuckets() > 0 && failure == null) {
                if (progress.awaitNanos(Math.max(1, deadline.remainingNanos())) <= 0) {
                    throw fail(SinkException.retryable(
                            "Sending the rows of table " + table.name() + " did not end within "
                                    + pool.client().settings().flushTimeout()
                                    + ". Check the tunnel quota, or raise flushTimeout",
                            null));
                }
            }
            checkUsable();
        } finally {
            lock.unlock();
        }
    }

    String token(Interval interval) {
        UpsertSession session = interval.session();
        if (session == null) {
            throw new IllegalStateException("Table " + table.name() + ": tokens are known after flush() only");
        }
        return new CommitToken(table.name(), "", session.id()).encode();
    }

    void commit(Interval interval) throws InterruptedException {
        checkUsable();
        pool.commits().acquire();
        try {
            UpsertSession session = open(interval);
            session.commit(Deadline.in(pool.client().settings().commitTimeout()));
        } catch (RequestFailure e) {
            throw fail(pool.client().failure(e));
        } finally {
            pool.commits().release();
        }
        lock.lock();
        try {
            intervals.remove(interval);
            submitWaiting();
        } finally {
            lock.unlock();
        }
        pool.relieve();
    }

    /** Sends the full blocks of the interval whose turn has come. */
    private void submitWaiting() {
        Interval first = intervals.peekFirst();
        if (first != null && failure == null) {
            for (int index = 0; index < first.buckets().length; index++) {
                submit(first, index);
            }
        }
        noteSendable();
    }

    /** Asks for the open session so that the service keeps it; returns false when the thread was interrupted. */
    boolean keepAlive() {
        Interval first;
        lock.lock();
        try {
            first = intervals.peekFirst();
        } finally {
            lock.unlock();
        }
        UpsertSession session = first == null ? null : first.session();
        if (session == null || failure != null) {
            return true;
        }
        try {
            SessionState.Status status = session.reload();
            if (status.isDead()) {
                fail(SinkException.retryable(
                        "Upsert session " + session.id() + " of table " + table.name() + " is " + status
                                + ": the writes since the last commit are to be repeated",
                        null));
            }
        } catch (RequestFailure e) {
            // The session may just have been committed; whatever is wrong with it, the next request to it says so.
            log.debug("{}: keeping a session of {} alive failed: {}", pool.pipeline(), table.name(), e.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    private void checkUsable() {
        SinkException failed = failure;
        if (failed != null) {
            throw failed.isRetryable()
                    ? SinkException.retryable(String.valueOf(failed.getMessage()), failed)
                    : SinkException.fatal(String.valueOf(failed.getMessage()), failed);
        }
    }

    /** Makes the writer unusable; the first failure counts. Drops what was not sent. */
    private SinkException fail(SinkException cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
                for (Interval interval : intervals) {
                    pool.memory().release(interval.unsentBytes());
                    interval.addUnsent(-interval.unsentBytes());
                    for (Interval.Bucket bucket : interval.buckets()) {
                        if (bucket != null) {
                            bucket.filling = null;
                            bucket.waiting.clear();
                        }
                    }
                }
                noteSendable();
            }
            progress.signalAll();
            return cause;
        } finally {
            lock.unlock();
        }
    }

    /** Makes every further call fail and wakes those that wait. */
    void stop() {
        fail(SinkException.retryable("The writer of table " + table.name() + " is closed", null));
    }

    @Override
    public void close() {
        Deque<Interval> left;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            stop();
            left = new ArrayDeque<>(intervals);
        } finally {
            lock.unlock();
        }
        pool.forget(this);
        left.forEach(this::abort);
    }

    private void abort(Interval interval) {
        UpsertSession session = interval.session();
        if (session == null || session.status() == SessionState.Status.COMMITTED) {
            return;
        }
        try {
            session.abort();
        } catch (RequestFailure e) {
            // Nothing of it is visible, and the service drops it when its lifetime ends.
            log.debug("{}: aborting a session of {} failed: {}", pool.pipeline(), table.name(), e.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
