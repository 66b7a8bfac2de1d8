package io.syncpipeline.internal.engine;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.checkpoint.Checkpoint;
import io.syncpipeline.checkpoint.Reached;
import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.internal.plan.EarlierRun;
import io.syncpipeline.internal.plan.Planner;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.plan.SourceTablePlan;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.plan.TablePlan;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.FollowedTable;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.SnapshotChunk;
import io.syncpipeline.spi.SnapshotReader;
import io.syncpipeline.spi.SourceSession;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.RecordingSink;
import io.syncpipeline.testkit.ScriptedSource;
import io.syncpipeline.testkit.ScriptedStore;
import io.syncpipeline.testkit.SourceStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parts of a run on a workbench: the test is the stream thread and the copy threads, and nothing happens by itself. */
final class Bench implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofSeconds(60);

    final ManualClock clock;
    final ScriptedSource source;
    final RecordingSink sink;
    final ScriptedStore store;
    final HandExecutor commits = new HandExecutor();
    final TableSet tables;
    final StreamLoop loop;
    final CopyPool pool;
    final StatusBoard board;
    final Committer committer;
    private final SourceSession session;
    private final SinkSession sinkSession;
    private final ChangeReader reader;
    private final Workers workers;
    private final SnapshotReader snapshot;
    private final int chunkRows;

    /** What a bench is set up with. */
    static final class Setup {

        final ManualClock clock;
        final ScriptedSource source;
        final RecordingSink sink;
        final ScriptedStore store;
        int chunkRows = 100;
        int copyReaders = 4;
        long heldBytes = 1 << 20;
        SyncMode mode = SyncMode.FULL_AND_INCREMENTAL;
        Map<DdlKind, DdlAction> ddl = new HashMap<>();

        Setup(ManualClock clock, ScriptedSource source, RecordingSink sink, ScriptedStore store) {
            this.clock = clock;
            this.source = source.waits(false);
            this.sink = sink;
            this.store = store;
        }

        Bench start() {
            return new Bench(this);
        }
    }

    private Bench(Setup setup) {
        this.clock = setup.clock;
        this.source = setup.source;
        this.sink = setup.sink;
        this.store = setup.store;
        this.chunkRows = setup.chunkRows;
        Tuning tuning = Tuning.builder()
                .commitInterval(INTERVAL)
                .chunkRows(setup.chunkRows)
                .copyReaders(setup.copyReaders)
                .build();
        Definition definition = new Definition(
                "bench",
                source,
                sink,
                setup.mode,
                List.of(TableSelector.matching("shop", ".*")),
                List.of(),
                List.of(),
                setup.ddl,
                tuning,
                store,
                List.of(),
                clock);
        SessionOptions options = new SessionOptions("bench", 1 << 20, 1, clock);
        this.sinkSession = sink.open(options);
        this.session = source.open(options);
        Optional<Reached> resumed = store.load("bench").map(Checkpoint::reached);
        Position start = resumed.flatMap(Reached::position).orElseGet(() -> session.positionAt(StartPoint.latest()));
        Map<TableId, TableProgress> progress = new HashMap<>();
        resumed.ifPresent(r -> r.tables().forEach(t -> progress.put(t.schema().table(), t)));
        List<TableId> selected = session.tables(definition::selects);
        Map<TableId, TableSchema> schemas = new HashMap<>(session.schemas(selected));
        progress.forEach((id, p) -> schemas.put(id, p.schema()));
        SyncPlan plan = new Planner(definition, sinkSession, tables -> Map.of())
                .plan(selected, schemas, new EarlierRun(begun(progress), progress.keySet(), Set.of()));
        this.tables = new TableSet(true, session::covers);
        TableFactory factory = new TableFactory(definition, sinkSession, tables, session.visibilityUncertainty());
        this.board = new StatusBoard(definition);
        for (TablePlan table : plan.tables()) {
            factory.prepare(table);
            for (SourceTablePlan planned : table.sources()) {
                TableProgress fresh =
                        new TableProgress(planned.schema(), !setup.mode.copies(), 0, null, 0, null, false);
                factory.add(
                        table, planned, progress.getOrDefault(planned.schema().table(), fresh));
            }
        }
        Reached initial = new Reached(start, clock.instant(), tables.progress(start, start));
        this.workers = new Workers(commits, new HandExecutor());
        this.committer = new Committer("bench", store, workers, clock, initial);
        committer.save(new Checkpoint(initial, null, clock.instant()));
        this.reader = session.follow(
                start,
                tables.all().stream()
                        .map(t -> new FollowedTable(t.schema(), t.since()))
                        .toList(),
                definition::selects);
        SchemaEvolution evolution = new SchemaEvolution(definition, session, sinkSession, tables, factory, board);
        this.loop = new StreamLoop(
                tables,
                reader,
                start,
                clock.instant(),
                evolution,
                committer,
                board,
                new EngineLimits(INTERVAL, setup.heldBytes, setup.chunkRows, clock));
        this.pool = new CopyPool("bench", List.copyOf(tables.all()), loop.windows(), setup.chunkRows, true);
        this.snapshot = session.snapshotReader();
        board.tables(tables);
    }

    private static Set<TableId> begun(Map<TableId, TableProgress> progress) {
        return progress.values().stream()
                .filter(t -> t.copied() || t.chunks() > 0 || t.changing())
                .map(t -> t.schema().table())
                .collect(Collectors.toSet());
    }

    SourceTable table(TableId id) {
        SourceTable table = tables.find(id);
        if (table == null) {
            throw new IllegalArgumentException("no table " + id);
        }
        return table;
    }

    /** One turn of the stream thread. */
    void step() throws InterruptedException {
        loop.runOnce();
    }

    /** Turns until everything that is in the log now has been taken. */
    void drain() throws InterruptedException {
        int before = -1;
        for (int i = 0; i < 10_000 && before != source.script().count(SourceStep.EVENT); i++) {
            before = source.script().count(SourceStep.EVENT);
            step();
        }
    }

    /** As a copy thread: finds the next chunk. */
    Optional<SnapshotChunk> claim(TableId id) throws InterruptedException {
        SourceTable table = table(id);
        Optional<SnapshotChunk> chunk = table.copy().claim(snapshot, table.copyRequest(chunkRows));
        if (chunk.isEmpty()) {
            loop.windows().exhausted(table);
        }
        return chunk;
    }

    /** As a copy thread: asks for the leave to read a chunk. The answer comes with a {@link #step()}. */
    CompletableFuture<CopyPool.Grant> ask(TableId id) {
        return loop.windows().open(table(id));
    }

    /** As a copy thread: asks for the leave and gets it, or null. */
    CopyPool.@Nullable Grant grant(TableId id) throws InterruptedException {
        CompletableFuture<CopyPool.Grant> asked = ask(id);
        step();
        return asked.getNow(null);
    }

    /** As a copy thread: reads a chunk within its window. Its end is noticed with a {@link #step()}. */
    void read(CopyPool.@Nullable Grant grant, SnapshotChunk chunk) throws InterruptedException {
        if (grant == null) {
            throw new AssertionError("the window was not granted");
        }
        pool.copy(snapshot, grant, chunk);
    }

    /** As a copy thread: copies the next chunk, whose window is granted at once. */
    void copyChunk(TableId id) throws InterruptedException {
        SnapshotChunk chunk = claim(id).orElseThrow();
        read(grant(id), chunk);
        step();
    }

    /** Lets the commit interval pass and commits. */
    void commit() throws InterruptedException {
        clock.advance(INTERVAL);
        step();
        step();
    }

    /** A statement that stands at no place of the log. */
    SchemaChange statement(TableId id) {
        return new SchemaChange(
                id, "ALTER TABLE " + id, List.of(), table(id).schema(), new Transaction(1, 1, clock.instant()));
    }

    List<Map<String, @Nullable Object>> destination(TableId id) {
        return new ArrayList<>(sink.rows(table(id).destination().table().name()));
    }

    @Override
    public void close() {
        snapshot.close();
        pool.close();
        reader.close();
        workers.close();
        tables.close();
        session.close();
        sinkSession.close();
    }

    /** The pipeline of the same name, source, sink and store, to be run with threads. */
    static SyncPipeline.Builder pipeline(ScriptedSource source, RecordingSink sink, ScriptedStore store) {
        return SyncPipeline.builder()
                .name("bench")
                .source(source)
                .sink(sink)
                .checkpointStore(store)
                .tables(TableSelector.matching("shop", ".*"));
    }
}
