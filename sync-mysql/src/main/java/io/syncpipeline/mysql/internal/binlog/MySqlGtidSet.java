package io.syncpipeline.mysql.internal.binlog;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A MySQL GTID set: intervals of transaction numbers for each source and tag. The text is that of <a
 * href="https://dev.mysql.com/doc/refman/9.7/en/replication-gtids-concepts.html">the manual</a>: {@code uuid:1-3:7:tag:1-5,uuid:...}.
 */
final class MySqlGtidSet extends GtidSet {

    /** Where numbers are counted: a server and a tag. */
    private record Origin(UUID source, String tag) {

        // as the server orders them, by text; an UUID's own order is that of signed numbers
        static final Comparator<Origin> ORDER = Comparator.comparing(
                        (Origin origin) -> origin.source().toString())
                .thenComparing(Origin::tag);
    }

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern INTERVAL = Pattern.compile("(\\d+)(?:\\s*-\\s*(\\d+))?");
    private static final Pattern TAG = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,31}");

    private final Map<Origin, Intervals> byOrigin = new TreeMap<>(Origin.ORDER);
    private @Nullable Origin lastOrigin;
    private Intervals lastIntervals = new Intervals();

    static MySqlGtidSet parse(String text) {
        MySqlGtidSet set = new MySqlGtidSet();
        for (String source : text.split(",", -1)) {
            if (!source.isBlank()) {
                set.parseSource(source.strip());
            }
        }
        return set;
    }

    private void parseSource(String text) {
        String[] parts = text.split(":", -1);
        if (!UUID_TEXT.matcher(parts[0].strip()).matches()) {
            throw new IllegalArgumentException("a GTID set names servers by their UUID, unlike '" + text + "'");
        }
        UUID source = UUID.fromString(parts[0].strip());
        String tag = "";
        boolean numbered = false;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            Matcher interval = INTERVAL.matcher(part);
            if (interval.matches()) {
                long first = number(interval.group(1), text);
                long last = interval.group(2) == null ? first : number(interval.group(2), text);
                intervals(new Origin(source, tag)).add(first, last);
                numbered = true;
            } else if (TAG.matcher(part).matches() && (numbered || tag.isEmpty())) {
                tag = part.toLowerCase(Locale.ROOT);
                numbered = false;
            } else {
                throw new IllegalArgumentException(
                        "'" + part + "' is neither numbers of transactions nor a tag, in the GTID set '" + text + "'");
            }
        }
        if (!numbered) {
            throw new IllegalArgumentException("numbers of transactions are missing in the GTID set '" + text + "'");
        }
    }

    private static long number(String digits, String text) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the number " + digits + " in the GTID set '" + text + "' is too large", e);
        }
    }

    @Override
    public boolean isMariaDb() {
        return false;
    }

    private Intervals intervals(Origin origin) {
        return byOrigin.computeIfAbsent(origin, absent -> new Intervals());
    }

    /** Adds the transactions with these numbers, both included. */
    void add(UUID source, String tag, long first, long last) {
        intervals(new Origin(source, tag)).add(first, last);
    }

    @Override
    public boolean covers(GtidSet other) {
        if (!(other instanceof MySqlGtidSet that)) {
            return false;
        }
        return that.byOrigin.entrySet().stream().allMatch(entry -> {
            Intervals own = byOrigin.get(entry.getKey());
            return own != null && own.covers(entry.getValue());
        });
    }

    @Override
    boolean contains(Gtid gtid) {
        if (!(gtid instanceof Gtid.MySql mySql)) {
            return false;
        }
        Intervals own = byOrigin.get(new Origin(mySql.source(), mySql.tag()));
        return own != null && own.contains(mySql.number());
    }

    @Override
    public boolean isEmpty() {
        return byOrigin.isEmpty();
    }

    @Override
    MySqlGtidSet copy() {
        MySqlGtidSet copy = new MySqlGtidSet();
        byOrigin.forEach((origin, intervals) -> copy.byOrigin.put(origin, intervals.copy()));
        return copy;
    }

    @Override
    void add(Gtid gtid) {
        if (gtid instanceof Gtid.MySql mySql) {
            Origin last = lastOrigin;
            if (last == null
                    || !last.source().equals(mySql.source())
                    || !last.tag().equals(mySql.tag())) {
                last = new Origin(mySql.source(), mySql.tag());
                lastOrigin = last;
                lastIntervals = intervals(last);
            }
            lastIntervals.add(mySql.number(), mySql.number());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MySqlGtidSet that && byOrigin.equals(that.byOrigin);
    }

    @Override
    public int hashCode() {
        return byOrigin.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        @Nullable UUID source = null;
        for (Map.Entry<Origin, Intervals> entry : byOrigin.entrySet()) {
            Origin origin = entry.getKey();
            if (!origin.source().equals(source)) {
                source = origin.source();
                text.append(text.isEmpty() ? "" : ",").append(source);
            }
            if (!origin.tag().isEmpty()) {
                text.append(':').append(origin.tag());
            }
            entry.getValue().appendTo(text);
        }
        return text.toString();
    }
}
