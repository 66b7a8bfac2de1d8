package io.syncpipeline.testkit;

import io.syncpipeline.model.Finding;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.FollowedTable;
import io.syncpipeline.spi.SnapshotReader;
import io.syncpipeline.spi.SourceSession;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** A session of a {@link ScriptedSource}. */
final class ScriptedSession implements SourceSession {

    private final ScriptedSource source;
    private final Clock clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    ScriptedSession(ScriptedSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
        source.open().incrementAndGet();
    }

    @Override
    public List<Finding> check(Collection<TableId> tables, boolean following) {
        return List.of();
    }

    @Override
    public List<TableId> tables(Predicate<TableId> filter) {
        return source.visibleSchemas().keySet().stream().filter(filter).toList();
    }

    /** A thousand bytes for each row. */
    @Override
    public Map<TableId, Long> sizes(Collection<TableId> tables) {
        Map<TableId, Long> sizes = new TreeMap<>();
        tables.forEach(table -> sizes.put(table, 1_000L * source.rows(table).size()));
        return sizes;
    }

    @Override
    public Map<TableId, TableSchema> schemas(Collection<TableId> tables) {
        Map<TableId, TableSchema> schemas = new TreeMap<>(source.visibleSchemas());
        schemas.keySet().retainAll(tables);
        return schemas;
    }

    @Override
    public Position positionAt(StartPoint start) {
        if (start instanceof StartPoint.Earliest) {
            return new Position("0");
        } else if (start instanceof StartPoint.AtTime at) {
            return new Position(String.valueOf(source.firstEntryAt(at.instant())));
        } else if (start instanceof StartPoint.AtPosition at) {
            return source.existing(at.position());
        }
        return new Position(String.valueOf(source.endOfLog()));
    }

    @Override
    public Duration visibilityUncertainty() {
        return source.visibilityUncertainty();
    }

    @Override
    public ChangeReader follow(Position from, Collection<FollowedTable> tables, Predicate<TableId> joining) {
        return new ScriptedReader(source, clock, ScriptedSource.index(from), tables, joining);
    }

    @Override
    public boolean covers(Position position, Position other) {
        return ScriptedSource.index(position) >= ScriptedSource.index(other);
    }

    @Override
    public SnapshotReader snapshotReader() {
        return new ScriptedSnapshot(source, clock);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            source.open().decrementAndGet();
        }
    }
}
