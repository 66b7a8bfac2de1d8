package io.syncpipeline.maxcompute.internal.table;

import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.Table;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.syncpipeline.maxcompute.internal.client.ServiceClient;
import io.syncpipeline.model.DestinationTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Looks at the partitions of tables and creates them. Those that are known to exist are remembered, the last 20,000 used of all tables
 * (about 4 MB); others are looked for before they are created, so that only new ones count as new. Thread-safe; methods block on the
 * service.
 */
public final class TablePartitions {

    private static final long REMEMBERED = 20_000;

    /** More than these are found out by listing a table's partitions, a thousand per request, instead of asking for each. */
    private static final int ASKED_ONE_BY_ONE = 8;

    /** Keeps statements far below the longest that the service takes (2 MB). */
    private static final int PER_STATEMENT = 100;

    private final ServiceClient client;
    private final SqlText sql;
    private final SqlJobs jobs;
    private final NewPartitionLimit limit;
    private final Clock clock;
    private final Cache<Known, Boolean> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private record Known(String table, String specification) {}

    TablePartitions(ServiceClient client, SqlText sql, SqlJobs jobs, NewPartitionLimit limit, Clock clock) {
        this.client = client;
        this.sql = sql;
        this.jobs = jobs;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * Makes sure that partitions exist, creating those that do not.
     *
     * @throws io.syncpipeline.model.SinkException when the service refuses or fails; fatal when the table would get too many new
     *     partitions today
     */
    public void require(DestinationTable table, Collection<Partition> partitions) {
        List<Partition> missing = missing(table, partitions);
        if (!missing.isEmpty()) {
            create(table, missing);
        }
    }

    /**
     * Looks for partitions without creating any.
     *
     * @return those that are not there
     * @throws io.syncpipeline.model.SinkException when the service fails
     */
    public List<Partition> missing(DestinationTable table, Collection<Partition> partitions) {
        List<Partition> unknown = partitions.stream()
                .filter(partition -> !partition.values().isEmpty())
                .filter(partition -> known.getIfPresent(known(table, partition)) == null)
                .toList();
        if (unknown.isEmpty()) {
            return List.of();
        }
        Set<List<String>> existing = existing(table, unknown);
        List<Partition> missing = new ArrayList<>();
        for (Partition partition : unknown) {
            if (existing.contains(partition.values())) {
                known.put(known(table, partition), true);
            } else {
                missing.add(partition);
            }
        }
        return missing;
    }

    private void create(DestinationTable table, List<Partition> missing) {
        limit.reserve(table, missing.size(), missing.get(0), clock);
        int created = 0;
        try {
            for (List<Partition> some : inPieces(missing)) {
                jobs.run(sql.addPartitions(table, some));
                created += some.size();
                some.forEach(partition -> known.put(known(table, partition), true));
            }
        } finally {
            limit.giveBack(table, missing.size() - created);
        }
    }

    /** Says that a partition turned out to be gone, so that it is looked for again. */
    public void forget(DestinationTable table, Partition partition) {
        known.invalidate(known(table, partition));
    }

    /** Says that a table was dropped or renamed. */
    void forget(String table) {
        String folded = table.toLowerCase(Locale.ROOT);
        known.asMap().keySet().removeIf(partition -> partition.table().equals(folded));
    }

    /** Deletes the rows of all partitions; the partitions stay. */
    void truncate(DestinationTable table) {
        List<Partition> all =
                list(table).stream().map(values -> new Partition(values, "")).toList();
        for (List<Partition> some : inPieces(all)) {
            jobs.run(sql.truncatePartitions(table, some));
        }
    }

    private Set<List<String>> existing(DestinationTable table, List<Partition> asked) {
        if (asked.size() > ASKED_ONE_BY_ONE) {
            return new HashSet<>(list(table));
        }
        Set<List<String>> existing = new HashSet<>();
        for (Partition partition : asked) {
            String what = "Looking for partition " + partition.specification() + " of table " + table.name();
            if (client.call(what, () -> handle(table).hasPartition(specification(table, partition)))) {
                existing.add(partition.values());
            }
        }
        return existing;
    }

    private List<List<String>> list(DestinationTable table) {
        return client.call("Listing the partitions of table " + table.name(), () -> {
            List<List<String>> all = new ArrayList<>();
            Iterator<com.aliyun.odps.Partition> each = handle(table).getPartitionIterator();
            while (each.hasNext()) {
                PartitionSpec found = each.next().getPartitionSpec();
                all.add(found.keys().stream().map(found::get).toList());
            }
            return all;
        });
    }

    private Table handle(DestinationTable table) {
        return client.odps()
                .tables()
                .get(client.settings().project(), client.settings().schema().orElse(null), table.name());
    }

    private static PartitionSpec specification(DestinationTable table, Partition partition) {
        PartitionSpec specification = new PartitionSpec();
        for (int i = 0; i < partition.values().size(); i++) {
            specification.set(
                    table.partitionColumns().get(i).name(), partition.values().get(i));
        }
        return specification;
    }

    private static List<List<Partition>> inPieces(List<Partition> all) {
        List<List<Partition>> pieces = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PER_STATEMENT) {
            pieces.add(all.subList(from, Math.min(from + PER_STATEMENT, all.size())));
        }
        return pieces;
    }

    private static Known known(DestinationTable table, Partition partition) {
        return new Known(table.name().toLowerCase(Locale.ROOT), partition.specification());
    }
}
