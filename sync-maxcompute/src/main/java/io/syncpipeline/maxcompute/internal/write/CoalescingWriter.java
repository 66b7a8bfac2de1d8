package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.TableWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Holds what is written to a keyed table until its interval ends, or as long as there is room, and keeps only the last mutation of each key.
 * A value that does not fit its column is therefore refused when the row is handed on, and not at all when a later one takes its place.
 */
final class CoalescingWriter implements TableWriter {

    private final WriterPool pool;
    private final TunnelWriter writer;
    private final int[] key;

    /** Held while mutations are handed on, so that an older one cannot come behind a later one of its key. */
    private final ReentrantLock lock = new ReentrantLock();

    private Map<List<@Nullable Object>, Mutation> held = new LinkedHashMap<>();
    private long heldBytes;

    CoalescingWriter(WriterPool pool, TunnelWriter writer, DestinationTable table) {
        this.pool = pool;
        this.writer = writer;
        this.key = table.primaryKey().stream()
                .mapToInt(name -> table.indexOf(name).orElseThrow())
                .toArray();
    }

    @Override
    public void write(List<Mutation> mutations) throws InterruptedException {
        if (mutations.isEmpty()) {
            return;
        }
        // Sealing must not wait for the network, which the first use of a writer does
        writer.learnLayout(mutations.get(0).partition());
        lock.lockInterruptibly();
        try {
            mutations.forEach(this::hold);
            if (pool.holdsTooMuch()) {
                writer.write(taken());
            }
        } finally {
            lock.unlock();
        }
    }

    private void hold(Mutation mutation) {
        List<@Nullable Object> id = new ArrayList<>(key.length + 1);
        id.add(mutation.partition());
        for (int column : key) {
            Object value = mutation.get(column);
            id.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
        }
        long bytes = mutation.byteSize();
        // It goes to the end: two keys of the source may be one at the destination, which then keeps the later one
        Mutation earlier = held.remove(id);
        held.put(id, mutation);
        account(bytes - (earlier == null ? 0 : earlier.byteSize()));
    }

    private void account(long bytes) {
        heldBytes += bytes;
        pool.held(bytes);
    }

    private List<Mutation> taken() {
        List<Mutation> taken = List.copyOf(held.values());
        held = new LinkedHashMap<>();
        account(-heldBytes);
        return taken;
    }

    @Override
    public Optional<PendingCommit> seal() {
        lock.lock();
        try {
            writer.writeAtOnce(taken());
            return writer.seal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isFull() {
        return writer.isFull();
    }

    @Override
    public void close() {
        // Whoever holds the lock may wait for room until the writer is closed
        writer.close();
        lock.lock();
        try {
            taken();
        } finally {
            lock.unlock();
        }
    }
}
