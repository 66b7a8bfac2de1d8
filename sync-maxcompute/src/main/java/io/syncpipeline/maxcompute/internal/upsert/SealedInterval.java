package io.syncpipeline.maxcompute.internal.upsert;

import io.syncpipeline.spi.PendingCommit;
import java.util.List;

/** A sealed interval of a writer. */
final class SealedInterval implements PendingCommit {

    private final UpsertWriter writer;
    private final Interval interval;
    private volatile boolean flushed;

    SealedInterval(UpsertWriter writer, Interval interval) {
        this.writer = writer;
        this.interval = interval;
    }

    @Override
    public void flush() throws InterruptedException {
        writer.flush(interval);
        flushed = true;
    }

    @Override
    public List<String> tokens() {
        requireFlushed("tokens()");
        return List.of(writer.token(interval));
    }

    @Override
    public void commit() throws InterruptedException {
        requireFlushed("commit()");
        writer.commit(interval);
    }

    private void requireFlushed(String call) {
        if (!flushed) {
            throw new IllegalStateException(call + " comes after flush()");
        }
    }
}
