package io.syncpipeline.mysql.internal.binlog;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A MariaDB position: the last GTID of each replication domain. */
final class MariaDbGtidSet extends GtidSet {

    // domains and servers have 32 bits
    private static final long MAX_ID = (1L << 32) - 1;

    private final Map<Long, Gtid.MariaDb> lastByDomain = new TreeMap<>();

    static MariaDbGtidSet parse(String text) {
        MariaDbGtidSet set = new MariaDbGtidSet();
        for (String gtid : text.split(",", -1)) {
            String[] parts = gtid.strip().split("-", -1);
            set.add(new Gtid.MariaDb(
                    number(parts[0], MAX_ID, gtid),
                    number(parts[1], MAX_ID, gtid),
                    number(parts[2], Long.MAX_VALUE, gtid)));
        }
        return set;
    }

    private static long number(String text, long most, String gtid) {
        try {
            long number = Long.parseLong(text);
            if (number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // digits only, so that it has too many of them
        }
        throw new IllegalArgumentException("the number " + text + " in the GTID '" + gtid.strip() + "' is too large");
    }

    @Override
    public boolean isMariaDb() {
        return true;
    }

    @Override
    public boolean covers(GtidSet other) {
        if (!(other instanceof MariaDbGtidSet that)) {
            return false;
        }
        return that.lastByDomain.values().stream().allMatch(this::reaches);
    }

    private boolean reaches(Gtid.MariaDb gtid) {
        Gtid.MariaDb last = lastByDomain.get(gtid.domain());
        return last != null && last.sequence() >= gtid.sequence();
    }

    @Override
    boolean contains(Gtid gtid) {
        return gtid instanceof Gtid.MariaDb mariaDb && reaches(mariaDb);
    }

    @Override
    public boolean isEmpty() {
        return lastByDomain.isEmpty();
    }

    @Override
    MariaDbGtidSet copy() {
        MariaDbGtidSet copy = new MariaDbGtidSet();
        copy.lastByDomain.putAll(lastByDomain);
        return copy;
    }

    @Override
    void add(Gtid gtid) {
        if (gtid instanceof Gtid.MariaDb mariaDb) {
            lastByDomain.put(mariaDb.domain(), mariaDb);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MariaDbGtidSet that && lastByDomain.equals(that.lastByDomain);
    }

    @Override
    public int hashCode() {
        return lastByDomain.hashCode();
    }

    @Override
    public String toString() {
        return lastByDomain.values().stream().map(Gtid.MariaDb::toString).collect(Collectors.joining(","));
    }
}
