package io.syncpipeline.maxcompute.internal.write;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.maxcompute.internal.client.TunnelReply;
import io.syncpipeline.maxcompute.internal.record.TableLayout;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An upload session as the tunnel describes it. The shape of the answer is the one that the SDK's {@code TableTunnel.UploadSession} reads.
 *
 * @param id the session's id
 * @param status its status
 * @param layout what its records must look like; rows go to as many streams as they are sent in at the same time
 * @param blocks the numbers of the blocks that have arrived
 */
record UploadState(String id, Status status, TableLayout layout, SortedSet<Integer> blocks) {

    /** What a session can still do; the words of the SDK's {@code TableTunnel.UploadStatus}. */
    enum Status {
        UNKNOWN,
        NORMAL,
        CLOSING,
        CLOSED,
        CANCELED,
        EXPIRED,
        CRITICAL,
        COMMITTING;

        /** Whether it will never be committed. */
        boolean isDead() {
            return this == CANCELED || this == EXPIRED || this == CRITICAL;
        }

        /** The service's word for it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static UploadState read(TablePartition target, int streams, TunnelReply reply) throws RequestFailure {
        try {
            JsonObject json = reply.json();
            if (json == null) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            SortedSet<Integer> blocks = new TreeSet<>();
            for (JsonElement block : json.getAsJsonArray("UploadedBlockList")) {
                blocks.add(block.getAsJsonObject().get("BlockID").getAsInt());
            }
            return new UploadState(
                    json.get("UploadID").getAsString(),
                    Status.valueOf(json.get("Status").getAsString().toUpperCase(Locale.ROOT)),
                    SessionState.layout(json.getAsJsonObject("Schema"), streams),
                    blocks);
        } catch (IllegalArgumentException | IllegalStateException | NullPointerException e) {
            throw RequestFailure.sessionLost(
                    "The tunnel's answer about an upload session of " + target + " cannot be understood ("
                            + e.getMessage() + "; request id " + reply.requestId() + "): " + reply.json());
        }
    }
}
