package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.Checkpoint;
import io.syncpipeline.checkpoint.Reached;
import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.plan.SourceTablePlan;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.plan.TablePlan;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.FollowedTable;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SettledWrites;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.SourceSession;
import io.syncpipeline.status.SyncState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to run a pipeline: from opening the sessions to closing them. A failure that may pass is followed by another attempt, which
 * starts from the checkpoint.
 */
final class Attempt implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final Definition definition;
    private final RunChanges changes;
    private final StatusBoard board;
    private final Beginning beginning;
    private final Clock clock;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    Attempt(Definition definition, RunChanges changes, StatusBoard board, Beginning beginning) {
        this.definition = definition;
        this.changes = changes;
        this.board = board;
        this.beginning = beginning;
        this.clock = definition.clock();
    }

    /**
     * Runs until everything is done, stopping is asked for, or the next attempt shall do something else.
     *
     * @return the state in which it ended: finished or stopped
     */
    SyncState run(BooleanSupplier stopping) throws InterruptedException {
        Tuning tuning = definition.tuning();
        SyncMode mode = definition.mode();
        SinkSession sink = opened(definition.sink().open(options(tuning.memoryBytes() / 2)));
        SourceSession source = opened(definition.source().open(options(tuning.memoryBytes() / 4)));
        Optional<Reached> resumed = resume(sink)
                .map(reached -> beginning.replace(reached, source, mode.copies()))
                .map(this::copiedAgain);
        resumed.ifPresent(board::resumed);

        // An older place is taken before the tables are looked at, so that they join behind it
        Position asked = resumed.isEmpty() ? beginning.withoutCheckpoint(source) : null;
        StartPlan startPlan = StartPlan.of(definition, source, sink, resumed, beginning.reshaped());
        SyncPlan plan = startPlan.plan().orThrow();
        plan.findings().stream()
                .filter(f -> f.severity() != Finding.Severity.INFO)
                .forEach(f -> LOG.warn("{} - {}", definition.name(), f));
        Position place = asked == null ? startPlan.joinedOrNull() : asked;
        Position start = mode.follows() ? startOf(resumed, place) : noPosition(resumed);
        boolean joinLater = mode.copies() && (resumed.isPresent() || asked != null);
        Position joined = joinLater ? startPlan.joinedOrNull() : null;
        Duration uncertainty = start == null ? Duration.ZERO : source.visibilityUncertainty();
        TableSet tables = opened(new TableSet(mode.follows(), source::covers));
        TableFactory factory = new TableFactory(definition, sink, tables, uncertainty);
        Workers workers = opened(new Workers(definition.name()));
        prepare(plan, factory, workers);
        if (mode == SyncMode.SCHEMA_ONLY) {
            return SyncState.FINISHED;
        }
        for (TablePlan table : plan.tables()) {
            for (SourceTablePlan planned : table.sources()) {
                factory.add(table, planned, progress(planned.schema(), resumed, joined));
            }
        }
        board.tables(tables);

        Reached initial = new Reached(
                start, resumed.map(Reached::time).orElseGet(beginning::time), tables.progress(start, start));
        Committer committer = new Committer(definition.name(), definition.checkpointStore(), workers, clock, initial);
        committer.save(new Checkpoint(initial, null, clock.instant()));
        changes.recorded(tables.all().stream().map(SourceTable::id).toList());
        beginning.saved();
        ChangeReader reader = start == null ? null : opened(follow(source, start, tables));
        return loop(source, tables, factory, sink, committer, reader, initial, stopping);
    }

    /** Several at the same time: with thousands of tables the destination's answers would take hours one after the other. */
    private static void prepare(SyncPlan plan, TableFactory factory, Workers workers) throws InterruptedException {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (TablePlan table : plan.tables()) {
            tasks.add(() -> {
                factory.prepare(table);
                return true;
            });
        }
        workers.all(tasks);
    }

    private SyncState loop(
            SourceSession source,
            TableSet tables,
            TableFactory factory,
            SinkSession sink,
            Committer committer,
            @Nullable ChangeReader reader,
            Reached initial,
            BooleanSupplier stopping)
            throws InterruptedException {
        Tuning tuning = definition.tuning();
        EngineLimits limits =
                new EngineLimits(tuning.commitInterval(), tuning.memoryBytes() / 8, tuning.chunkRows(), clock);
        SchemaEvolution evolution = new SchemaEvolution(definition, source, sink, tables, factory, board);
        StreamLoop loop = new StreamLoop(
                tables, reader, initial.positionOrNull(), initial.time(), evolution, committer, board, limits);
        CopyPool copy = opened(new CopyPool(
                definition.name(), List.copyOf(tables.all()), loop.windows(), tuning.chunkRows(), reader != null));
        if (tables.isCopying()) {
            copy.start(source, tuning.copyReaders());
        }
        if (board.state() != SyncState.RUNNING) {
            board.enter(SyncState.RUNNING);
        }
        while (!stopping.getAsBoolean() && !changes.areWaiting()) {
            if (!loop.runOnce()) {
                return SyncState.FINISHED;
            }
        }
        if (stopping.getAsBoolean()) {
            board.enter(SyncState.STOPPING);
        }
        copy.close();
        loop.finish();
        return SyncState.STOPPED;
    }

    private ChangeReader follow(SourceSession source, Position start, TableSet tables) {
        List<FollowedTable> followed = tables.all().stream()
                .map(t -> new FollowedTable(t.schema(), t.since()))
                .toList();
        return source.follow(start, followed, definition::selects);
    }

    /** What the destination has reached, after commits in doubt have been settled. */
    private Optional<Reached> resume(SinkSession sink) throws InterruptedException {
        Optional<Checkpoint> checkpoint = definition.checkpointStore().load(definition.name());
        if (checkpoint.isEmpty()) {
            return Optional.empty();
        }
        Reached reached = checkpoint.get().reached();
        Optional<Checkpoint.Pending> pending = checkpoint.get().pending();
        if (pending.isEmpty()) {
            return Optional.of(reached);
        }
        SettledWrites settled = sink.settle(pending.get().tokens());
        beginning.requireClear(settled);
        return Optional.of(
                PartialCommit.reached(definition, reached, pending.get().reached(), settled));
    }

    private Reached copiedAgain(Reached reached) {
        Set<TableId> again = changes.copiedAgain();
        List<TableProgress> progress = reached.tables().stream()
                .map(t -> again.contains(t.schema().table())
                                && !definition.isLogged(t.schema().table())
                        ? t.fromTheBeginning()
                        : t)
                .toList();
        return new Reached(reached.positionOrNull(), reached.time(), progress);
    }

    /** Without a checkpoint: the place asked for, or where the shapes of all tables are known. */
    private @Nullable Position startOf(Optional<Reached> resumed, @Nullable Position place) {
        if (resumed.isEmpty()) {
            return place;
        }
        return resumed.get()
                .position()
                .orElseThrow(() -> SourceException.fatal(
                        "the checkpoint of '" + definition.name()
                                + "' holds no position, because the pipeline only copied so far;"
                                + " start it with a StartPoint, or delete the checkpoint to start it anew in the mode "
                                + definition.mode(),
                        null));
    }

    /** A pipeline that only copies must not overwrite the position of one that follows. */
    private @Nullable Position noPosition(Optional<Reached> resumed) {
        if (definition.mode() == SyncMode.FULL
                && resumed.flatMap(Reached::position).isPresent()) {
            throw new DefinitionException("the checkpoint of '" + definition.name()
                    + "' holds a position from which changes are followed, which a run in the mode FULL would lose; give the"
                    + " pipeline another name, or delete the checkpoint");
        }
        return null;
    }

    /** The progress of a table that the checkpoint does not know begins where the table joins: its copy has all that was before. */
    private TableProgress progress(TableSchema schema, Optional<Reached> resumed, @Nullable Position joined) {
        return resumed.stream()
                .flatMap(r -> r.tables().stream())
                .filter(t -> t.schema().table().equals(schema.table()))
                .findFirst()
                .orElseGet(
                        () -> new TableProgress(schema, !definition.copies(schema.table()), 0, null, 0, joined, false));
    }

    private SessionOptions options(long memoryBytes) {
        return new SessionOptions(
                definition.name(), memoryBytes, definition.tuning().decodeThreads(), clock);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    /** Closes what was opened, in reverse order; the first failure is thrown when all are closed. */
    @Override
    public void close() {
        board.tablesEnd();
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                RuntimeException wrapped =
                        e instanceof RuntimeException r ? r : SourceException.fatal("closing failed: " + e, e);
                if (failure == null) {
                    failure = wrapped;
                } else {
                    failure.addSuppressed(wrapped);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
