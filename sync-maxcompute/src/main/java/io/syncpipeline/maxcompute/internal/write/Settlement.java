package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.maxcompute.internal.client.Deadline;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.maxcompute.internal.client.ServiceClient;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.SettledWrites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of the commits of an interval whose process died. A session that still waits is committed, because its rows had
 * arrived before its token was recorded, unless another session of its table is lost.
 *
 * <p>Upsert sessions are forgotten by the service once they are committed, so that one that is gone counts as lost: writing its rows again
 * does no harm, because every row has a key. Upload sessions are remembered until they end a day after they were opened.
 */
public final class Settlement {

    private static final Logger log = LoggerFactory.getLogger(Settlement.class);
    private static final int NOT_FOUND = 404;

    private final ServiceClient client;
    private final String pipeline;
    private final WriterPool pool;

    /** A settlement through a client, on the threads that the pool has for commits. */
    public Settlement(ServiceClient client, String pipeline, WriterPool pool) {
        this.client = client;
        this.pipeline = pipeline;
        this.pool = pool;
    }

    /** What is known of a session. */
    private enum Fate {
        COMMITTED,
        WAITING,
        LOST,
        /** The service does not know it any more. */
        GONE
    }

    /** A session and what became of it. */
    private record Look(
            CommitToken token, Fate fate, @Nullable WriteSession session) {

        Look with(Fate other) {
            return new Look(token, other, session);
        }
    }

    /**
     * Settles the sessions of one interval.
     *
     * @throws IllegalArgumentException when a token is none of this sink's
     */
    public SettledWrites settle(List<String> tokens) throws InterruptedException {
        List<Callable<Look>> looks = new ArrayList<>();
        tokens.stream().map(CommitToken::decode).forEach(token -> looks.add(() -> look(token)));
        Map<String, List<Look>> tables = new LinkedHashMap<>();
        for (Look look : all(looks)) {
            tables.computeIfAbsent(look.token().table(), t -> new ArrayList<>()).add(look);
        }
        List<Callable<Look>> ends = new ArrayList<>();
        tables.values().forEach(sessions -> {
            boolean possible =
                    sessions.stream().allMatch(look -> look.fate() == Fate.COMMITTED || look.fate() == Fate.WAITING);
            sessions.forEach(look -> ends.add(() -> possible ? committed(look) : givenUp(look)));
        });
        Map<String, List<Look>> ended = new LinkedHashMap<>();
        for (Look look : all(ends)) {
            ended.computeIfAbsent(look.token().table(), t -> new ArrayList<>()).add(look);
        }
        return written(ended);
    }

    private static SettledWrites written(Map<String, List<Look>> tables) {
        Set<String> committed = new HashSet<>();
        Set<String> lost = new HashSet<>();
        Map<String, String> unclear = new HashMap<>();
        tables.forEach((table, sessions) -> {
            boolean any = sessions.stream().anyMatch(look -> look.fate() == Fate.COMMITTED);
            boolean all = sessions.stream().allMatch(look -> look.fate() == Fate.COMMITTED);
            boolean keyed = sessions.get(0).token().kind() == CommitToken.Kind.UPSERT;
            boolean gone = sessions.stream().anyMatch(look -> look.fate() == Fate.GONE);
            if (all) {
                committed.add(table);
            } else if (keyed || !any && !gone) {
                lost.add(table);
            } else {
                unclear.put(
                        table,
                        gone
                                ? "the service has forgotten an upload session of it, whose end nobody knows: "
                                        + shown(sessions)
                                : "a part of its upload sessions is committed, another is lost: " + shown(sessions));
            }
        });
        return new SettledWrites(committed, lost, unclear);
    }

    private static List<String> shown(List<Look> sessions) {
        return sessions.stream()
                .map(look -> look.token().sessionId() + " of " + look.token().target() + " is " + look.fate())
                .toList();
    }

    private <T> List<T> all(List<Callable<T>> calls) throws InterruptedException {
        try {
            return ParallelCalls.all(pool.committers(), calls);
        } catch (RejectedExecutionException e) {
            throw SinkException.retryable("The sink was closed while sessions were settled", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof RequestFailure failure) {
                throw client.failure(failure);
            }
            throw cause instanceof InterruptedException
                    ? SinkException.retryable("The sink was closed while sessions were settled", cause)
                    : SinkException.fatal("Settling sessions failed: " + cause, cause);
        }
    }

    private Look look(CommitToken token) throws RequestFailure, InterruptedException {
        try {
            Deadline deadline = Deadline.in(client.settings().commitTimeout());
            if (token.kind() == CommitToken.Kind.UPSERT) {
                UpsertSession session = UpsertSession.find(client, token.target(), token.sessionId(), deadline);
                return found(token, session, session.status().isDead(), session.status());
            }
            UploadSession session =
                    UploadSession.find(client, token.target(), token.sessionId(), token.blocks(), deadline);
            return found(token, session, session.status().isDead(), session.status());
        } catch (RequestFailure e) {
            if (e.kind() == RequestFailure.Kind.SESSION_LOST || e.status() == NOT_FOUND) {
                log.info("{}: session {} is gone: {}", pipeline, token.encode(), e.text());
                return new Look(token, Fate.GONE, null);
            }
            throw e;
        }
    }

    private Look found(CommitToken token, WriteSession session, boolean dead, Object status) {
        if (dead) {
            log.info("{}: session {} is {}: not committed", pipeline, token.encode(), status);
            return new Look(token, Fate.LOST, null);
        }
        return new Look(token, session.isCommitted() ? Fate.COMMITTED : Fate.WAITING, session);
    }

    private Look committed(Look look) throws RequestFailure, InterruptedException {
        WriteSession session = look.session();
        if (look.fate() != Fate.WAITING || session == null) {
            return look;
        }
        try {
            session.commit(Deadline.in(client.settings().commitTimeout()));
            return look.with(Fate.COMMITTED);
        } catch (RequestFailure e) {
            boolean lost = e.kind() == RequestFailure.Kind.SESSION_LOST
                    && !(session instanceof UploadSession upload && !upload.isLost());
            if (!lost) {
                throw e;
            }
            log.info("{}: a session cannot be committed any more: {}", pipeline, e.text());
            return look.with(Fate.LOST);
        }
    }

    private Look givenUp(Look look) throws InterruptedException {
        WriteSession session = look.session();
        if (look.fate() != Fate.WAITING || session == null) {
            return look;
        }
        try {
            session.abort();
        } catch (RequestFailure e) {
            // Its rows are written again anyway, with the same keys; it may be committing, or end by itself.
            log.info("{}: a session left over could not be aborted: {}", pipeline, e.text());
        }
        return look.with(Fate.LOST);
    }
}
