package io.syncpipeline.maxcompute.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An upsert session: the schema it was made with, its slots, what it has received. Guarded by itself. */
final class UpsertSession {

    /** The states of a session, in the service's words. */
    enum Status {
        NORMAL,
        COMMITTING,
        COMMITTED,
        EXPIRED,
        CRITICAL,
        ABORTED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How long a session lives that does not say. */
    static final Duration LIFETIME = Duration.ofHours(24);

    final String id;
    final Table table;
    final TableDefinition definition;
    final Partition partition;
    final Stage stage;
    final BucketHash hash;

    private final List<ColumnType> recordTypes;
    private final int[] keys;
    private final String[] slotAddresses;
    private final Instant expires;
    private final SortedMap<Integer, List<Stage.Segment>> segments = new TreeMap<>();
    private final Set<Integer> largeColumns = new HashSet<>();
    private Status status = Status.NORMAL;
    private int moves;
    private Duration commitDelay = Duration.ZERO;
    private @Nullable Future<?> commit;

    UpsertSession(String id, Table table, Partition partition, Stage stage, int slots, Duration lifetime) {
        this.id = id;
        this.table = table;
        this.definition = table.definition();
        this.partition = partition;
        this.stage = stage;
        this.expires = Instant.now().plus(lifetime);
        this.recordTypes = Stream.concat(definition.columnTypes().stream(), RowUpsert.HIDDEN.stream())
                .toList();
        this.keys = definition.keyPlaces();
        List<ColumnType> keyTypes = Arrays.stream(keys)
                .mapToObj(place -> definition.columns().get(place).type())
                .toList();
        this.hash = new BucketHash(keys, keyTypes, definition.buckets());
        this.slotAddresses = new String[Math.max(1, Math.min(slots, definition.buckets()))];
        for (int slot = 0; slot < slotAddresses.length; slot++) {
            slotAddresses[slot] = address(slot);
        }
    }

    // Only a name for routing: clients always connect to the tunnel endpoint.
    private String address(int slot) {
        return "10.0." + moves + "." + slot + ":80";
    }

    synchronized Status status() {
        if (status == Status.NORMAL && Instant.now().isAfter(expires)) {
            status = Status.EXPIRED;
        }
        return status;
    }

    synchronized void status(Status newStatus) {
        status = newStatus;
    }

    /** Adds a verified body; fails when the session no longer takes any. */
    synchronized void add(int bucket, Stage.Segment segment, Set<Integer> large) {
        requireOpen();
        segments.computeIfAbsent(bucket, none -> new ArrayList<>()).add(segment);
        largeColumns.addAll(large);
    }

    synchronized void requireOpen() {
        if (status() != Status.NORMAL) {
            throw new ServiceException(
                    400, "StatusConflict", "Upsert session " + id + " is " + status.text() + ", not normal.");
        }
    }

    /** The name of a key column that is NULL in a record; empty when none is. */
    String nullKey(@Nullable Object[] record) {
        for (int place : keys) {
            if (record[place] == null) {
                return definition.columns().get(place).name();
            }
        }
        return "";
    }

    /** One stream for each bucket that has received anything. */
    synchronized List<BucketStream> streams() {
        return segments.values().stream()
                .map(bucket -> new BucketStream(stage, List.copyOf(bucket), recordTypes(), keys[0]))
                .toList();
    }

    /** The types of a record: those of the columns, then the hidden ones. */
    List<ColumnType> recordTypes() {
        return recordTypes;
    }

    synchronized Set<Integer> largeColumns() {
        return Set.copyOf(largeColumns);
    }

    synchronized @Nullable Future<?> commit() {
        return commit;
    }

    synchronized void commit(Future<?> running) {
        commit = running;
    }

    synchronized Duration commitDelay() {
        return commitDelay;
    }

    synchronized void commitDelay(Duration delay) {
        commitDelay = delay;
    }

    int slot(int bucket) {
        return bucket % slotAddresses.length;
    }

    synchronized String slotAddress(int slot) {
        return slotAddresses[slot];
    }

    synchronized String moveSlot(int slot) {
        moves++;
        slotAddresses[slot] = address(slot);
        return slotAddresses[slot];
    }

    /** The description that every reply about the session carries. */
    synchronized ObjectNode describe(Status shown) {
        ObjectNode node = TunnelSchema.node();
        node.put("id", id);
        node.set("schema", TunnelSchema.of(definition.columns(), definition.partitionColumns()));
        ArrayNode keys = node.putArray("hash_key");
        definition.primaryKey().forEach(keys::add);
        node.put("hasher", "default");
        ArrayNode slots = node.putArray("slots");
        for (int slot = 0; slot < slotAddresses.length; slot++) {
            ObjectNode entry = slots.addObject();
            entry.put("slot_id", Integer.toString(slot));
            ArrayNode buckets = entry.putArray("buckets");
            for (int bucket = slot; bucket < definition.buckets(); bucket += slotAddresses.length) {
                buckets.add(bucket);
            }
            entry.put("worker_addr", slotAddresses[slot]);
        }
        node.put("status", shown.text());
        node.put("quota_name", "");
        node.put("enable_partial_update", definition.allowsPartialUpdate());
        return node;
    }
}
