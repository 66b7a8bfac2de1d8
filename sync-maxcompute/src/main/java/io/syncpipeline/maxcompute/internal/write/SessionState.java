package io.syncpipeline.maxcompute.internal.write;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.maxcompute.internal.client.TunnelReply;
import io.syncpipeline.maxcompute.internal.record.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An upsert session as the tunnel describes it, in the answer to creating it, looking at it or committing it. The shape of the answer
 * is the one that the SDK's {@code UpsertSessionImpl} reads.
 *
 * @param id the session's id
 * @param status its status
 * @param layout what its records must look like
 * @param routes for each bucket where its records go
 */
record SessionState(String id, Status status, TableLayout layout, List<Route> routes) {

    /** What a session can still do. */
    enum Status {
        NORMAL,
        COMMITTING,
        COMMITTED,
        EXPIRED,
        CRITICAL,
        ABORTED;

        /** Whether it will never be committed. */
        boolean isDead() {
            return this == EXPIRED || this == CRITICAL || this == ABORTED;
        }

        /** The service's word for it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where the records of a bucket go. Requests always go to the tunnel's address; the server is a header.
     *
     * @param slot the id of the slot
     * @param server the server that has it
     */
    record Route(String slot, String server) {}

    SessionState {
        routes = List.copyOf(routes);
    }

    static SessionState read(TablePartition target, TunnelReply reply) throws RequestFailure {
        try {
            JsonObject json = reply.json();
            if (json == null) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            return read(json);
        } catch (IllegalArgumentException | IllegalStateException | NullPointerException e) {
            throw RequestFailure.sessionLost(
                    "The tunnel's answer about an upsert session of " + target + " cannot be understood ("
                            + e.getMessage() + "; request id " + reply.requestId() + "): " + reply.json());
        }
    }

    private static SessionState read(JsonObject json) {
        List<TableLayout.Field> columns = columns(json.getAsJsonObject("schema"));
        List<String> key = new ArrayList<>();
        json.getAsJsonArray("hash_key").forEach(name -> key.add(name.getAsString()));
        List<Route> routes = routes(json.getAsJsonArray("slots"));
        return new SessionState(
                json.get("id").getAsString(),
                Status.valueOf(json.get("status").getAsString().toUpperCase(Locale.ROOT)),
                new TableLayout(columns, key, json.get("hasher").getAsString(), routes.size()),
                routes);
    }

    /** The layout of records for a table without a key, which may go to any of so many streams. */
    static TableLayout layout(JsonObject schema, int streams) {
        return new TableLayout(columns(schema), List.of(), "", streams);
    }

    private static List<TableLayout.Field> columns(JsonObject schema) {
        List<TableLayout.Field> columns = new ArrayList<>();
        for (JsonElement element : schema.getAsJsonArray("columns")) {
            JsonObject column = element.getAsJsonObject();
            boolean nullable = !column.has("nullable")
                    || Boolean.parseBoolean(column.get("nullable").getAsString());
            columns.add(new TableLayout.Field(
                    column.get("name").getAsString(), column.get("type").getAsString(), nullable));
        }
        return columns;
    }

    private static List<Route> routes(JsonArray slots) {
        SortedMap<Integer, Route> byBucket = new TreeMap<>();
        for (JsonElement element : slots) {
            JsonObject slot = element.getAsJsonObject();
            Route route = new Route(
                    slot.get("slot_id").getAsString(), slot.get("worker_addr").getAsString());
            slot.getAsJsonArray("buckets").forEach(bucket -> byBucket.put(bucket.getAsInt(), route));
        }
        if (byBucket.isEmpty() || byBucket.firstKey() != 0 || byBucket.lastKey() != byBucket.size() - 1) {
            throw new IllegalArgumentException("its buckets are " + byBucket.keySet() + ", not 0 to n-1");
        }
        return List.copyOf(byBucket.values());
    }
}
