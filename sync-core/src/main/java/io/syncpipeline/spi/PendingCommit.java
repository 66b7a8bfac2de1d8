package io.syncpipeline.spi;

import java.util.List;

/**
 * The writes of one interval of a table, not visible yet. First {@link #flush()}, then {@link #tokens()} is recorded, then {@link
 * #commit()}; by one thread, which may be another than the writer's.
 */
public interface PendingCommit {

    /**
     * Sends everything to the destination. When it returns, a commit needs no data from this process any more.
     *
     * @throws io.syncpipeline.model.SinkException when that fails
     */
    void flush() throws InterruptedException;

    /** What {@link SinkSession#settle} needs to find out about this commit after a crash, known after {@link #flush()}. */
    List<String> tokens();

    /**
     * Makes the writes visible, all at once. When it returns they are durable.
     *
     * @throws io.syncpipeline.model.SinkException when that fails or its outcome stays unknown
     */
    void commit() throws InterruptedException;
}
