package io.syncpipeline.maxcompute.internal.upsert;

import io.syncpipeline.maxcompute.internal.client.Deadline;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.maxcompute.internal.client.ServiceClient;
import io.syncpipeline.model.SinkException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of the commits of an interval whose process died. A session that still waits is committed, because its rows had
 * arrived before its token was recorded; a session that is gone or dead is not committed as far as anyone can tell, and writing its
 * rows again does no harm, because every row has a key.
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

    /**
     * Settles the sessions of one interval: looks at each, and commits those that wait when none is lost.
     *
     * @return true when all are committed now; false when at least one never will be
     */
    public boolean settle(List<String> tokens) throws InterruptedException {
        List<CommitToken> decoded = tokens.stream().map(CommitToken::decode).toList();
        List<Look> looks = all(
                decoded.stream().<Callable<Look>>map(token -> () -> look(token)).toList());
        List<UpsertSession> open =
                looks.stream().flatMap(look -> look.open().stream()).toList();
        if (looks.stream().allMatch(Look::possible)) {
            List<Boolean> committed = all(open.stream()
                    .<Callable<Boolean>>map(session -> () -> commit(session))
                    .toList());
            return committed.stream().allMatch(done -> done);
        }
        for (UpsertSession session : open) {
            giveUp(session);
        }
        return false;
    }

    /** What became of a session: whether it is or can be committed, and itself if it still waits. */
    private record Look(boolean possible, Optional<UpsertSession> open) {}

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
            UpsertSession session = UpsertSession.find(client, token.target(), token.sessionId(), deadline);
            if (session.status().isDead()) {
                log.info("{}: session {} is {}: not committed", pipeline, token.encode(), session.status());
                return new Look(false, Optional.empty());
            }
            return new Look(
                    true, session.status() == SessionState.Status.COMMITTED ? Optional.empty() : Optional.of(session));
        } catch (RequestFailure e) {
            if (e.kind() == RequestFailure.Kind.SESSION_LOST || e.status() == NOT_FOUND) {
                log.info("{}: session {} is gone: counted as not committed: {}", pipeline, token.encode(), e.text());
                return new Look(false, Optional.empty());
            }
            throw e;
        }
    }

    private boolean commit(UpsertSession session) throws RequestFailure, InterruptedException {
        try {
            session.commit(Deadline.in(client.settings().commitTimeout()));
            return true;
        } catch (RequestFailure e) {
            if (e.kind() == RequestFailure.Kind.SESSION_LOST) {
                log.info("{}: a session cannot be committed any more: {}", pipeline, e.text());
                return false;
            }
            throw e;
        }
    }

    private void giveUp(UpsertSession session) throws InterruptedException {
        try {
            session.abort();
        } catch (RequestFailure e) {
            // Its rows are written again anyway, with the same keys; it may be committing, or end by itself.
            log.info("{}: a session left over could not be aborted: {}", pipeline, e.text());
        }
    }
}
