package io.syncpipeline.testkit;

import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SettledWrites;
import io.syncpipeline.spi.Sink;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableAlteration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A destination in memory. What is written is visible after the commit of its interval and not before; what was flushed survives the
 * session, so that a later one can settle it, unless it is told to forget ({@link #forgetFlushed()}). Every step can be made to wait or
 * fail ({@link #script()}), and everything that happened is kept in order ({@link #journal()}). It outlives its sessions, as a service
 * does. Thread-safe.
 */
public final class RecordingSink implements Sink {

    private final Script<SinkStep> script = new Script<>(SinkStep.class);
    private final AtomicInteger open = new AtomicInteger();
    private final List<Happening> journal = new CopyOnWriteArrayList<>();
    private final Map<String, RecordedTable> tables = new LinkedHashMap<>();
    private final Map<String, Interval> flushed = new LinkedHashMap<>();
    private final Set<String> committed = new HashSet<>();
    private volatile int fullAfter = Integer.MAX_VALUE;
    private int intervals;

    /**
     * One thing that happened.
     *
     * @param step what
     * @param table to which table; empty when to none
     * @param detail with what
     */
    public record Happening(SinkStep step, String table, String detail) {
        @Override
        public String toString() {
            return (step + " " + table + " " + detail).strip();
        }
    }

    /** The writes of one interval of a table. */
    record Interval(String table, DestinationTable shape, List<Mutation> mutations) {}

    /** What shall happen at its steps. */
    public Script<SinkStep> script() {
        return script;
    }

    /** Everything that happened, in order. */
    public List<Happening> journal() {
        return List.copyOf(journal);
    }

    /** What happened of one kind, in order. */
    public List<Happening> journal(SinkStep step) {
        return journal.stream().filter(h -> h.step() == step).toList();
    }

    /** The tables there are, in the order in which they were created. */
    public synchronized List<String> tables() {
        return tables.values().stream().map(t -> t.shape().name()).toList();
    }

    /** A table's shape. */
    public synchronized DestinationTable table(String name) {
        return get(name).shape();
    }

    /**
     * A table's committed rows in the order of its partitions and its key, each as values by column name; those of partition columns come
     * last.
     */
    public synchronized List<Map<String, @Nullable Object>> rows(String table) {
        return get(table).rows();
    }

    /** The partitions of a table that were written to, as {@code name=value} parts joined by commas, in the order of their first commit. */
    public synchronized List<String> partitions(String table) {
        return get(table).partitions();
    }

    /** How many rows of a table are committed. */
    public synchronized int size(String table) {
        return get(table).size();
    }

    /** Makes a table before any pipeline does. */
    public synchronized void existing(DestinationTable table) {
        tables.put(key(table.name()), new RecordedTable(table));
    }

    /** Drops a table behind the pipeline's back. */
    public synchronized void drop(String table) {
        tables.remove(key(table));
    }

    /** Empties a table behind the pipeline's back. */
    public synchronized void truncate(String table) {
        get(table).truncate();
    }

    /** Forgets what was flushed and not committed, as a service does after some time: it cannot be settled any more. */
    public synchronized void forgetFlushed() {
        flushed.clear();
    }

    /** Lets writers ask for the end of an interval that holds this many mutations; unless said they never do. */
    public void fullAfter(int mutations) {
        fullAfter = mutations;
    }

    int fullAfter() {
        return fullAfter;
    }

    /** How many sessions and writers are open. */
    public int openCount() {
        return open.get();
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public SinkSession open(SessionOptions options) {
        reach(SinkStep.OPEN, "", options.pipeline());
        return new RecordingSession(this);
    }

    // ---------------------------------------------------------------- for sessions

    AtomicInteger open() {
        return open;
    }

    /** Notes that a step is come to, and does what the script says. */
    void reach(SinkStep step, String table, String detail) {
        journal.add(new Happening(step, table, detail));
        script.reachUninterrupted(step);
    }

    void reachInterruptibly(SinkStep step, String table, String detail) throws InterruptedException {
        journal.add(new Happening(step, table, detail));
        script.reach(step);
    }

    synchronized Optional<DestinationTable> find(String name) {
        return Optional.ofNullable(tables.get(key(name))).map(RecordedTable::shape);
    }

    synchronized void create(DestinationTable table) {
        RecordedTable present = tables.get(key(table.name()));
        if (present == null) {
            tables.put(key(table.name()), new RecordedTable(table));
            return;
        }
        DestinationTable shape = present.shape();
        if (shape.kind() != table.kind()
                || !shape.primaryKey().equals(table.primaryKey())
                || !names(shape).equals(names(table))) {
            throw SinkException.fatal(table.name() + " exists as " + shape + ", not as " + table, null);
        }
    }

    private static List<String> names(DestinationTable table) {
        return Stream.concat(
                        table.columns().stream().map(c -> key(c.name()) + " " + c.type()),
                        table.partitionColumns().stream().map(c -> "by " + key(c.name()) + " " + c.type()))
                .toList();
    }

    synchronized void alter(String name, TableAlteration alteration) {
        if (alteration instanceof TableAlteration.Drop) {
            tables.remove(key(name));
        } else if (alteration instanceof TableAlteration.Truncate) {
            get(name).truncate();
        } else if (alteration instanceof TableAlteration.Rename rename) {
            rename(name, rename.to());
        } else {
            get(name).alter(alteration);
        }
    }

    private void rename(String name, String to) {
        RecordedTable table = tables.get(key(name));
        if (table == null && tables.containsKey(key(to))) {
            return;
        }
        if (table == null || tables.containsKey(key(to))) {
            throw SinkException.fatal("cannot rename " + name + " to " + to + "; there are " + tables(), null);
        }
        tables.remove(key(name));
        table.renamed(to);
        tables.put(key(to), table);
    }

    private RecordedTable get(String name) {
        RecordedTable table = tables.get(key(name));
        if (table == null) {
            throw SinkException.fatal("there is no table " + name + "; there are " + tables(), null);
        }
        return table;
    }

    synchronized String nextToken(String table) {
        intervals++;
        return table + "#" + intervals;
    }

    synchronized void flush(String token, Interval interval) {
        flushed.put(token, interval);
    }

    /** Makes a flushed interval visible; returns whether it is, by this call or an earlier one. */
    synchronized boolean commit(String token) {
        if (committed.contains(token)) {
            return true;
        }
        Interval interval = flushed.remove(token);
        if (interval == null) {
            return false;
        }
        RecordedTable table = get(interval.table());
        interval.mutations().forEach(m -> table.apply(interval.shape(), m));
        committed.add(token);
        return true;
    }

    /** Commits what was flushed and not forgotten. Each token is one interval of a table. */
    synchronized SettledWrites settle(List<String> tokens) {
        Set<String> written = new HashSet<>();
        Set<String> lost = new HashSet<>();
        for (String token : tokens) {
            (commit(token) ? written : lost).add(token.substring(0, token.lastIndexOf('#')));
        }
        return new SettledWrites(written, lost, Map.of());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "recording sink";
    }
}
