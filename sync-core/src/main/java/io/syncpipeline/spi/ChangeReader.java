package io.syncpipeline.spi;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.SourceEvent;
import java.time.Duration;
import java.util.List;

/** Changes in the order of the source's log. Used by one thread; {@link #close()} may be called by another. */
public interface ChangeReader extends AutoCloseable {

    /**
     * The next events, in order. After an exception the reader is of no more use.
     *
     * @param timeout how long to wait when there is nothing yet
     * @return the events; empty when the time is over. The caller may keep the list
     * @throws io.syncpipeline.model.SourceException when the source failed, retryable if a new reader from the last position may go on
     * @throws InterruptedException when the thread was interrupted while it waited
     */
    List<SourceEvent> poll(Duration timeout) throws InterruptedException;

    /**
     * A position that covers every change that {@link #poll} has returned so far, also those of a transaction whose end has not come
     * yet. It is meant for {@link SnapshotReader#awaitVisible}, not for resuming.
     */
    Position dispatched();

    /** Stops following, waits for its threads, and releases everything. Idempotent. */
    @Override
    void close();
}
