package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.maxcompute.internal.client.Deadline;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.PendingCommit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A sealed interval of a writer: the sessions of its partitions are flushed and committed at the same time. The service commits each for
 * itself, so that readers see the partitions change within a moment, not at once.
 */
final class SealedInterval implements PendingCommit {

    private final WriterPool pool;
    private final DestinationTable table;
    private final Intervals intervals;
    private final BlockSender sender;
    private final Interval interval;
    private volatile @Nullable List<WriteSession> sessions;

    SealedInterval(
            WriterPool pool, DestinationTable table, Intervals intervals, BlockSender sender, Interval interval) {
        this.pool = pool;
        this.table = table;
        this.intervals = intervals;
        this.sender = sender;
        this.interval = interval;
    }

    @Override
    public void flush() throws InterruptedException {
        Deadline deadline = Deadline.in(pool.client().settings().flushTimeout());
        intervals.lock.lockInterruptibly();
        try {
            intervals.checkUsable();
            if (intervals.first() != interval) {
                throw new IllegalStateException(
                        "Table " + table.name() + ": the interval before has not been committed yet");
            }
            sender.submitAll(interval);
            intervals.note();
            while (interval.busyBuckets() > 0 && !intervals.isFailed()) {
                if (!intervals.await(deadline.remainingNanos())) {
                    throw intervals.fail(SinkException.retryable(
                            "Sending the rows of table " + table.name() + " did not end within "
                                    + pool.client().settings().flushTimeout()
                                    + ". Check the tunnel quota, or raise flushTimeout",
                            null));
                }
            }
            intervals.checkUsable();
            sessions = interval.sessions();
        } finally {
            intervals.lock.unlock();
        }
    }

    @Override
    public List<String> tokens() {
        return flushed("tokens()").stream()
                .map(session -> session.token().encode())
                .toList();
    }

    @Override
    public void commit() throws InterruptedException {
        List<WriteSession> flushed = flushed("commit()");
        intervals.checkUsable();
        try {
            ParallelCalls.all(
                    pool.committers(), flushed.stream().map(this::committing).toList());
        } catch (RejectedExecutionException e) {
            throw intervals.fail(
                    SinkException.retryable("The sink was closed while table " + table.name() + " was committed", e));
        } catch (ExecutionException e) {
            throw intervals.fail(failure(e.getCause() == null ? e : e.getCause()));
        }
        intervals.lock.lock();
        try {
            intervals.committed(interval);
            if (!intervals.isFailed()) {
                sender.submitFull(intervals.first());
            }
            intervals.note();
        } finally {
            intervals.lock.unlock();
        }
        pool.relieve();
    }

    private Callable<Boolean> committing(WriteSession session) {
        return () -> {
            session.commit(Deadline.in(pool.client().settings().commitTimeout()));
            return true;
        };
    }

    private SinkException failure(Throwable cause) {
        if (cause instanceof RequestFailure failure) {
            return pool.client().failure(failure);
        }
        return cause instanceof InterruptedException
                ? SinkException.retryable("The sink was closed while table " + table.name() + " was committed", cause)
                : SinkException.fatal("Committing table " + table.name() + " failed: " + cause, cause);
    }

    private List<WriteSession> flushed(String call) {
        List<WriteSession> known = sessions;
        if (known == null) {
            throw new IllegalStateException(call + " comes after flush()");
        }
        return known;
    }
}
