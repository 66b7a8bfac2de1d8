package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.maxcompute.internal.client.Codec;
import io.syncpipeline.maxcompute.internal.client.Deadline;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.maxcompute.internal.client.Retry;
import io.syncpipeline.maxcompute.internal.client.ServiceClient;
import io.syncpipeline.maxcompute.internal.client.TunnelReply;
import io.syncpipeline.maxcompute.internal.record.TableLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One upsert session at the tunnel: rows sent in it become visible together when it is committed. Thread-safe.
 *
 * <p>The requests are those of the SDK's {@code UpsertSessionImpl} and {@code UpsertStreamImpl}, without that class's thread per
 * session, its retries without limit and its commit poll of at least a second.
 */
final class UpsertSession implements WriteSession {

    private static final Duration FIRST_POLL = Duration.ofMillis(10);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);
    private static final int BAD_GATEWAY = 502;
    private static final String NOT_FOUND = "UpsertSessionNotFound";

    private final ServiceClient client;
    private final TablePartition target;
    private final String resource;
    private final String id;
    private final TableLayout layout;
    private volatile List<SessionState.Route> routes;
    private volatile SessionState.Status status;

    private UpsertSession(
            ServiceClient client, TablePartition target, SessionState state, @Nullable TableLayout expected) {
        this.client = client;
        this.target = target;
        this.resource = client.tunnel().upserts(target.table());
        this.id = state.id();
        this.layout = expected != null && expected.equals(state.layout()) ? expected : state.layout();
        this.routes = state.routes();
        this.status = state.status();
    }

    /**
     * Opens a session.
     *
     * @param expected the layout that it will have if the table has not changed, kept once for many sessions; null when it is not known
     */
    static UpsertSession create(
            ServiceClient client, TablePartition target, @Nullable TableLayout expected, Deadline deadline)
            throws RequestFailure, InterruptedException {
        Map<String, String> parameters = new HashMap<>(target.parameters());
        parameters.put("slotnum", String.valueOf(client.settings().slots()));
        client.settings()
                .sessionLifetime()
                .ifPresent(lifetime -> parameters.put("lifecycle", String.valueOf(lifetime.toHours())));
        String what = "Opening an upsert session on " + target;
        TunnelReply reply = client.retry().call(Retry.IDEMPOTENT, deadline, () -> client.tunnel()
                .send(what, "POST", client.tunnel().upserts(target.table()), parameters, Map.of(), Codec.Body.NONE));
        return new UpsertSession(client, target, SessionState.read(target, reply), expected);
    }

    /** Finds a session opened earlier, perhaps by another process. */
    static UpsertSession find(ServiceClient client, TablePartition target, String id, Deadline deadline)
            throws RequestFailure, InterruptedException {
        TunnelReply reply = client.retry()
                .call(Retry.IDEMPOTENT, deadline, () -> request(client, "Looking at", "GET", target, id, Map.of()));
        return new UpsertSession(client, target, SessionState.read(target, reply), null);
    }

    @Override
    public TablePartition target() {
        return target;
    }

    @Override
    public TableLayout layout() {
        return layout;
    }

    /** Each bucket has blocks of its own, which are sent one after the other. */
    @Override
    public int blockOf(int stream) {
        return stream;
    }

    /** A block that arrives late could overtake its successors, so that one without an answer is not sent again. */
    @Override
    public Set<RequestFailure.Kind> retried() {
        return Retry.ORDERED;
    }

    @Override
    public boolean isCommitted() {
        return status == SessionState.Status.COMMITTED;
    }

    /** The status when the tunnel was last asked. */
    SessionState.Status status() {
        return status;
    }

    @Override
    public boolean keepAlive() throws RequestFailure, InterruptedException {
        return !reload().isDead();
    }

    @Override
    public CommitToken token() {
        return CommitToken.ofUpsert(target, id);
    }

    private SessionState.Status reload() throws RequestFailure, InterruptedException {
        return update(request(client, "Looking at", "GET", target, id, Map.of()));
    }

    private SessionState.Status update(TunnelReply reply) throws RequestFailure {
        SessionState state = SessionState.read(target, reply);
        if (state.routes().size() != layout.bucketCount()) {
            throw RequestFailure.sessionLost(
                    "Upsert session " + id + " of " + target + " was opened with " + layout.bucketCount()
                            + " buckets and has " + state.routes().size() + " now");
        }
        routes = state.routes();
        status = state.status();
        return state.status();
    }

    @Override
    public void put(int bucket, Codec.Body body, String contentEncoding, long records)
            throws RequestFailure, InterruptedException {
        SessionState.Route route = routes.get(bucket);
        Map<String, String> parameters = new HashMap<>(target.parameters());
        parameters.put("upsertid", id);
        parameters.put("bucketid", String.valueOf(bucket));
        parameters.put("slotid", route.slot());
        parameters.put("record_count", String.valueOf(records));
        Map<String, String> headers = new HashMap<>();
        headers.put("odps-tunnel-routed-server", route.server());
        if (!contentEncoding.isEmpty()) {
            headers.put("Content-Encoding", contentEncoding);
        }
        String what = "Sending " + records + " rows to bucket " + bucket + " of " + described();
        try {
            client.tunnel().send(what, "PUT", resource, parameters, headers, body);
        } catch (RequestFailure failure) {
            reroute(bucket, failure);
            throw failure;
        }
    }

    /** Follows a bucket whose slot has moved, so that the next attempt goes to the right place. */
    private void reroute(int bucket, RequestFailure failure) throws RequestFailure, InterruptedException {
        String server = failure.routedServer();
        if (failure.isSlotMoved() && server != null) {
            synchronized (this) {
                List<SessionState.Route> changed = new ArrayList<>(routes);
                changed.set(bucket, new SessionState.Route(changed.get(bucket).slot(), server));
                routes = List.copyOf(changed);
            }
        } else if (failure.isSlotMoved() || failure.status() == BAD_GATEWAY) {
            reload();
        }
    }

    /**
     * Makes the session's rows visible and waits until they are.
     *
     * <p>When the answer to the request is lost, the session is looked at before the request is sent again, because a session can be
     * committed once only and is forgotten afterwards. A session that is gone although no answer ever said that the commit had begun
     * leaves the outcome unknown.
     */
    @Override
    public void commit(Deadline deadline) throws RequestFailure, InterruptedException {
        boolean accepted = false;
        boolean send = true;
        int failures = 0;
        String last = "";
        Duration pause = FIRST_POLL;
        while (true) {
            try {
                SessionState.Status now = send ? sendCommit() : reload();
                if (now == SessionState.Status.COMMITTED) {
                    return;
                }
                if (now.isDead()) {
                    throw RequestFailure.sessionLost("Committing " + described() + " failed: its status is " + now);
                }
                accepted |= send || now == SessionState.Status.COMMITTING;
                send = !accepted;
                failures = 0;
            } catch (RequestFailure failure) {
                if (accepted && failure.code().equals(NOT_FOUND)) {
                    // The service forgets a session once it is committed.
                    status = SessionState.Status.COMMITTED;
                    return;
                }
                failures++;
                last = "; last " + failure.text();
                if (!Retry.IDEMPOTENT.contains(failure.kind())
                        || failures >= client.settings().attempts()) {
                    throw failure;
                }
                send = false;
                pause = max(pause, client.settings().backoff());
            }
            if (deadline.isWithin(pause)) {
                throw RequestFailure.sessionLost("Committing " + described() + " did not end within "
                        + client.settings().commitTimeout() + "; its status was " + status + last);
            }
            TimeUnit.NANOSECONDS.sleep(
                    pause.toNanos() / 2 + ThreadLocalRandom.current().nextLong(pause.toNanos() / 2 + 1));
            pause = min(pause.multipliedBy(2), LONGEST_POLL);
        }
    }

    private SessionState.Status sendCommit() throws RequestFailure, InterruptedException {
        return update(request(client, "Committing", "POST", target, id, routedToFirst()));
    }

    @Override
    public void abort() throws RequestFailure, InterruptedException {
        request(client, "Aborting", "DELETE", target, id, routedToFirst());
        status = SessionState.Status.ABORTED;
    }

    private Map<String, String> routedToFirst() {
        return Map.of("odps-tunnel-routed-server", routes.get(0).server());
    }

    private static TunnelReply request(
            ServiceClient client,
            String action,
            String method,
            TablePartition target,
            String id,
            Map<String, String> headers)
            throws RequestFailure, InterruptedException {
        Map<String, String> parameters = new HashMap<>(target.parameters());
        parameters.put("upsertid", id);
        return client.tunnel()
                .send(
                        action + " upsert session " + id + " of " + target,
                        method,
                        client.tunnel().upserts(target.table()),
                        parameters,
                        headers,
                        Codec.Body.NONE);
    }

    private String described() {
        return "upsert session " + id + " of " + target;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
