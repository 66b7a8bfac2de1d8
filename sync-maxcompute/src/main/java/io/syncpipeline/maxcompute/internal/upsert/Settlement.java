package io.syncpipeline.maxcompute.internal.upsert;

import io.syncpipeline.maxcompute.internal.client.Deadline;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.maxcompute.internal.client.ServiceClient;
import java.util.ArrayList;
import java.util.List;
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

    /** A settlement through a client. */
    public Settlement(ServiceClient client, String pipeline) {
        this.client = client;
        this.pipeline = pipeline;
    }

    /**
     * Settles the sessions of one interval.
     *
     * @return true when all are committed now; false when at least one never will be
     */
    public boolean settle(List<String> tokens) throws InterruptedException {
        List<UpsertSession> open = new ArrayList<>();
        boolean complete = true;
        try {
            for (String token : tokens) {
                complete &= look(CommitToken.decode(token), open);
            }
            for (UpsertSession session : open) {
                if (complete) {
                    complete = commit(session);
                } else {
                    giveUp(session);
                }
            }
        } catch (RequestFailure e) {
            throw client.failure(e);
        }
        return complete;
    }

    private boolean look(CommitToken token, List<UpsertSession> open) throws RequestFailure, InterruptedException {
        try {
            Deadline deadline = Deadline.in(client.settings().commitTimeout());
            UpsertSession session = UpsertSession.find(client, token.table(), token.sessionId(), deadline);
            if (session.status().isDead()) {
                log.info("{}: session {} is {}: not committed", pipeline, token.encode(), session.status());
                return false;
            }
            if (session.status() != SessionState.Status.COMMITTED) {
                open.add(session);
            }
            return true;
        } catch (RequestFailure e) {
            if (e.kind() == RequestFailure.Kind.SESSION_LOST || e.status() == NOT_FOUND) {
                log.info("{}: session {} is gone: counted as not committed: {}", pipeline, token.encode(), e.text());
                return false;
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
