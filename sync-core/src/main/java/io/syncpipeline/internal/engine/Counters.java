package io.syncpipeline.internal.engine;

import io.syncpipeline.model.RowChange;
import java.util.concurrent.atomic.LongAdder;

/** What has been handed to a table's writer. Thread-safe. */
final class Counters {

    private final LongAdder copied = new LongAdder();
    private final LongAdder inserts = new LongAdder();
    private final LongAdder updates = new LongAdder();
    private final LongAdder deletes = new LongAdder();
    private volatile long estimatedRows = -1;

    void copied(long rows) {
        copied.add(rows);
    }

    void followed(RowChange.Operation operation) {
        switch (operation) {
            case COPY -> throw new IllegalArgumentException("copied rows are counted by the chunk");
            case INSERT -> inserts.increment();
            case UPDATE -> updates.increment();
            case DELETE -> deletes.increment();
        }
    }

    void estimated(long rows) {
        estimatedRows = rows;
    }

    long estimatedRows() {
        return estimatedRows;
    }

    long copiedRows() {
        return copied.sum();
    }

    long inserts() {
        return inserts.sum();
    }

    long updates() {
        return updates.sum();
    }

    long deletes() {
        return deletes.sum();
    }
}
