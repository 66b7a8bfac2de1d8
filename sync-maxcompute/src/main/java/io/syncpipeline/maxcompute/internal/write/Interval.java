package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.maxcompute.internal.table.Partition;
import io.syncpipeline.maxcompute.internal.table.PartitionLayout;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was written to a table between two seals, by partition. Guarded by the writer's lock. */
final class Interval {

    private final Map<Partition, PartitionStream> streams = new LinkedHashMap<>();

    /** The same by what mutations call the partitions, so that a row costs no parsing. */
    private final Map<String, PartitionStream> named = new HashMap<>();

    /** Rows of one partition often come one after the other. */
    private String latestName = "";

    private @Nullable PartitionStream latest;
    private long rows;
    private long idleBytes;
    private int busyBuckets;

    /**
     * The stream of the partition that a mutation names.
     *
     * @throws io.syncpipeline.model.DirtyRowException when there cannot be such a partition
     */
    PartitionStream stream(String name, PartitionLayout layout) {
        PartitionStream known = latest;
        if (known == null || !name.equals(latestName)) {
            known = named.get(name);
            if (known == null) {
                known = streams.computeIfAbsent(layout.read(name), partition -> new PartitionStream(this, partition));
                named.put(name, known);
            }
            latest = known;
            latestName = name;
        }
        return known;
    }

    Collection<PartitionStream> streams() {
        return Collections.unmodifiableCollection(streams.values());
    }

    int streamCount() {
        return streams.size();
    }

    /** The sessions that were opened. */
    List<WriteSession> sessions() {
        return streams.values().stream()
                .map(PartitionStream::session)
                .filter(session -> session != null)
                .toList();
    }

    /** The stream that holds most bytes which nobody is sending; null when none holds any. */
    @Nullable
    PartitionStream largest() {
        PartitionStream largest = null;
        long most = 0;
        for (PartitionStream stream : streams.values()) {
            if (stream.idleBytes() > most) {
                most = stream.idleBytes();
                largest = stream;
            }
        }
        return largest;
    }

    long rows() {
        return rows;
    }

    void countRow() {
        rows++;
    }

    /** Bytes in blocks of buckets that no sender is working on. */
    long idleBytes() {
        return idleBytes;
    }

    void addIdle(long bytes) {
        idleBytes += bytes;
    }

    /** The number of buckets that a sender is working on or is told to. */
    int busyBuckets() {
        return busyBuckets;
    }

    void addBusy(int buckets) {
        busyBuckets += buckets;
    }

    /** Drops what no sender has taken; returns how many bytes that was. */
    long drop() {
        long dropped = 0;
        for (PartitionStream stream : streams.values()) {
            dropped += stream.drop();
        }
        return dropped;
    }
}
