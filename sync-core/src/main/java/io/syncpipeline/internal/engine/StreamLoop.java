package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.Reached;
import io.syncpipeline.internal.plan.RowMapper;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.Progress;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SnapshotChunk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The duty cycle of a run: takes events from the reader, keeps the gates, hands mutations to the writers, and has intervals committed.
 * All on one thread, one {@link #runOnce()} after the other; other threads reach it through {@link StreamControl}.
 */
final class StreamLoop {

    private static final Duration COPYING_POLL = Duration.ofMillis(2);
    private static final Duration IDLE_POLL = Duration.ofMillis(100);
    private static final int BATCH = 2_000;
    private static final int LAST_POLLS = 50;

    private final TableSet tables;
    private final @Nullable ChangeReader reader;
    private final SchemaEvolution evolution;
    private final Committer committer;
    private final StatusBoard board;
    private final StreamControl control = new StreamControl();
    private final List<Request> waiting = new ArrayList<>();
    private final Clock clock;
    private final long commitMillis;
    private final long heldLimit;
    private final int chunkRows;

    private @Nullable Mark last;
    private long marks;
    private @Nullable SyncException failure;
    private List<Mutation> batch = new ArrayList<>();
    private @Nullable Destination batchOf;
    private @Nullable TableSchema knownShape;
    private @Nullable SourceTable knownTable;
    private boolean atBoundary = true;
    private boolean positionFits = true;
    private boolean windowsClosed;
    private long lastSeal;

    private record Request(SourceTable table, CompletableFuture<CopyPool.Grant> granted) {}

    /**
     * A loop that has done nothing yet.
     *
     * @param reader where changes come from; null when the pipeline only copies
     * @param start where following starts; null when the pipeline only copies
     * @param startTime the source's clock there
     */
    StreamLoop(
            TableSet tables,
            @Nullable ChangeReader reader,
            @Nullable Position start,
            Instant startTime,
            SchemaEvolution evolution,
            Committer committer,
            StatusBoard board,
            EngineLimits limits) {
        this.tables = tables;
        this.reader = reader;
        this.last = start == null ? null : new Mark(marks++, start, startTime);
        this.evolution = evolution;
        this.committer = committer;
        this.board = board;
        this.clock = limits.clock();
        this.commitMillis = limits.commitInterval().toMillis();
        this.heldLimit = limits.heldBytes();
        this.chunkRows = limits.chunkRows();
        this.lastSeal = clock.millis();
    }

    /** The copy's way to this thread. */
    CopyPool.Windows windows() {
        return new CopyPool.Windows() {
            @Override
            public CompletableFuture<CopyPool.Grant> open(SourceTable table) {
                CompletableFuture<CopyPool.Grant> granted = new CompletableFuture<>();
                control.post(() -> waiting.add(new Request(table, granted)));
                return granted;
            }

            @Override
            public void ended(SourceTable table, SnapshotChunk chunk, long rows) {
                control.post(() -> chunkEnded(table, chunk, rows));
            }

            @Override
            public void exhausted(SourceTable table) {
                control.post(() -> countChunks(table));
            }

            @Override
            public void failed(SyncException cause) {
                control.post(() -> failure = failure == null ? cause : failure);
            }
        };
    }

    /**
     * One turn.
     *
     * @return whether there is more to do: false once a pipeline that only copies has copied and committed everything
     */
    boolean runOnce() throws InterruptedException {
        control.runAll();
        throwFailure();
        grantWindows();
        Duration timeout = tables.isCopying() ? COPYING_POLL : IDLE_POLL;
        if (reader != null && tables.heldBytes(clock.millis()) < heldLimit) {
            dispatch(reader.poll(timeout));
        } else {
            control.runAll(timeout);
        }
        writeBatch();
        collectCommit();
        if (reader == null && !tables.isCopying()) {
            commitEverything();
            return false;
        }
        commitWhenDue();
        return true;
    }

    /**
     * Hands on what is held and commits everything, except what came since a statement without a position behind it: no checkpoint would
     * know of the statement, and a table that it created would be copied over rows that were deleted meanwhile. Nor does it commit a part of
     * a transaction where logs are written. The copy must have been closed.
     */
    void finish() throws InterruptedException {
        control.runAll();
        reachBoundary();
        if (positionFits && isWhole()) {
            writeBatch();
            commitEverything();
        }
    }

    /** Where logs are written, goes on to the end of the transaction, unless that is far. What comes after it is read again by the next run. */
    private void reachBoundary() throws InterruptedException {
        for (int polls = 0; reader != null && !isWhole() && polls < LAST_POLLS; polls++) {
            Iterator<SourceEvent> events = reader.poll(IDLE_POLL).iterator();
            while (events.hasNext() && !atBoundary) {
                dispatch(List.of(events.next()));
            }
        }
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private void collectCommit() throws InterruptedException {
        if (committer.collect()) {
            board.committed(committer);
        }
    }

    // ------------------------------------------------------------------ windows

    private void grantWindows() throws InterruptedException {
        if (windowsClosed || !positionFits) {
            return;
        }
        settleShapes();
        long now = clock.millis();
        for (Iterator<Request> i = waiting.iterator(); i.hasNext(); ) {
            Request request = i.next();
            SourceTable table = request.table();
            if (table.isGone()) {
                request.granted().cancel(false);
                i.remove();
            } else if (table.gate().admits(now) && !table.isUnsettled() && !table.isStatementDue()) {
                Position visible = reader == null ? null : table.gate().admit(reader.dispatched(), now);
                request.granted()
                        .complete(new CopyPool.Grant(table, table.copyRequest(chunkRows), table.mapper(), visible));
                i.remove();
            }
        }
    }

    private void settleShapes() throws InterruptedException {
        List<SourceTable> unsettled = waiting.stream()
                .map(Request::table)
                .filter(t -> t.isUnsettled() && !t.isStatementDue() && !t.isGone())
                .distinct()
                .toList();
        if (!unsettled.isEmpty() && isWhole()) {
            barrier();
            unsettled.forEach(evolution::settle);
        }
    }

    private void chunkEnded(SourceTable table, SnapshotChunk chunk, long rows) throws InterruptedException {
        if (rows >= 0) {
            table.copy().finished(chunk, rows);
        }
        if (reader != null && table.gate().chunkEnded()) {
            for (RowChange change : table.gate().replay()) {
                map(table, change);
            }
            for (RowChange change : table.gate().release()) {
                handOn(table, change);
            }
            writeBatch();
        }
        countChunks(table);
    }

    private void countChunks(SourceTable table) {
        if (!table.gate().isOpen()) {
            table.copy().advance();
            if (table.copy().isDone() && tables.copied(table)) {
                board.copied(table);
            }
        }
    }

    /** Waits until no chunk is being read and nothing is held. */
    private void closeWindows() throws InterruptedException {
        windowsClosed = true;
        while (tables.anyWindowOpen()) {
            control.runAll(IDLE_POLL);
            throwFailure();
        }
        windowsClosed = false;
    }

    // ------------------------------------------------------------------- events

    /** Takes events in their order. */
    void dispatch(List<SourceEvent> events) throws InterruptedException {
        for (SourceEvent event : events) {
            if (event instanceof RowChange change) {
                row(change);
            } else if (event instanceof Progress progress) {
                last = new Mark(marks++, progress.position(), progress.time());
                atBoundary = true;
                if (!positionFits) {
                    endStatement();
                } else if (tables.hasLogs() && isDue()) {
                    writeBatch();
                    collectCommit();
                    commitWhenDue();
                }
                board.progress(progress);
            } else if (event instanceof SchemaChange change) {
                evolve(change);
            }
        }
    }

    private void row(RowChange change) throws InterruptedException {
        atBoundary = false;
        if (!isKnown(change.schema())) {
            look(change.schema());
        }
        SourceTable table = knownTable;
        if (table == null) {
            return;
        }
        table.counters().followed(change.operation());
        if (table.gate().isOpen()) {
            table.gate().hold(change, lastMark());
        } else {
            handOn(table, change);
        }
    }

    /** Rows of one table come with one and the same shape, one after the other: no look-up for each. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isKnown(TableSchema shape) {
        return shape == knownShape;
    }

    private void look(TableSchema shape) {
        SourceTable table = tables.find(shape.table());
        boolean wanted = table != null && !table.isGone();
        knownShape = shape;
        knownTable = wanted ? table : null;
    }

    private void handOn(SourceTable table, RowChange change) throws InterruptedException {
        if (!table.copy().isDone()) {
            table.gate().passed(change, clock.millis());
        }
        map(table, change);
    }

    private void map(SourceTable table, RowChange change) throws InterruptedException {
        RowMapper mapper = table.mapperFor(change.schema());
        batchFor(table);
        if (table.isUntouched()) {
            mapper.mapDeletes(change, batch);
        } else {
            mapper.map(change, batch);
        }
    }

    private void batchFor(SourceTable table) throws InterruptedException {
        if (batchOf != table.destination() || batch.size() >= BATCH) {
            writeBatch();
            batchOf = table.destination();
        }
    }

    private void writeBatch() throws InterruptedException {
        Destination destination = batchOf;
        if (destination != null && !batch.isEmpty()) {
            List<Mutation> full = batch;
            batch = new ArrayList<>(full.size());
            destination.writer().write(full);
        }
    }

    private Mark lastMark() {
        Mark mark = last;
        if (mark == null) {
            throw new IllegalStateException("a change came before the position to start from was known");
        }
        return mark;
    }

    /**
     * A change of shape is a barrier: everything before it is committed under the old shape, together with a position that lies directly
     * before it. Rows that came between would be written again after a crash, to a table that has the new shape already.
     */
    private void evolve(SchemaChange change) throws InterruptedException {
        if (!atBoundary) {
            throw SourceException.fatal(
                    "the source reported the statement '" + change.sql() + "' on " + change.table()
                            + " without a position between it and the rows before it; this is a defect of the source: a Progress"
                            + " has to stand directly before every statement",
                    null);
        }
        SourceTable table = tables.find(change.table());
        if (table != null) {
            table.statementBegins();
        }
        barrier();
        evolution.apply(change);
        positionFits = false;
        knownShape = null;
    }

    private void endStatement() throws InterruptedException {
        for (SchemaEvolution.LoggedChange logged : evolution.logged()) {
            batchFor(logged.table());
            logged.table().mapper().map(logged.change(), logged.index(), batch);
        }
        tables.statementEnded();
        positionFits = true;
        // A table has to be in the checkpoint before rows of it can be at the destination: should their commit be in
        // doubt
        // after a crash, it must not be taken for one that nothing was written to
        writeBatch();
        commitEverything();
        evolution.statementEnded();
    }

    private void barrier() throws InterruptedException {
        closeWindows();
        writeBatch();
        commitEverything();
    }

    // ------------------------------------------------------------------ commits

    private void commitWhenDue() {
        if (positionFits && isWhole() && !committer.isRunning() && (isDue() || tables.isFull())) {
            seal(reached());
        }
    }

    private boolean isDue() {
        long waited = clock.millis() - lastSeal;
        boolean patient = !atBoundary && waited < 2 * commitMillis;
        return waited >= commitMillis && !patient;
    }

    /**
     * Whether what was written may be committed. A part of a transaction may where rows are replayed: it is written again after a crash,
     * which does no harm. In a log it would stand twice.
     */
    private boolean isWhole() {
        return atBoundary || !tables.hasLogs();
    }

    private void commitEverything() throws InterruptedException {
        if (committer.await()) {
            board.committed(committer);
        }
        seal(positionFits ? reached() : committer.committed());
        if (committer.await()) {
            board.committed(committer);
        }
    }

    /** What will be reached is taken before the writers are sealed: what is written meanwhile is sealed too, and written again after a crash. */
    private void seal(Reached next) {
        lastSeal = clock.millis();
        List<PendingCommit> pending = tables.seal();
        if (!pending.isEmpty() || !next.equals(committer.committed())) {
            committer.begin(pending, next);
        }
    }

    private Reached reached() {
        Mark safe = tables.safe(last);
        return safe == null || last == null
                ? new Reached(null, committer.committed().time(), tables.progress(null, null))
                : new Reached(safe.position(), safe.time(), tables.progress(safe.position(), last.position()));
    }
}
