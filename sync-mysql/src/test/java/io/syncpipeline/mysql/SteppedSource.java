package io.syncpipeline.mysql;

import io.syncpipeline.model.Finding;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.spi.FollowedTable;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SnapshotChunk;
import io.syncpipeline.spi.SnapshotReader;
import io.syncpipeline.spi.Source;
import io.syncpipeline.spi.SourceSession;
import io.syncpipeline.testkit.Script;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A real source between whose steps a test can do something to the server. Chunks are those of one table only. Thread-safe. */
final class SteppedSource implements Source {

    /** What a pipeline is about to do with its source, or has just done. */
    enum Step {
        /** The position to start from is known; no shape has been read. */
        POSITION_KNOWN,
        /** The shapes of the tables have been read. */
        SHAPES_READ,
        /** The changes are about to be followed. */
        FOLLOW,
        /** The bounds of a chunk are about to be found. */
        FIND_CHUNK,
        /** A chunk's table has the shape that is expected, and its rows are about to be selected. */
        READ_CHUNK,
        /** Some rows of a chunk have come, and are about to be handed on. */
        ROWS,
        /** All rows of a chunk have been handed on. */
        CHUNK_READ
    }

    private final Source source;
    private final String table;
    private final Script<Step> script = new Script<>(Step.class);

    /**
     * @param table the name of the table whose chunks count
     */
    SteppedSource(Source source, String table) {
        this.source = source;
        this.table = table;
    }

    Script<Step> script() {
        return script;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public SourceSession open(SessionOptions options) {
        return new SteppedSession(source.open(options));
    }

    private final class SteppedSession implements SourceSession {
        private final SourceSession session;

        SteppedSession(SourceSession session) {
            this.session = session;
        }

        @Override
        public List<Finding> check(Collection<TableId> tables, boolean following) {
            return session.check(tables, following);
        }

        @Override
        public List<TableId> tables(Predicate<TableId> filter) {
            return session.tables(filter);
        }

        @Override
        public Map<TableId, TableSchema> schemas(Collection<TableId> tables) {
            Map<TableId, TableSchema> schemas = session.schemas(tables);
            script.reachUninterrupted(Step.SHAPES_READ);
            return schemas;
        }

        @Override
        public Position positionAt(StartPoint start) {
            Position position = session.positionAt(start);
            script.reachUninterrupted(Step.POSITION_KNOWN);
            return position;
        }

        @Override
        public Duration visibilityUncertainty() {
            return session.visibilityUncertainty();
        }

        @Override
        public ChangeReader follow(Position from, Collection<FollowedTable> tables, Predicate<TableId> joining) {
            script.reachUninterrupted(Step.FOLLOW);
            return session.follow(from, tables, joining);
        }

        @Override
        public boolean covers(Position position, Position other) {
            return session.covers(position, other);
        }

        @Override
        public SnapshotReader snapshotReader() {
            return new SteppedSnapshots(session.snapshotReader());
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private final class SteppedSnapshots implements SnapshotReader {
        private final SnapshotReader reader;

        SteppedSnapshots(SnapshotReader reader) {
            this.reader = reader;
        }

        @Override
        public long estimateRows(CopyRequest request) {
            return reader.estimateRows(request);
        }

        @Override
        public Optional<SnapshotChunk> nextChunk(CopyRequest request, @Nullable SnapshotChunk previous)
                throws InterruptedException {
            reach(Step.FIND_CHUNK, request);
            return reader.nextChunk(request, previous);
        }

        @Override
        public void awaitVisible(Position dispatched) throws InterruptedException {
            reader.awaitVisible(dispatched);
        }

        @Override
        public Optional<TableSchema> currentSchema(TableSchema tracked) {
            return reader.currentSchema(tracked);
        }

        @Override
        public long read(CopyRequest request, SnapshotChunk chunk, RowHandler handler) throws InterruptedException {
            reach(Step.READ_CHUNK, request);
            long count = reader.read(request, chunk, rows -> {
                reach(Step.ROWS, request);
                handler.rows(rows);
            });
            reach(Step.CHUNK_READ, request);
            return count;
        }

        private void reach(Step step, CopyRequest request) throws InterruptedException {
            if (request.schema().table().table().equals(table)) {
                script.reach(step);
            }
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
