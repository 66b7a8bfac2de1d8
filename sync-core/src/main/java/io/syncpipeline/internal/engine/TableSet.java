package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.status.TableStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The source tables of a run and their destinations. Changed by the stream thread only; the tables are read by any thread for their
 * status.
 */
final class TableSet implements AutoCloseable {

    private final Map<TableId, SourceTable> tables = new LinkedHashMap<>();
    private final Map<String, Destination> destinations = new LinkedHashMap<>();
    private final boolean following;
    private final BiPredicate<Position, Position> covers;
    private volatile List<SourceTable> snapshot = List.of();
    private List<SourceTable> copying = List.of();
    private boolean logs;

    /**
     * No tables yet.
     *
     * @param following whether changes are followed
     * @param covers tells whether everything before the second position is before the first
     */
    TableSet(boolean following, BiPredicate<Position, Position> covers) {
        this.following = following;
        this.covers = covers;
    }

    void add(SourceTable table) {
        tables.put(table.id(), table);
        destinations.putIfAbsent(key(table.destination().table().name()), table.destination());
        changed();
    }

    void remove(SourceTable table) {
        tables.values().remove(table);
        changed();
    }

    /** A table and its destination have other names. */
    void renamed(TableId from, String fromDestination, SourceTable table) {
        tables.remove(from);
        destinations.remove(key(fromDestination));
        add(table);
    }

    private void changed() {
        snapshot = List.copyOf(tables.values());
        copying = snapshot.stream().filter(t -> !t.copy().isDone()).toList();
        logs = destinations.values().stream().anyMatch(d -> d.table().kind() != TableKind.PK_DELTA);
    }

    /** A table's copy is done, and nothing of it is held any more. Returns whether that was not known yet. */
    boolean copied(SourceTable table) {
        boolean fresh = copying.contains(table);
        changed();
        return fresh;
    }

    @Nullable
    SourceTable find(TableId id) {
        return tables.get(id);
    }

    @Nullable
    Destination destination(String name) {
        return destinations.get(key(name));
    }

    /** Gives up a destination unless a table is written into it. */
    void forgetUnused(Destination destination) {
        if (into(destination).isEmpty()) {
            destinations.values().remove(destination);
            destination.close();
            changed();
        }
    }

    /** The source tables that are written into a destination. */
    List<SourceTable> into(Destination destination) {
        return tables.values().stream()
                .filter(t -> t.destination() == destination)
                .toList();
    }

    Collection<SourceTable> all() {
        return snapshot;
    }

    boolean isCopying() {
        return !copying.isEmpty();
    }

    boolean anyWindowOpen() {
        return copying.stream().anyMatch(t -> t.gate().isOpen());
    }

    long heldBytes(long nowMillis) {
        long bytes = 0;
        for (SourceTable table : copying) {
            bytes += table.gate().bytes(nowMillis);
        }
        return bytes;
    }

    /** The place up to which everything was handed on: the last one, or the earliest at which a table began to hold. */
    @Nullable
    Mark safe(@Nullable Mark last) {
        Mark earliest = last;
        for (SourceTable table : copying) {
            Mark from = table.gate().heldFrom();
            if (from != null && (earliest == null || from.number() < earliest.number())) {
                earliest = from;
            }
        }
        return earliest;
    }

    /**
     * The progress of all tables.
     *
     * @param position up to where everything is handed on: tables that joined before it have joined
     * @param last up to where everything is handed on that is not held. The changes of logs never are, so that those up to there must not
     *     come again
     */
    List<TableProgress> progress(@Nullable Position position, @Nullable Position last) {
        if (position != null) {
            Map<Position, Boolean> passed = new HashMap<>();
            for (SourceTable table : snapshot) {
                Position since = table.since();
                if (since != null && passed.computeIfAbsent(since, s -> covers.test(position, s))) {
                    table.joined();
                }
            }
        }
        boolean held = last != null && !last.equals(position);
        return snapshot.stream()
                .map(table -> table.progress(
                        held && table.isLog() ? later(Objects.requireNonNull(last), table.since()) : table.since()))
                .toList();
    }

    private Position later(Position last, @Nullable Position since) {
        return since == null || covers.test(last, since) ? last : since;
    }

    /** Whether a destination is a log. */
    boolean hasLogs() {
        return logs;
    }

    void statementEnded() {
        snapshot.forEach(SourceTable::statementEnded);
    }

    /** Whether a destination asks for the end of the interval. */
    boolean isFull() {
        for (Destination destination : destinations.values()) {
            if (destination.writer().isFull()) {
                return true;
            }
        }
        return false;
    }

    List<PendingCommit> seal() {
        List<PendingCommit> pending = new ArrayList<>();
        for (Destination destination : destinations.values()) {
            destination.writer().seal().ifPresent(pending::add);
        }
        return pending;
    }

    List<TableStatus> status() {
        return snapshot.stream().map(t -> t.status(following)).toList();
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (Destination destination : destinations.values()) {
            try {
                destination.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
