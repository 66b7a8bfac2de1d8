package io.syncpipeline.benchmarks;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SettledWrites;
import io.syncpipeline.spi.Sink;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableAlteration;
import io.syncpipeline.spi.TableWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A sink that looks at every value of every mutation and keeps none, so that a benchmark measures what comes before the destination. */
final class CountingSink implements Sink {

    private final long awaited;
    private final LongAdder mutations = new LongAdder();
    private final LongAdder values = new LongAdder();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final Map<String, DestinationTable> tables = new ConcurrentHashMap<>();

    /** A sink that can be waited for until it has been given so many mutations. */
    CountingSink(long awaited) {
        this.awaited = awaited;
    }

    void await() throws InterruptedException {
        if (!reached.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException(
                    "only " + mutations.sum() + " of " + awaited + " mutations came in a minute");
        }
    }

    /** Has these tables from the beginning. */
    CountingSink with(SyncPlan plan) {
        plan.tables().forEach(t -> tables.put(t.destination().name(), t.destination()));
        return this;
    }

    long values() {
        return values.sum();
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public SinkSession open(SessionOptions options) {
        return new Session();
    }

    private void count(List<Mutation> batch) {
        long present = 0;
        for (Mutation mutation : batch) {
            for (int i = 0; i < mutation.size(); i++) {
                present += mutation.get(i) == null ? 0 : 1;
            }
        }
        values.add(present);
        mutations.add(batch.size());
        if (mutations.sum() >= awaited) {
            reached.countDown();
        }
    }

    private final class Session implements SinkSession {

        @Override
        public List<Finding> check() {
            return List.of();
        }

        @Override
        public String typeFor(Column column) {
            return column.type().toString();
        }

        @Override
        public List<Finding> validate(DestinationTable table) {
            return List.of();
        }

        @Override
        public Optional<DestinationTable> describe(String table) {
            return Optional.ofNullable(tables.get(table));
        }

        @Override
        public void create(DestinationTable table) {
            tables.put(table.name(), table);
        }

        @Override
        public void alter(String table, TableAlteration alteration) {
            throw new UnsupportedOperationException("benchmarks change no tables");
        }

        @Override
        public TableWriter writer(DestinationTable table) {
            return new Writer();
        }

        @Override
        public SettledWrites settle(List<String> tokens) {
            return new SettledWrites(Set.copyOf(tokens), Set.of(), Map.of());
        }

        @Override
        public void close() {}
    }

    private final class Writer implements TableWriter {

        @Override
        public void write(List<Mutation> batch) {
            count(batch);
        }

        @Override
        public Optional<PendingCommit> seal() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
