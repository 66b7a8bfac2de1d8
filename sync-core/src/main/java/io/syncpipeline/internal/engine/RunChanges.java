package io.syncpipeline.internal.engine;

import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What shall be different about a run from its next attempt on: any thread asks, the supervisor takes what was asked for between two
 * attempts, and it is done when the attempt has saved its first checkpoint. An attempt that fails before that leaves it to the next one.
 * Thread-safe.
 */
final class RunChanges {

    /** Something asked for: another definition, or another copy of a table. */
    private record Request(
            @Nullable Definition definition, @Nullable TableId table, CompletableFuture<@Nullable Void> done) {}

    private final List<Request> waiting = new ArrayList<>();
    private final List<Request> taken = new ArrayList<>();

    /** The last definition with which an attempt got as far as its first checkpoint, once one was asked for. */
    private @Nullable Definition proven;

    private @Nullable String ended;

    /** Asks for another copy of a table. */
    CompletableFuture<@Nullable Void> copyAgain(TableId table) {
        return ask(new Request(null, table, new CompletableFuture<>()));
    }

    /** Asks for another definition with the {@linkplain #requireSameEnds same ends}. */
    CompletableFuture<@Nullable Void> apply(Definition next) {
        return ask(new Request(next, null, new CompletableFuture<>()));
    }

    private synchronized CompletableFuture<@Nullable Void> ask(Request request) {
        if (ended == null) {
            waiting.add(request);
        } else {
            request.done().completeExceptionally(new IllegalStateException(ended));
        }
        return request.done();
    }

    /** Whether something was asked for that no attempt has taken. */
    synchronized boolean areWaiting() {
        return !waiting.isEmpty();
    }

    /** The definition for the next attempt. For the supervisor, before each attempt. */
    synchronized Definition take(Definition present) {
        if (taken.stream().allMatch(request -> request.definition() == null)) {
            proven = present;
        }
        Definition next = present;
        for (Request request : waiting) {
            next = request.definition() == null ? next : request.definition();
        }
        taken.addAll(waiting);
        waiting.clear();
        return next;
    }

    /**
     * The attempt could not be planned. When that is because of another definition that was asked for, whoever asked is told, and the run goes
     * on as before.
     *
     * @return the definition to go on with; empty when no other was asked for
     */
    Optional<Definition> refused(DefinitionException cause) {
        List<Request> refused = new ArrayList<>();
        Definition before;
        synchronized (this) {
            before = proven;
            taken.removeIf(request -> request.definition() != null && refused.add(request));
        }
        refused.forEach(request -> request.done().completeExceptionally(cause));
        return refused.isEmpty() ? Optional.empty() : Optional.ofNullable(before);
    }

    /** The tables whose copies the attempt begins anew. */
    synchronized Set<TableId> copiedAgain() {
        return taken.stream()
                .map(Request::table)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .collect(Collectors.toSet());
    }

    /** The attempt has saved its first checkpoint, with these tables. */
    void recorded(Collection<TableId> tables) {
        for (Request request : removeTaken()) {
            if (request.table() == null || tables.contains(request.table())) {
                request.done().complete(null);
            } else {
                request.done()
                        .completeExceptionally(new DefinitionException("cannot copy " + request.table()
                                + " again: it is not one of the tables of the run, which are " + tables
                                + "; apply a definition with a selector for it"));
            }
        }
    }

    private synchronized List<Request> removeTaken() {
        List<Request> removed = List.copyOf(taken);
        taken.clear();
        return removed;
    }

    /** The run is over: refuses what was asked for and what will be. */
    synchronized void end(String reason) {
        ended = reason;
        waiting.addAll(taken);
        taken.clear();
        waiting.forEach(r -> r.done().completeExceptionally(new IllegalStateException(reason)));
        waiting.clear();
    }

    /**
     * A run keeps its name, its two ends, its mode and its store: with others its checkpoint would mean nothing.
     *
     * @throws DefinitionException when the definitions differ in one of them
     */
    static void requireSameEnds(Definition present, Definition next) {
        requireSame("name", present.name(), next.name());
        requireSame("source", present.source(), next.source());
        requireSame("sink", present.sink(), next.sink());
        requireSame("mode", present.mode(), next.mode());
        requireSame("checkpointStore", present.checkpointStore(), next.checkpointStore());
        requireSame("clock", present.clock(), next.clock());
    }

    private static void requireSame(String option, Object present, Object next) {
        if (!Objects.equals(present, next)) {
            throw new DefinitionException("a running pipeline cannot be given another " + option + ": it has " + present
                    + ", the new definition has " + next
                    + "; give both definitions the same object, or stop the run and"
                    + " start the new pipeline");
        }
    }
}
