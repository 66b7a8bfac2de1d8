package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.maxcompute.internal.client.Deadline;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.maxcompute.internal.record.RecordEncoder;
import io.syncpipeline.maxcompute.internal.record.TableLayout;
import io.syncpipeline.maxcompute.internal.table.Partition;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.TableKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Opens the sessions of a table's partitions, each when its first block is sent, and sees to it that the partitions exist before. */
final class SessionOpener {

    private final WriterPool pool;
    private final DestinationTable table;
    private final Intervals intervals;

    /** Held while partitions are created, so that one statement does it for all senders. */
    private final ReentrantLock creating = new ReentrantLock();

    private volatile @Nullable TableLayout layout;

    SessionOpener(WriterPool pool, DestinationTable table, Intervals intervals) {
        this.pool = pool;
        this.table = table;
        this.intervals = intervals;
    }

    /** Says what records are encoded for; sessions that want others are refused from now on. */
    void bound(RecordEncoder encoder) {
        layout = encoder.layout();
    }

    TablePartition target(PartitionStream stream) {
        return new TablePartition(table.name(), stream.partition().specification());
    }

    /**
     * The session of a stream, opened when it is not; null when the partition is not there and nothing but deletes was written to it.
     *
     * @throws io.syncpipeline.model.SinkException when the partition cannot be created
     */
    @Nullable
    WriteSession open(Interval interval, PartitionStream stream) throws RequestFailure, InterruptedException {
        WriteSession known = stream.session();
        if (known != null) {
            return known;
        }
        stream.opening.lockInterruptibly();
        try {
            known = stream.session();
            if (known == null && isThere(interval, stream)) {
                known = create(stream);
            }
            if (known != null) {
                stream.session(known);
                requireLayout(known, stream);
            }
            return known;
        } finally {
            stream.opening.unlock();
        }
    }

    /** Looks for the stream's partition. All those that the interval needs so far are created together. */
    private boolean isThere(Interval interval, PartitionStream stream) throws InterruptedException {
        creating.lockInterruptibly();
        try {
            if (!stream.isCreated() && stream.isNeeded()) {
                List<PartitionStream> lacking = lacking(interval);
                pool.partitions()
                        .require(
                                table,
                                lacking.stream().map(PartitionStream::partition).toList());
                lacking.forEach(PartitionStream::created);
            }
            return stream.isCreated() || isFound(stream);
        } finally {
            creating.unlock();
        }
    }

    private boolean isFound(PartitionStream stream) {
        boolean found =
                pool.partitions().missing(table, List.of(stream.partition())).isEmpty();
        if (found) {
            stream.created();
        }
        return found;
    }

    private List<PartitionStream> lacking(Interval interval) {
        intervals.lock.lock();
        try {
            return interval.streams().stream()
                    .filter(each -> each.isNeeded() && !each.isCreated())
                    .toList();
        } finally {
            intervals.lock.unlock();
        }
    }

    /**
     * Opens a session. A partition that is missing was dropped meanwhile, perhaps by the table's lifecycle, and is created again if it is
     * needed; or it is so new that the tunnel does not know it yet, and is waited for.
     */
    private @Nullable WriteSession create(PartitionStream stream) throws RequestFailure, InterruptedException {
        Partition partition = stream.partition();
        Deadline deadline = Deadline.in(pool.client().settings().flushTimeout());
        Duration pause = pool.client().settings().backoff();
        for (int tried = 1; ; tried++) {
            try {
                return table.kind() == TableKind.PK_DELTA
                        ? UpsertSession.create(pool.client(), target(stream), layout, deadline)
                        : UploadSession.create(pool.client(), target(stream), layout, deadline);
            } catch (RequestFailure failure) {
                if (!failure.isNoSuchPartition()
                        || tried >= pool.client().settings().attempts()
                        || deadline.isWithin(pause)) {
                    throw failure;
                }
                pool.partitions().forget(table, partition);
                if (stream.isNeeded()) {
                    pool.partitions().require(table, List.of(partition));
                } else if (!isFound(stream)) {
                    return null;
                }
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                pause = pause.multipliedBy(2);
            }
        }
    }

    private void requireLayout(WriteSession session, PartitionStream stream) throws RequestFailure {
        TableLayout wanted = layout;
        if (wanted != null && !wanted.equals(session.layout())) {
            throw RequestFailure.sessionLost("The " + target(stream)
                    + " was changed while rows for it were waiting: they were encoded for " + wanted + ", it is "
                    + session.layout() + " now");
        }
    }
}
