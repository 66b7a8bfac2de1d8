package io.syncpipeline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.Progress;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SourceEvent;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every source keeps to. Subclass it for a source of your own. The table has the columns {@code id} (a 64-bit integer, the key) and
 * {@code name} (text that may be NULL), and is empty at the beginning of each test.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class SourceContract {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Deque<SourceEvent> polled = new ArrayDeque<>();
    private SourceSession session;
    private TableId table;

    /** The source. */
    protected abstract Source source();

    /** The empty table. Called once per test. */
    protected abstract TableId emptyTable();

    /** Inserts a row in a transaction of its own. */
    protected abstract void insert(TableId id, long key, String name);

    /** Updates a row in a transaction of its own. */
    protected abstract void update(TableId id, long key, long newKey, String name);

    /** Deletes a row in a transaction of its own. */
    protected abstract void delete(TableId id, long key);

    /** Inserts rows with the keys {@code from} to {@code to}, exclusive, in one transaction. */
    protected abstract void insertAll(TableId id, long from, long to);

    /** Adds a text column that may be NULL, by a statement. */
    protected abstract void addColumn(TableId id, String name);

    @BeforeEach
    void open() {
        table = emptyTable();
        session = source().open(new SessionOptions("contract", 8L << 20, 2, Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        session.close();
    }

    private TableSchema schema() {
        return Optional.ofNullable(session.schemas(List.of(table)).get(table)).orElseThrow();
    }

    private ChangeReader follow(Position from) {
        polled.clear();
        return session.follow(from, List.of(FollowedTable.fromStart(schema())), nothing());
    }

    private static Predicate<TableId> nothing() {
        return id -> false;
    }

    /** Polls until an event fulfils the condition, and returns everything up to it. */
    private List<SourceEvent> until(ChangeReader reader, Predicate<SourceEvent> last) throws InterruptedException {
        List<SourceEvent> all = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            polled.addAll(reader.poll(SHORT));
            while (!polled.isEmpty()) {
                SourceEvent event = polled.remove();
                all.add(event);
                if (last.test(event)) {
                    return all;
                }
            }
        }
        throw new AssertionError("the event did not come; there were " + all);
    }

    private static Predicate<SourceEvent> key(RowChange.Operation operation, long key) {
        return event -> event instanceof RowChange change
                && change.operation() == operation
                && Long.valueOf(key)
                        .equals((operation == RowChange.Operation.DELETE ? change.before() : change.after()).get(0));
    }

    private static List<String> rows(List<SourceEvent> events) {
        return events.stream()
                .filter(RowChange.class::isInstance)
                .map(RowChange.class::cast)
                .map(c -> switch (c.operation()) {
                    case COPY, INSERT ->
                        c.operation() + " " + c.after().get(0) + " " + c.after().get(1);
                    case UPDATE ->
                        "UPDATE " + c.before().get(0) + " " + c.before().get(1) + " > "
                                + c.after().get(0) + " " + c.after().get(1);
                    case DELETE ->
                        "DELETE " + c.before().get(0) + " " + c.before().get(1);
                })
                .toList();
    }

    private CopyRequest request(int chunkRows) {
        return new CopyRequest(schema(), List.of("id"), "", chunkRows);
    }

    private Map<Long, String> copy(SnapshotReader reader, CopyRequest request, List<SnapshotChunk> chunks)
            throws InterruptedException {
        Map<Long, String> rows = new TreeMap<>();
        SnapshotChunk previous = null;
        for (int i = 0; i < 10_000; i++) {
            Optional<SnapshotChunk> chunk = reader.nextChunk(request, previous);
            if (chunk.isEmpty()) {
                return rows;
            }
            previous = chunk.get();
            chunks.add(previous);
            int before = rows.size();
            long read = read(reader, request, previous, rows);
            assertThat(rows).as("no row is in two chunks").hasSize(before + (int) read);
        }
        throw new AssertionError("the chunks do not end");
    }

    private static long read(SnapshotReader reader, CopyRequest request, SnapshotChunk chunk, Map<Long, String> into)
            throws InterruptedException {
        return reader.read(request, chunk, rows -> {
            for (RowChange row : rows) {
                assertThat(row.operation()).isEqualTo(RowChange.Operation.COPY);
                assertThat(row.schema()).isEqualTo(request.schema());
                into.put((Long) row.after().get(0), String.valueOf(row.after().get(1)));
            }
        });
    }

    @Test
    void findsTheTableAndItsShape() {
        assertThat(session.tables(table::equals)).containsExactly(table);
        assertThat(session.tables(nothing())).isEmpty();
        TableSchema schema = schema();
        assertThat(schema.columnNames()).containsExactly("id", "name");
        assertThat(schema.primaryKey()).containsExactly("id");
        assertThat(schema.columns()).extracting(c -> c.nullable()).containsExactly(false, true);
        assertThat(session.schemas(Set.of(new TableId(table.database(), "contract_nothing"))))
                .isEmpty();
    }

    @Test
    void checksWithoutErrorsWhenEverythingIsRight() {
        assertThat(session.check(List.of(table), true)).noneMatch(f -> f.severity() == Finding.Severity.ERROR);
    }

    @Test
    void reportsChangesInOrderWithBothImages() throws InterruptedException {
        try (ChangeReader reader = follow(session.positionAt(StartPoint.latest()))) {
            insert(table, 1, "one");
            update(table, 1, 1, "ONE");
            update(table, 1, 2, "two");
            delete(table, 2);
            List<SourceEvent> events = until(reader, key(RowChange.Operation.DELETE, 2));
            assertThat(rows(events))
                    .containsExactly("INSERT 1 one", "UPDATE 1 one > 1 ONE", "UPDATE 1 ONE > 2 two", "DELETE 2 two");
        }
    }

    @Test
    void missesNothingAfterTheCurrentPositionAndReportsNothingBeforeIt() throws InterruptedException {
        insert(table, 1, "before");
        Position from = session.positionAt(StartPoint.latest());
        insert(table, 2, "after");
        try (ChangeReader reader = follow(from)) {
            assertThat(rows(until(reader, key(RowChange.Operation.INSERT, 2)))).containsExactly("INSERT 2 after");
        }
    }

    @Test
    void resumesAtAReportedPositionWithoutGapOrRepetition() throws InterruptedException {
        Position from = session.positionAt(StartPoint.latest());
        insert(table, 1, "one");
        Position middle;
        try (ChangeReader reader = follow(from)) {
            until(reader, key(RowChange.Operation.INSERT, 1));
            List<SourceEvent> events = until(reader, Progress.class::isInstance);
            middle = ((Progress) events.get(events.size() - 1)).position();
        }
        insert(table, 2, "two");
        try (ChangeReader reader = follow(middle)) {
            assertThat(rows(until(reader, key(RowChange.Operation.INSERT, 2)))).containsExactly("INSERT 2 two");
        }
        try (ChangeReader reader = follow(from)) {
            assertThat(rows(until(reader, key(RowChange.Operation.INSERT, 2))))
                    .containsExactly("INSERT 1 one", "INSERT 2 two");
        }
    }

    @Test
    void beginsAtTheFirstTransactionCommittedAtATimeOrLater() throws InterruptedException {
        RowChange first;
        try (ChangeReader reader = follow(session.positionAt(StartPoint.latest()))) {
            insert(table, 1, "one");
            List<SourceEvent> events = until(reader, key(RowChange.Operation.INSERT, 1));
            first = (RowChange) events.get(events.size() - 1);
        }
        insert(table, 2, "two");
        Position at = session.positionAt(StartPoint.at(first.transaction().time()));
        try (ChangeReader reader = follow(at)) {
            assertThat(rows(until(reader, key(RowChange.Operation.INSERT, 2))))
                    .endsWith("INSERT 1 one", "INSERT 2 two");
        }
    }

    @Test
    void hasNoPlaceInTheFuture() {
        Instant future = Instant.parse("2100-01-01T00:00:00Z");
        assertThatThrownBy(() -> session.positionAt(StartPoint.at(future)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(future.toString())
                .hasMessageContaining("future");
    }

    @Test
    void beginsAsFarBackAsTheLogGoes() throws InterruptedException {
        insert(table, 1, "one");
        try (ChangeReader reader = follow(session.positionAt(StartPoint.earliest()))) {
            assertThat(rows(until(reader, key(RowChange.Operation.INSERT, 1)))).contains("INSERT 1 one");
        }
    }

    @Test
    void beginsAtAGivenPositionAndRefusesWhatIsNone() throws InterruptedException {
        Position from = session.positionAt(StartPoint.resume());
        insert(table, 1, "one");
        try (ChangeReader reader = follow(session.positionAt(StartPoint.position(from)))) {
            assertThat(rows(until(reader, key(RowChange.Operation.INSERT, 1)))).containsExactly("INSERT 1 one");
        }
        Position none = new Position("lsn:0/16B3748");
        assertThatThrownBy(() -> session.positionAt(StartPoint.position(none)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(none.token());
    }

    @Test
    void reportsATransactionWholeBeforeProgressPastIt() throws InterruptedException {
        Position from = session.positionAt(StartPoint.latest());
        insertAll(table, 0, 500);
        try (ChangeReader reader = follow(from)) {
            List<SourceEvent> events = until(reader, key(RowChange.Operation.INSERT, 499));
            assertThat(rows(events)).hasSize(500);
            int first = indexOf(events, RowChange.class);
            assertThat(events.subList(first, events.size())).noneMatch(Progress.class::isInstance);
            List<RowChange> changes = events.stream()
                    .filter(RowChange.class::isInstance)
                    .map(RowChange.class::cast)
                    .toList();
            assertThat(changes)
                    .allMatch(c -> c.transaction().equals(changes.get(0).transaction()));
            assertThat(changes).extracting(RowChange::index).isSorted().doesNotHaveDuplicates();
        }
    }

    private static int indexOf(List<SourceEvent> events, Class<?> type) {
        for (int i = 0; i < events.size(); i++) {
            if (type.isInstance(events.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + events);
    }

    @Test
    void reportsAStatementBetweenTwoPositionsWithTheShapeAfterIt() throws InterruptedException {
        try (ChangeReader reader = follow(session.positionAt(StartPoint.latest()))) {
            insert(table, 1, "one");
            addColumn(table, "more");
            insert(table, 2, "two");
            List<SourceEvent> events = until(reader, key(RowChange.Operation.INSERT, 2));
            int at = indexOf(events, SchemaChange.class);
            SchemaChange change = (SchemaChange) events.get(at);
            assertThat(events.get(at - 1)).as("directly before").isInstanceOf(Progress.class);
            assertThat(events.get(at + 1)).as("directly after").isInstanceOf(Progress.class);
            assertThat(change.table()).isEqualTo(table);
            assertThat(change.steps()).singleElement().isInstanceOf(SchemaChange.ColumnAdded.class);
            assertThat(shape(change.after())).containsExactly("id", "name", "more");
            assertThat(((RowChange) events.get(events.size() - 1)).schema()).isEqualTo(change.after());
        }
    }

    private static List<String> shape(@Nullable TableSchema schema) {
        return Optional.ofNullable(schema).orElseThrow().columnNames();
    }

    @Test
    void anEmptyPollEndsWhenItsTimeIsOver() throws InterruptedException {
        try (ChangeReader reader = follow(session.positionAt(StartPoint.latest()))) {
            long begin = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                reader.poll(SHORT);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void copiesAnEmptyTable() throws InterruptedException {
        try (SnapshotReader reader = session.snapshotReader()) {
            assertThat(copy(reader, request(10), new ArrayList<>())).isEmpty();
        }
    }

    @Test
    void copiesEveryRowOnceInNumberedChunks() throws InterruptedException {
        insertAll(table, 0, 95);
        List<SnapshotChunk> chunks = new ArrayList<>();
        try (SnapshotReader reader = session.snapshotReader()) {
            assertThat(reader.estimateRows(request(10))).isNotNegative();
            assertThat(copy(reader, request(10), chunks)).hasSize(95);
        }
        assertThat(chunks).hasSizeGreaterThan(4);
        for (int i = 0; i < chunks.size(); i++) {
            assertThat(chunks.get(i).number()).isEqualTo(i);
        }
    }

    @Test
    void goesOnAfterAFinishedChunkKnownByItsNumberAndEndOnly() throws InterruptedException {
        insertAll(table, 0, 50);
        try (SnapshotReader reader = session.snapshotReader()) {
            CopyRequest request = request(10);
            SnapshotChunk first = reader.nextChunk(request, null).orElseThrow();
            Map<Long, String> rows = new TreeMap<>();
            read(reader, request, first, rows);
            SnapshotChunk known = new SnapshotChunk(table, 0, null, first.upTo());
            SnapshotChunk second = reader.nextChunk(request, known).orElseThrow();
            assertThat(second.number()).isEqualTo(1);
            int before = rows.size();
            long read = read(reader, request, second, rows);
            assertThat(rows).hasSize(before + (int) read);
        }
    }

    @Test
    void seesWhatWasDispatchedOnceItIsVisible() throws InterruptedException {
        try (ChangeReader changes = follow(session.positionAt(StartPoint.latest()));
                SnapshotReader reader = session.snapshotReader()) {
            insert(table, 1, "one");
            until(changes, key(RowChange.Operation.INSERT, 1));
            reader.awaitVisible(changes.dispatched());
            if (session.visibilityUncertainty().isZero()) {
                assertThat(copy(reader, request(10), new ArrayList<>())).containsOnlyKeys(1L);
            }
        }
    }

    @Test
    void tellsThePresentShape() {
        TableSchema tracked = schema();
        try (SnapshotReader reader = session.snapshotReader()) {
            assertThat(reader.currentSchema(tracked)).contains(tracked);
            addColumn(table, "more");
            assertThat(shape(reader.currentSchema(tracked).orElse(null))).containsExactly("id", "name", "more");
        }
    }

    @Test
    void closesTwiceWithoutHarm() {
        ChangeReader changes = follow(session.positionAt(StartPoint.latest()));
        SnapshotReader reader = session.snapshotReader();
        reader.close();
        reader.close();
        changes.close();
        changes.close();
        session.close();
        session.close();
    }
}
