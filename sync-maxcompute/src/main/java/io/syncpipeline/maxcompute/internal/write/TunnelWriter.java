package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.maxcompute.internal.client.Deadline;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.maxcompute.internal.record.RecordBuffer;
import io.syncpipeline.maxcompute.internal.record.RecordEncoder;
import io.syncpipeline.maxcompute.internal.table.PartitionLayout;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.TableWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to one PK Delta table.
 *
 * <p>Rows are encoded as they come, into one block per partition and bucket; full blocks are sent by the pool's threads. Only the oldest
 * interval that is not committed is sent: rows of the next one wait in memory, so that a key is never in two open sessions.
 *
 * <p>All partitions that an interval touches have open sessions until it is committed. From {@value #PARTITIONS_PER_INTERVAL} on the
 * interval counts as full ({@link #isFull()}) and is to be sealed; while the one before is being committed, writing to a full one waits.
 * Calls that are under way when it fills up may add to it.
 */
public final class TunnelWriter implements TableWriter {

    /** Opening and committing a session are a request each at least, and the service thinks of hundreds a minute, not thousands. */
    static final int PARTITIONS_PER_INTERVAL = 1_000;

    private static final Logger log = LoggerFactory.getLogger(TunnelWriter.class);

    /** How many rows are encoded before others, such as a seal, get their turn. */
    private static final int ROWS_PER_TURN = 256;

    private static final long WAIT_MILLIS = 100;
    private static final Duration ABORT_TIME = Duration.ofSeconds(20);

    private final WriterPool pool;
    private final DestinationTable table;
    private final boolean keyed;
    private final PartitionLayout partitions;
    private final Intervals intervals;
    private final SessionOpener sessions;
    private final BlockSender sender;
    private final ReentrantLock binding = new ReentrantLock();
    private volatile @Nullable RecordEncoder encoder;
    private volatile int blockBytes;
    private boolean closed;

    TunnelWriter(WriterPool pool, DestinationTable table) {
        this.pool = pool;
        this.table = table;
        this.keyed = table.kind() == TableKind.PK_DELTA;
        this.partitions = PartitionLayout.of(table);
        this.intervals = new Intervals(pool.memory());
        this.sessions = new SessionOpener(pool, table, intervals);
        this.sender = new BlockSender(pool, intervals, sessions);
    }

    @Override
    public void write(List<Mutation> mutations) throws InterruptedException {
        if (mutations.isEmpty()) {
            return;
        }
        RecordEncoder bound = bound(mutations.get(0).partition());
        int written = 0;
        while (written < mutations.size()) {
            awaitRoom();
            written = writeSome(bound, mutations, written);
            if (pool.memory().needsRelief()) {
                pool.relieve();
            }
        }
    }

    /** Learns what records look like, if that is not known yet, by opening a session on a partition. */
    void learnLayout(String partition) throws InterruptedException {
        bound(partition);
    }

    /**
     * Takes mutations whatever memory is left, without waiting for anything. The layout has been learned.
     *
     * @throws io.syncpipeline.model.DirtyRowException as {@link #write} does
     */
    void writeAtOnce(List<Mutation> mutations) {
        int written = 0;
        while (written < mutations.size()) {
            written = writeSome(Objects.requireNonNull(encoder), mutations, written);
        }
    }

    private void awaitRoom() throws InterruptedException {
        while (!pool.memory().awaitRoom(WAIT_MILLIS)) {
            intervals.checkUsable();
            pool.relieve();
        }
        if (isFull()) {
            awaitCommit();
        }
    }

    /** Waits while the interval before keeps its sessions open. When there is none, only the caller can end the full one. */
    private void awaitCommit() throws InterruptedException {
        intervals.lock.lockInterruptibly();
        try {
            while (isFull() && intervals.isCommitDue()) {
                intervals.checkUsable();
                intervals.awaitMillis(WAIT_MILLIS);
            }
        } finally {
            intervals.lock.unlock();
        }
    }

    private int writeSome(RecordEncoder bound, List<Mutation> mutations, int from) {
        int to = Math.min(mutations.size(), from + ROWS_PER_TURN);
        intervals.lock.lock();
        try {
            intervals.checkUsable();
            Interval interval = intervals.last();
            for (int i = from; i < to; i++) {
                if (writeOne(bound, mutations.get(i), interval) && pool.memory().isFull()) {
                    return i + 1;
                }
            }
            return to;
        } finally {
            intervals.note();
            intervals.lock.unlock();
        }
    }

    /** Returns whether the buffers have grown. */
    private boolean writeOne(RecordEncoder bound, Mutation mutation, Interval interval) {
        int bucketCount = bound.layout().bucketCount();
        PartitionStream stream = interval.stream(mutation.partition(), partitions);
        int index = keyed ? bound.bucket(mutation) : stream.lane();
        if (mutation.kind() != Mutation.Kind.DELETE) {
            stream.needed();
        }
        RecordBuffer block = stream.filling(index, bucketCount);
        int before = 0;
        if (block == null) {
            block = new RecordBuffer(blockBytes);
        } else {
            before = block.capacity();
        }
        try {
            bound.write(mutation, block);
            interval.countRow();
        } finally {
            // A block that a refused row has left empty is not kept.
            int grown = block.records() == 0 ? 0 : block.capacity() - before;
            if (grown > 0) {
                pool.memory().charge(grown);
                stream.filled(index, block, grown);
            }
        }
        if (block.size() >= blockBytes) {
            stream.closeBlock(index);
            if (!keyed) {
                stream.turn();
            }
            if (interval == intervals.first()) {
                sender.submit(interval, stream, index);
            }
        }
        return block.capacity() != before;
    }

    /** The encoder; the first call opens a session, on the partition written to first, to learn the table's layout. */
    private RecordEncoder bound(String partition) throws InterruptedException {
        RecordEncoder known = encoder;
        if (known != null) {
            return known;
        }
        binding.lockInterruptibly();
        try {
            known = encoder;
            if (known == null) {
                known = bind(partition);
                sessions.bound(known);
                blockBytes = (int) (keyed ? pool.blockBytes(known.layout().bucketCount()) : pool.logBlockBytes());
                encoder = known;
            }
            return known;
        } finally {
            binding.unlock();
        }
    }

    private RecordEncoder bind(String partition) throws InterruptedException {
        Interval first;
        PartitionStream stream;
        intervals.lock.lock();
        try {
            intervals.checkUsable();
            first = intervals.first();
            stream = first.stream(partition, partitions);
            stream.needed();
        } finally {
            intervals.lock.unlock();
        }
        try {
            WriteSession session = Objects.requireNonNull(sessions.open(first, stream));
            return RecordEncoder.bind(table, session.layout());
        } catch (RequestFailure e) {
            throw intervals.fail(pool.client().failure(e));
        } catch (SinkException e) {
            throw intervals.fail(e);
        }
    }

    @Override
    public Optional<PendingCommit> seal() {
        intervals.lock.lock();
        try {
            intervals.checkUsable();
            if (intervals.last().rows() == 0) {
                return Optional.empty();
            }
            Interval sealed = intervals.seal();
            return Optional.of(new SealedInterval(pool, table, intervals, sender, sealed));
        } finally {
            intervals.lock.unlock();
        }
    }

    @Override
    public boolean isFull() {
        return intervals.streamCount() >= PARTITIONS_PER_INTERVAL;
    }

    /** Bytes that nobody is sending and that may be sent. */
    long idleBytes() {
        return intervals.idleBytes();
    }

    /** The same of the partition that holds most of them. */
    long largestIdleBytes() {
        return intervals.largestIdleBytes();
    }

    /** Sends the partition with most bytes that nobody is sending; returns whether there were any. */
    boolean sendLargest() {
        intervals.lock.lock();
        try {
            Interval first = intervals.first();
            PartitionStream largest = first.largest();
            if (intervals.isFailed() || largest == null) {
                return false;
            }
            int busy = first.busyBuckets();
            sender.submitIdle(first, largest);
            intervals.note();
            return first.busyBuckets() > busy;
        } finally {
            intervals.lock.unlock();
        }
    }

    /** Asks for the open sessions so that the service keeps them; returns false when the thread was interrupted. */
    boolean keepAlive() {
        for (WriteSession session : intervals.sessions()) {
            if (intervals.isFailed()) {
                return true;
            }
            try {
                if (!session.keepAlive()) {
                    intervals.fail(SinkException.retryable(
                            "A session of " + session.target()
                                    + " is dead: the writes since the last commit are to be repeated",
                            null));
                }
            } catch (RequestFailure e) {
                // The session may just have been committed; whatever is wrong with it, the next request to it says so.
                log.debug("{}: keeping a session of {} alive failed: {}", pool.pipeline(), table.name(), e.text());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Makes every further call fail and wakes those that wait. */
    void stop() {
        intervals.fail(SinkException.retryable("The writer of table " + table.name() + " is closed", null));
    }

    @Override
    public void close() {
        intervals.lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            stop();
        } finally {
            intervals.lock.unlock();
        }
        pool.forget(this);
        Deadline deadline = Deadline.in(ABORT_TIME);
        for (WriteSession session : intervals.sessions()) {
            if (deadline.isOver() || !abort(session)) {
                return;
            }
        }
    }

    /**
     * Gives a session up; returns false when the thread was interrupted. Nothing of it is visible, and the service drops it in any case
     * when its lifetime ends.
     */
    private boolean abort(WriteSession session) {
        if (session.isCommitted()) {
            return true;
        }
        try {
            session.abort();
        } catch (RequestFailure e) {
            log.debug("{}: aborting a session of {} failed: {}", pool.pipeline(), table.name(), e.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }
}
