package io.syncpipeline.testkit;

import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.TableWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A writer of a {@link RecordingSink}. */
final class RecordingWriter implements TableWriter {

    private final RecordingSink sink;
    private final DestinationTable table;
    private List<Mutation> interval = new ArrayList<>();
    private boolean committing;
    private boolean closed;

    RecordingWriter(RecordingSink sink, DestinationTable table) {
        this.sink = sink;
        this.table = table;
        sink.open().incrementAndGet();
    }

    @Override
    public void write(List<Mutation> mutations) throws InterruptedException {
        sink.reachInterruptibly(SinkStep.WRITE, table.name(), text(mutations));
        synchronized (this) {
            requireOpen();
            for (Mutation mutation : mutations) {
                check(mutation);
                interval.add(mutation);
            }
        }
        sink.reachInterruptibly(SinkStep.WRITTEN, table.name(), "");
    }

    private void check(Mutation mutation) {
        RecordedTable.partition(table, mutation.partition());
        for (int i = 0; i < mutation.size(); i++) {
            Object value = mutation.get(i);
            DestinationColumn column = table.columns().get(i);
            boolean needed = mutation.kind() != Mutation.Kind.DELETE || isKey(column);
            if (value == null ? needed && !column.nullable() : !fits(column, value)) {
                throw new DirtyRowException(
                        table.name() + ": the value " + value + " does not fit the column '" + column + "'");
            }
        }
    }

    private static boolean fits(DestinationColumn column, Object value) {
        return column.valueType().kind().valueClass().isInstance(value);
    }

    private boolean isKey(DestinationColumn column) {
        return table.primaryKey().stream().anyMatch(column.name()::equalsIgnoreCase);
    }

    private String text(List<Mutation> mutations) {
        StringBuilder text = new StringBuilder();
        for (Mutation mutation : mutations) {
            text.append(text.isEmpty() ? "" : ", ").append(mutation.kind());
            for (int i = 0; i < mutation.size(); i++) {
                text.append(i == 0 ? " " : "|").append(mutation.get(i));
            }
            if (!mutation.partition().isEmpty()) {
                text.append(" in ").append(mutation.partition());
            }
        }
        return text.toString();
    }

    @Override
    public synchronized Optional<PendingCommit> seal() {
        requireOpen();
        if (interval.isEmpty()) {
            return Optional.empty();
        }
        List<Mutation> sealed = interval;
        interval = new ArrayList<>();
        sink.reach(SinkStep.SEALED, table.name(), sealed.size() + " mutations");
        return Optional.of(new Pending(
                sink.nextToken(table.name()), new RecordingSink.Interval(table.name(), table, List.copyOf(sealed))));
    }

    @Override
    public synchronized boolean isFull() {
        return interval.size() >= sink.fullAfter();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the writer of " + table.name() + " is closed");
        }
    }

    private synchronized void begin() {
        if (committing) {
            throw new IllegalStateException("an interval of " + table.name() + " is being committed already");
        }
        committing = true;
    }

    private synchronized void end() {
        committing = false;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        sink.open().decrementAndGet();
        sink.reach(SinkStep.CLOSE_WRITER, table.name(), "");
    }

    private final class Pending implements PendingCommit {

        private final String token;
        private final RecordingSink.Interval sealed;
        private boolean flushed;

        Pending(String token, RecordingSink.Interval sealed) {
            this.token = token;
            this.sealed = sealed;
        }

        @Override
        public void flush() throws InterruptedException {
            begin();
            sink.reachInterruptibly(SinkStep.FLUSH, table.name(), token);
            sink.flush(token, sealed);
            sink.reachInterruptibly(SinkStep.FLUSHED, table.name(), token);
            flushed = true;
        }

        @Override
        public List<String> tokens() {
            if (!flushed) {
                throw new IllegalStateException("tokens are known after the flush");
            }
            return List.of(token);
        }

        @Override
        public void commit() throws InterruptedException {
            sink.reachInterruptibly(SinkStep.COMMIT, table.name(), token);
            if (!sink.commit(token)) {
                throw SinkException.retryable("the interval " + token + " is not there any more", null);
            }
            sink.reachInterruptibly(SinkStep.COMMITTED, table.name(), token);
            end();
        }
    }
}
