package io.syncpipeline.maxcompute.local;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A table of the catalog while the server runs. Lock order: {@link #writing}, then {@link #shape}.
 */
final class Table {

    /** Held while rows or the definition change. */
    final ReentrantLock writing = new ReentrantLock();

    /** Write-held while the H2 table is altered, read-held while a snapshot of it is opened. */
    final ReentrantReadWriteLock shape = new ReentrantReadWriteLock();

    /** The partitions and when each was made. */
    final Map<Partition, Instant> partitions = new ConcurrentSkipListMap<>();

    private final AtomicLong changes = new AtomicLong();
    private volatile TableDefinition definition;
    private volatile Instant modified;
    private volatile boolean dropped;

    Table(TableDefinition definition) {
        this.definition = definition;
        this.modified = definition.created();
    }

    TableDefinition definition() {
        return definition;
    }

    void define(TableDefinition newDefinition) {
        definition = newDefinition;
        changed();
    }

    /** Counts changes of rows and definition; a download session whose snapshot is gone compares it. */
    long changes() {
        return changes.get();
    }

    void changed() {
        modified = Instant.now();
        changes.incrementAndGet();
    }

    Instant modified() {
        return modified;
    }

    boolean isDropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
        changed();
    }
}
