package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.maxcompute.internal.client.Codec;
import io.syncpipeline.maxcompute.internal.client.Deadline;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.maxcompute.internal.client.Retry;
import io.syncpipeline.maxcompute.internal.client.ServiceClient;
import io.syncpipeline.maxcompute.internal.client.TunnelReply;
import io.syncpipeline.maxcompute.internal.record.TableLayout;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One upload session at the tunnel, for tables without a key: blocks with numbers from 0. A block that arrives again replaces itself, and
 * the commit, which can be repeated, makes all of them visible.
 *
 * <p>The requests are those of the SDK's {@code TableTunnel.UploadSession}, which sends a block in vain once and then gives up.
 */
final class UploadSession implements WriteSession {

    /** How many blocks of a partition are sent at the same time. */
    static final int STREAMS = 4;

    /** The service takes so many blocks in a session, according to its documentation. */
    private static final int MAX_BLOCKS = 20_000;

    private static final Duration FIRST_POLL = Duration.ofMillis(50);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

    private final ServiceClient client;
    private final TablePartition target;
    private final String id;
    private final TableLayout layout;
    private final AtomicInteger blocks;
    private volatile UploadState.Status status;
    private volatile boolean incomplete;

    private UploadSession(
            ServiceClient client, TablePartition target, UploadState state, TableLayout layout, int blocks) {
        this.client = client;
        this.target = target;
        this.id = state.id();
        this.layout = layout;
        this.blocks = new AtomicInteger(blocks);
        this.status = state.status();
    }

    /**
     * Opens a session.
     *
     * @param expected the layout that it will have if the table has not changed, kept once for many sessions; null when it is not known
     */
    static UploadSession create(
            ServiceClient client, TablePartition target, @Nullable TableLayout expected, Deadline deadline)
            throws RequestFailure, InterruptedException {
        Map<String, String> parameters = new HashMap<>(target.parameters());
        parameters.put("uploads", "");
        String what = "Opening an upload session on " + target;
        TunnelReply reply = client.retry().call(Retry.IDEMPOTENT, deadline, () -> client.tunnel()
                .send(what, "POST", client.tunnel().table(target.table()), parameters, Map.of(), Codec.Body.NONE));
        UploadState state = UploadState.read(target, STREAMS, reply);
        TableLayout layout = expected != null && expected.equals(state.layout()) ? expected : state.layout();
        return new UploadSession(client, target, state, layout, 0);
    }

    /**
     * Finds a session opened earlier, perhaps by another process.
     *
     * @param blocks how many blocks were sent in it
     */
    static UploadSession find(ServiceClient client, TablePartition target, String id, int blocks, Deadline deadline)
            throws RequestFailure, InterruptedException {
        TunnelReply reply = client.retry().call(Retry.IDEMPOTENT, deadline, () -> look(client, target, id));
        UploadState state = UploadState.read(target, STREAMS, reply);
        return new UploadSession(client, target, state, state.layout(), blocks);
    }

    private static TunnelReply look(ServiceClient client, TablePartition target, String id)
            throws RequestFailure, InterruptedException {
        return request(client, "Looking at", "GET", target, id, Map.of("getblockid", "true"));
    }

    private static TunnelReply request(
            ServiceClient client,
            String action,
            String method,
            TablePartition target,
            String id,
            Map<String, String> more)
            throws RequestFailure, InterruptedException {
        Map<String, String> parameters = new HashMap<>(target.parameters());
        parameters.put("uploadid", id);
        parameters.putAll(more);
        return client.tunnel()
                .send(
                        action + " upload session " + id + " of " + target,
                        method,
                        client.tunnel().table(target.table()),
                        parameters,
                        Map.of(),
                        Codec.Body.NONE);
    }

    @Override
    public TablePartition target() {
        return target;
    }

    @Override
    public TableLayout layout() {
        return layout;
    }

    @Override
    public int blockOf(int stream) {
        return blocks.getAndIncrement();
    }

