package io.syncpipeline.testkit;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.Progress;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.FollowedTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reports the log of a {@link ScriptedSource}. */
final class ScriptedReader implements ChangeReader {

    private final ScriptedSource source;
    private final Clock clock;
    private final Predicate<TableId> joining;
    private final Map<TableId, FollowedTable> later = new TreeMap<>();
    private final Map<TableId, TableSchema> tracked = new TreeMap<>();
    private final Deque<SourceEvent> ready = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private int next;
    private int sinceProgress;

    ScriptedReader(
            ScriptedSource source,
            Clock clock,
            int from,
            Collection<FollowedTable> tables,
            Predicate<TableId> joining) {
        this.source = source;
        this.clock = clock;
        this.joining = table -> !later.containsKey(table) && joining.test(table);
        this.next = from;
        tables.forEach(t -> later.put(t.schema().table(), t));
        source.open().incrementAndGet();
    }

    @Override
    public List<SourceEvent> poll(Duration timeout) throws InterruptedException {
        source.script().reach(SourceStep.POLL);
        if (closed.get()) {
            throw SourceException.retryable("the reader was closed", null);
        }
        if (ready.isEmpty()) {
            source.awaitEntry(next, timeout);
        }
        List<SourceEvent> events = new ArrayList<>();
        while (events.size() < source.eventsPerPoll() && fill()) {
            source.script().reach(SourceStep.EVENT);
            events.add(ready.remove());
        }
        if (events.isEmpty() && source.reportsIdleProgress()) {
            events.add(new Progress(dispatched(), clock.instant()));
        }
        return events;
    }

    /** Makes sure that an event is ready; returns whether one is. */
    private boolean fill() {
        while (ready.isEmpty() && next < source.logSize()) {
            join();
            ScriptedLog.Entry entry = source.entry(next);
            next++;
            if (entry instanceof ScriptedLog.Changes changes) {
                changes(changes);
            } else if (entry instanceof ScriptedLog.Statement statement) {
                statement(statement);
            }
        }
        return !ready.isEmpty();
    }

    /** Tables join before the entry at the place they name. */
    private void join() {
        later.values().removeIf(table -> {
            boolean joins = table.since().map(ScriptedSource::index).orElse(0) <= next;
            if (joins) {
                tracked.put(table.schema().table(), table.schema());
            }
            return joins;
        });
    }

    private void changes(ScriptedLog.Changes entry) {
        long index = 0;
        for (ScriptedLog.Change change : entry.changes()) {
            TableSchema schema = tracked.get(change.table());
            if (schema != null) {
                ready.add(event(entry, change, schema, index));
            }
            index++;
        }
        sinceProgress++;
        boolean last = next >= source.logSize() || source.entry(next) instanceof ScriptedLog.Statement;
        if (last || sinceProgress >= source.transactionsPerProgress()) {
            progress(entry.transaction().time());
        }
    }

    private static RowChange event(
            ScriptedLog.Changes entry, ScriptedLog.Change change, TableSchema schema, long index) {
        return switch (change.operation()) {
            case INSERT -> RowChange.insert(schema, row(schema, change.after()), entry.transaction(), index);
            case UPDATE ->
                RowChange.update(
                        schema, row(schema, change.before()), row(schema, change.after()), entry.transaction(), index);
            case DELETE -> RowChange.delete(schema, row(schema, change.before()), entry.transaction(), index);
            case COPY -> throw new IllegalStateException("a log holds no copied rows");
        };
    }

    private static Row row(TableSchema schema, @Nullable Object @Nullable [] values) {
        @Nullable Object[] present = Objects.requireNonNull(values, "values");
        if (present.length != schema.columns().size()) {
            throw SourceException.fatal(
                    schema.table() + " is tracked as " + schema.columns() + ", but a logged row has " + present.length
                            + " columns",
                    null);
        }
        return new Row(present, 16 + 16 * present.length);
    }

    private void statement(ScriptedLog.Statement entry) {
        boolean reported = false;
        for (SchemaChange change : entry.changes()) {
            TableSchema after = change.after();
            boolean known = tracked.containsKey(change.table());
            boolean joins = after != null && (tracked.containsKey(after.table()) || joining.test(after.table()));
            tracked.remove(change.table());
            if (after != null && joins) {
                tracked.put(after.table(), after);
            }
            if (known || joins) {
                ready.add(change);
                reported = true;
            }
        }
        if (reported) {
            progress(entry.transaction().time());
        }
    }

    private void progress(Instant time) {
        sinceProgress = 0;
        ready.add(new Progress(dispatched(), time));
    }

    @Override
    public Position dispatched() {
        return new Position(String.valueOf(next));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            source.open().decrementAndGet();
        }
    }
}
