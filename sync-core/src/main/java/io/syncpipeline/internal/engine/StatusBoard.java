package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.Reached;
import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.Progress;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.status.SyncListener;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.status.SyncStatus;
import io.syncpipeline.status.TableStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run knows about itself, and who is told. Thread-safe; listeners are called one at a time. */
final class StatusBoard {

    private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

    private final String pipeline;
    private volatile List<SyncListener> listeners;
    private final Clock clock;
    private final Object calls = new Object();
    private volatile SyncState state = SyncState.STARTING;
    private volatile Instant since;
    private volatile @Nullable TableSet tables;
    private volatile List<TableStatus> lastTables = List.of();
    private volatile @Nullable Position saved;
    private volatile @Nullable Instant sourceTime;
    private volatile @Nullable Instant lastCommit;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile @Nullable SyncException failure;

    StatusBoard(Definition definition) {
        this.pipeline = definition.name();
        this.listeners = definition.listeners();
        this.clock = definition.clock();
        this.since = clock.instant();
    }

    SyncStatus status() {
        TableSet set = tables;
        Instant time = sourceTime;
        Duration lag = time == null ? null : Duration.between(time, clock.instant());
        return new SyncStatus(
                pipeline,
                state,
                since,
                saved,
                lag == null || !lag.isNegative() ? lag : Duration.ZERO,
                commits.get(),
                lastCommit,
                restarts.get(),
                failure,
                set == null ? lastTables : set.status());
    }

    SyncState state() {
        return state;
    }

    void listeners(List<SyncListener> others) {
        listeners = others;
    }

    void tables(TableSet set) {
        tables = set;
    }

    /** The tables are about to be closed; their last numbers stay. */
    void tablesEnd() {
        TableSet set = tables;
        if (set != null) {
            lastTables = set.status();
            tables = null;
        }
    }

    void enter(SyncState next) {
        state = next;
        since = clock.instant();
        LOG.info("{} - {}", pipeline, next);
        tell(listener -> listener.stateChanged(status()));
    }

    void failed(SyncException cause) {
        failure = cause;
    }

    void restarting(SyncException cause) {
        failure = cause;
        restarts.incrementAndGet();
    }

    void progress(Progress progress) {
        sourceTime = progress.time();
    }

    void resumed(Reached reached) {
        saved = reached.positionOrNull();
    }

    void committed(Committer committer) {
        saved = committer.committed().positionOrNull();
        commits.incrementAndGet();
        lastCommit = clock.instant();
        tell(listener -> listener.committed(status()));
    }

    void copied(SourceTable table) {
        long rows = table.progress().rows();
        LOG.info("{} - copied {}: {} rows", pipeline, table.id(), rows);
        tell(listener -> listener.tableCopied(table.id(), rows));
    }

    void schemaChanged(SchemaChange change, DdlAction action) {
        tell(listener -> listener.schemaChanged(change, action));
    }

    private void tell(Consumer<SyncListener> call) {
        synchronized (calls) {
            for (SyncListener listener : listeners) {
                try {
                    call.accept(listener);
                } catch (RuntimeException e) {
                    LOG.warn(
                            "{} - listener {} failed",
                            pipeline,
                            listener.getClass().getName(),
                            e);
                }
            }
        }
    }
}
