package io.syncpipeline.maxcompute.internal.table;

import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.SinkException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the partitions that are created per table and UTC day, and refuses more than a number of them: a table has room for 60,000, and
 * a column that was taken for the partition by mistake would use it up in a while. It belongs to a sink and outlives its sessions, so
 * that restarted attempts do not begin at zero; a new process does. Thread-safe.
 */
public final class NewPartitionLimit {

    private final int perDay;
    private final Map<String, Day> days = new ConcurrentHashMap<>();

    /** What was created of one table on one day. */
    private record Day(LocalDate date, long created) {}

    /**
     * A limit.
     *
     * @param perDay how many partitions of a table may be created on one UTC day, at least 1
     */
    public NewPartitionLimit(int perDay) {
        this.perDay = perDay;
    }

    /**
     * Counts partitions that are about to be created.
     *
     * @param example one of them, for the message
     * @throws SinkException fatal, and nothing is counted, when they would be too many
     */
    void reserve(DestinationTable table, int partitions, Partition example, Clock clock) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        days.compute(key(table), (name, day) -> {
            long before = day == null || !day.date().equals(today) ? 0 : day.created();
            if (before + partitions > perDay) {
                throw SinkException.fatal(
                        "Table " + table.name() + " partitioned by "
                                + table.partitionColumns().stream()
                                        .map(DestinationColumn::name)
                                        .toList()
                                + " needs " + partitions + " new partitions, such as " + example.specification()
                                + ", and got " + before + " on " + today + " (UTC) already; newPartitionsPerDay is "
                                + perDay + ". Check that these columns have few new values a day, or raise"
                                + " newPartitionsPerDay",
                        null);
            }
            return new Day(today, before + partitions);
        });
    }

    /** Takes back what was reserved and not created. */
    void giveBack(DestinationTable table, int partitions) {
        days.computeIfPresent(key(table), (name, day) -> new Day(day.date(), Math.max(0, day.created() - partitions)));
    }

    private static String key(DestinationTable table) {
        return table.name().toLowerCase(Locale.ROOT);
    }
}
