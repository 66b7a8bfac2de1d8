package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.spi.SnapshotChunk;
import io.syncpipeline.spi.SnapshotReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How far the copy of one table is: which chunks are found, being read and finished. The finished prefix is what a checkpoint keeps.
 * Thread-safe; chunks are found by one thread at a time.
 */
final class TableCopy {

    private final ReentrantLock finding = new ReentrantLock();
    private final ArrayDeque<SnapshotChunk> returned = new ArrayDeque<>();
    private final Map<Integer, Finished> ahead = new HashMap<>();
    private @Nullable SnapshotChunk lastFound;
    private @Nullable String copiedUpTo;
    private boolean allFound;
    private boolean done;
    private int prefix;
    private long prefixRows;
    private int readers;
    private long driftNanos;

    private record Finished(SnapshotChunk chunk, long rows) {}

    /** The progress of a table at one moment. */
    record Prefix(int chunks, @Nullable String copiedUpTo, long rows, boolean done) {}

    /** A copy that goes on after what the checkpoint says. */
    TableCopy(TableProgress progress) {
        this.prefix = progress.chunks();
        this.copiedUpTo = progress.copiedUpTo();
        this.prefixRows = progress.rows();
        this.done = progress.copied();
        this.allFound = progress.copied();
        if (!progress.copied() && progress.chunks() > 0) {
            lastFound =
                    new SnapshotChunk(progress.schema().table(), progress.chunks() - 1, null, progress.copiedUpTo());
        }
    }

    /** The next chunk to read, or empty when there is none to find any more. Blocks on the source. */
    Optional<SnapshotChunk> claim(SnapshotReader reader, CopyRequest request) throws InterruptedException {
        finding.lockInterruptibly();
        try {
            SnapshotChunk back = giveBack();
            if (back != null) {
                return Optional.of(back);
            }
            SnapshotChunk previous;
            synchronized (this) {
                if (allFound) {
                    return Optional.empty();
                }
                previous = lastFound;
            }
            Optional<SnapshotChunk> found = reader.nextChunk(request, previous);
            found(found.orElse(null));
            return found;
        } finally {
            finding.unlock();
        }
    }

    private synchronized @Nullable SnapshotChunk giveBack() {
        return returned.poll();
    }

    private synchronized void found(@Nullable SnapshotChunk chunk) {
        if (chunk == null) {
            allFound = true;
        } else {
            lastFound = chunk;
            allFound = chunk.isLast();
        }
    }

    /** A claimed chunk was not read; another claim gets it. */
    synchronized void returned(SnapshotChunk chunk) {
        returned.add(chunk);
    }

    /** A chunk's rows have all been handed to the writer. It does not count before {@link #advance()}. */
    synchronized void finished(SnapshotChunk chunk, long rows) {
        ahead.put(chunk.number(), new Finished(chunk, rows));
    }

    /** Counts the finished chunks. Only when no window is open: before that, changes that belong after a chunk are not handed on yet. */
    synchronized void advance() {
        for (Finished next = ahead.remove(prefix); next != null; next = ahead.remove(prefix)) {
            prefix++;
            prefixRows += next.rows();
            copiedUpTo = next.chunk().upTo();
        }
        SnapshotChunk last = lastFound;
        done = allFound && (last == null || prefix == last.number() + 1);
    }

    synchronized boolean isUntouched() {
        return !done && prefix == 0;
    }

    synchronized boolean isDone() {
        return done;
    }

    /** Whether a claim may find something. */
    synchronized boolean mayHaveMore() {
        return !allFound || !returned.isEmpty();
    }

    synchronized Prefix prefix() {
        return new Prefix(prefix, copiedUpTo, prefixRows, done);
    }

    /** How long the server's table has been seen to differ from the tracked one. */
    synchronized Duration driftSince() {
        long now = System.nanoTime();
        driftNanos = driftNanos == 0 ? now : driftNanos;
        return Duration.ofNanos(now - driftNanos);
    }

    synchronized void driftEnded() {
        driftNanos = 0;
    }

    synchronized int readers() {
        return readers;
    }

    synchronized void readerCame() {
        readers++;
    }

    synchronized void readerLeft() {
        readers--;
    }
}