    /** A block that arrives late replaces itself, so that one without an answer may be sent again. */
    @Override
    public Set<RequestFailure.Kind> retried() {
        return Retry.IDEMPOTENT;
    }

    @Override
    public void put(int block, Codec.Body body, String contentEncoding, long records)
            throws RequestFailure, InterruptedException {
        if (block >= MAX_BLOCKS) {
            throw RequestFailure.sessionLost("The " + described() + " would have more than " + MAX_BLOCKS
                    + " blocks; give the pipeline more memory, so that blocks are larger, or split the transaction");
        }
        Map<String, String> parameters = new HashMap<>(target.parameters());
        parameters.put("uploadid", id);
        parameters.put("blockid", String.valueOf(block));
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/octet-stream");
        headers.put("Transfer-Encoding", "chunked");
        if (!contentEncoding.isEmpty()) {
            headers.put("Content-Encoding", contentEncoding);
        }
        String what = "Sending " + records + " rows as block " + block + " of " + described();
        client.tunnel().send(what, "PUT", client.tunnel().table(target.table()), parameters, headers, body);
    }

    /**
     * Makes the session's rows visible, all or none. Each attempt looks at the session first: it may be committed already, and a block that
     * is missing at the service would be missing for ever.
     */
    @Override
    public void commit(Deadline deadline) throws RequestFailure, InterruptedException {
        int failures = 0;
        String last = "";
        Duration pause = FIRST_POLL;
        while (true) {
            try {
                UploadState.Status now = advance();
                if (now == UploadState.Status.CLOSED) {
                    return;
                }
                if (now.isDead()) {
                    throw RequestFailure.sessionLost("Committing " + described() + " failed: its status is " + now);
                }
                failures = 0;
            } catch (RequestFailure failure) {
                // A service that is busy is waited for; one that does not answer is tried as often as other requests
                failures += failure.kind() == RequestFailure.Kind.TRY_AGAIN ? 0 : 1;
                last = "; last " + failure.text();
                if (!Retry.IDEMPOTENT.contains(failure.kind())
                        || failures >= client.settings().attempts()) {
                    throw failure;
                }
                pause = pause.compareTo(client.settings().backoff()) > 0
                        ? pause
                        : client.settings().backoff();
            }
            if (deadline.isWithin(pause)) {
                throw RequestFailure.sessionLost("Committing " + described() + " did not end within "
                        + client.settings().commitTimeout() + "; its status was " + status + last);
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : pause.multipliedBy(2);
        }
    }

    /** Brings the commit one step on; returns the status that is known then. */
    private UploadState.Status advance() throws RequestFailure, InterruptedException {
        UploadState state = UploadState.read(target, STREAMS, look(client, target, id));
        status = state.status();
        if (status == UploadState.Status.NORMAL) {
            requireBlocks(state);
            status = UploadState.read(target, STREAMS, request(client, "Committing", "POST", target, id, Map.of()))
                    .status();
        }
        return status;
    }

    private void requireBlocks(UploadState state) throws RequestFailure {
        Set<Integer> sent = IntStream.range(0, blocks.get()).boxed().collect(Collectors.toCollection(TreeSet::new));
        if (!sent.equals(state.blocks())) {
            incomplete = true;
            throw RequestFailure.sessionLost("The " + described() + " has the blocks " + state.blocks()
                    + " at the service, but " + blocks.get() + " were sent");
        }
    }

    @Override
    public boolean isCommitted() {
        return status == UploadState.Status.CLOSED;
    }

    /** The status when the tunnel was last asked. */
    UploadState.Status status() {
        return status;
    }

    /** Whether it will never be committed. A commit that has not ended in time may still do so. */
    boolean isLost() {
        return incomplete || status.isDead();
    }

    /** The service keeps upload sessions for a day. */
    @Override
    public boolean keepAlive() {
        return !status.isDead();
    }

    /** The service has no request for it. */
    @Override
    public void abort() {}

    @Override
    public CommitToken token() {
        return CommitToken.ofUpload(target, id, blocks.get());
    }

    private String described() {
        return "upload session " + id + " of " + target;
    }
}
