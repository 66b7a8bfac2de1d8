package io.syncpipeline.internal.engine;

import io.syncpipeline.internal.plan.RowMapper;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.spi.SnapshotChunk;
import io.syncpipeline.spi.SnapshotReader;
import io.syncpipeline.spi.SourceSession;
import io.syncpipeline.spi.TableWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies tables with several connections at the same time, each chunk within a window that the stream thread grants. */
final class CopyPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CopyPool.class);

    /** How long a table's definition at the server may differ from the tracked one before that is an error. */
    private static final Duration DRIFT_LIMIT = Duration.ofMinutes(10);

    private static final Duration DRIFT_PAUSE = Duration.ofMillis(200);

    private final String pipeline;
    private final List<SourceTable> tables;
    private final Windows windows;
    private final int chunkRows;
    private final boolean following;
    private final List<SnapshotReader> readers = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    /** The leave to read one chunk. */
    record Grant(
            SourceTable table,
            CopyRequest request,
            RowMapper mapper,
            @Nullable Position visible) {}

    /** What the stream thread does for the copy. Thread-safe. */
    interface Windows {

        /** Asks for the leave to read a chunk of a table; cancelled when the table is gone. */
        CompletableFuture<Grant> open(SourceTable table);

        /** A granted chunk has been handed on, or given up when {@code rows} is negative. */
        void ended(SourceTable table, SnapshotChunk chunk, long rows);

        /** A table has no further chunk. */
        void exhausted(SourceTable table);

        /** The copy cannot go on. */
        void failed(SyncException failure);
    }

    CopyPool(String pipeline, List<SourceTable> tables, Windows windows, int chunkRows, boolean following) {
        this.pipeline = pipeline;
        this.tables = List.copyOf(tables);
        this.windows = windows;
        this.chunkRows = chunkRows;
        this.following = following;
    }

    /** Opens the connections and starts the threads. */
    void start(SourceSession session, int count) {
        for (int i = 0; i < count; i++) {
            readers.add(session.snapshotReader());
        }
        for (int i = 0; i < count; i++) {
            SnapshotReader reader = readers.get(i);
            Thread thread = new Thread(() -> run(reader), "sync-" + pipeline + "-copy-" + (i + 1));
            threads.add(thread);
            thread.start();
        }
    }

    private void run(SnapshotReader reader) {
        try {
            for (Optional<SourceTable> table = pick(); table.isPresent(); table = pick()) {
                try {
                    copyChunk(reader, table.get());
                } finally {
                    table.get().copy().readerLeft();
                }
            }
        } catch (SyncException e) {
            report(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            report(SourceException.fatal("copying failed unexpectedly: " + e, e));
        } finally {
            reader.close();
        }
    }

    /** A failure that closing itself caused says nothing. */
    private void report(SyncException failure) {
        if (!closing) {
            windows.failed(failure);
        }
    }

    private synchronized Optional<SourceTable> pick() {
        if (closing) {
            return Optional.empty();
        }
        Optional<SourceTable> table = tables.stream()
                .filter(t -> !t.isGone() && t.copy().mayHaveMore())
                .min(Comparator.comparingInt(t -> t.copy().readers()));
        table.ifPresent(t -> t.copy().readerCame());
        return table;
    }

    private void copyChunk(SnapshotReader reader, SourceTable table) throws InterruptedException {
        CopyRequest request = table.copyRequest(chunkRows);
        if (!shapeAgrees(reader, table, request.schema())) {
            Thread.sleep(DRIFT_PAUSE.toMillis());
            return;
        }
        if (table.counters().estimatedRows() < 0) {
            table.copyBegins();
            table.counters().estimated(reader.estimateRows(request));
        }
        Optional<SnapshotChunk> chunk = table.copy().claim(reader, request);
        if (chunk.isEmpty()) {
            windows.exhausted(table);
            return;
        }
        Optional<Grant> grant = grant(table);
        if (grant.isPresent()) {
            copy(reader, grant.get(), chunk.get());
        }
    }

    private Optional<Grant> grant(SourceTable table) throws InterruptedException {
        try {
            return Optional.of(windows.open(table).get());
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a window cannot fail to open", e);
        }
    }

    /** Copies a chunk within its window. A chunk that could not be read is given back before the window ends, so that it is not forgotten. */
    void copy(SnapshotReader reader, Grant grant, SnapshotChunk chunk) throws InterruptedException {
        long rows = -1;
        try {
            rows = read(reader, grant, chunk);
        } finally {
            if (rows < 0) {
                grant.table().copy().returned(chunk);
            }
            windows.ended(grant.table(), chunk, rows);
        }
    }

    /** Returns the number of rows, or -1 when the server's table is ahead of the tracked one and the chunk has to wait. */
    private long read(SnapshotReader reader, Grant grant, SnapshotChunk chunk) throws InterruptedException {
        if (grant.visible() != null) {
            reader.awaitVisible(grant.visible());
        }
        if (!shapeAgrees(reader, grant.table(), grant.request().schema())) {
            return -1;
        }
        TableWriter writer = grant.table().destination().writer();
        long rows = reader.read(grant.request(), chunk, batch -> {
            List<Mutation> mutations = new ArrayList<>(batch.size());
            for (RowChange change : batch) {
                grant.mapper().map(change, mutations);
            }
            writer.write(mutations);
            grant.table().counters().copied(batch.size());
        });
        if (rows >= 0) {
            LOG.debug("{} - copied chunk {} of {}: {} rows", pipeline, chunk.number(), chunk.table(), rows);
        }
        return rows;
    }

    private boolean shapeAgrees(SnapshotReader reader, SourceTable table, TableSchema tracked) {
        Optional<TableSchema> present = reader.currentSchema(tracked);
        if (present.isPresent() && present.get().hasColumnsOf(tracked)) {
            table.copy().driftEnded();
            return true;
        }
        Duration since = table.copy().driftSince();
        if (!following || since.compareTo(DRIFT_LIMIT) > 0) {
            throw SourceException.fatal(
                    "cannot copy " + tracked.table() + ": the server has it as "
                            + present.map(p -> p.columns().toString()).orElse("gone") + ", tracked is "
                            + tracked.columns()
                            + (following
                                    ? ", and no statement in the binlog explained the difference for "
                                            + DRIFT_LIMIT.toMinutes() + " minutes"
                                    : "")
                            + "; start the pipeline anew for this table",
                    null);
        }
        return false;
    }

    /** Ends running reads, waits for the threads and closes the connections. */
    @Override
    public void close() {
        closing = true;
        threads.forEach(Thread::interrupt);
        readers.forEach(SnapshotReader::close);
        threads.forEach(t -> Threads.uninterruptibly(t::join));
    }
}
