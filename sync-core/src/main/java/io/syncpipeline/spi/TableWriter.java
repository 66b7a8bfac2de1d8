package io.syncpipeline.spi;

import io.syncpipeline.model.Mutation;
import java.util.List;
import java.util.Optional;

/**
 * Writes to one destination table. Thread-safe: the mutations of one call, and of calls one after the other, take effect in that
 * order; those of calls at the same time concern different keys.
 */
public interface TableWriter extends AutoCloseable {

    /**
     * Takes mutations, which become visible with the commit of the interval they fall in. Buffers; blocks while the sink's share of
     * memory is used up.
     *
     * @throws io.syncpipeline.model.DirtyRowException when a value does not fit its column; the mutations before it were taken
     * @throws io.syncpipeline.model.SinkException when the destination failed; the writer is then of no more use
     * @throws InterruptedException when the thread was interrupted while it waited
     */
    void write(List<Mutation> mutations) throws InterruptedException;

    /**
     * Ends the present interval: everything written so far belongs to the returned commit, everything later to the next. Does not
     * block on the network. The commit before must have ended before this one is flushed.
     *
     * @return what is to be committed, or empty when nothing was written in the interval
     */
    Optional<PendingCommit> seal();

    /**
     * Whether the present interval has become so large for the destination that it should be sealed soon, for example because it holds
     * many transactions open. Asked often, by any thread; does not block. By default never.
     */
    default boolean isFull() {
        return false;
    }

    /** Gives up whatever is not committed and releases everything. Idempotent. */
    @Override
    void close();
}
