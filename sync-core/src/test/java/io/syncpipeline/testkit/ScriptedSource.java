package io.syncpipeline.testkit;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.Source;
import io.syncpipeline.spi.SourceSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A source in memory: tables, and a log of transactions and statements that the test writes. What a copy sees may lag behind the log
 * ({@link #hideCommits()}), and every step can be made to wait or fail ({@link #script()}). A position is the number of log entries
 * before it. It outlives its sessions, as a server does. Thread-safe.
 */
public final class ScriptedSource implements Source {

    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(20);

    private final Script<SourceStep> script = new Script<>(SourceStep.class);
    private final Clock clock;
    private final AtomicInteger open = new AtomicInteger();
    private final List<ScriptedLog.Entry> log = new ArrayList<>();
    private final ScriptedLog.Tables written = new ScriptedLog.Tables();
    private final ScriptedLog.Tables visible = new ScriptedLog.Tables();
    private int visibleUpTo;
    private boolean hiding;
    private volatile Duration visibilityUncertainty = Duration.ZERO;
    private volatile int eventsPerPoll = 1_000;
    private volatile int rowsPerPiece = 100;
    private volatile int transactionsPerProgress = 1;
    private volatile boolean waiting = true;
    private volatile boolean idleProgress;
    private volatile CopyConditions copyConditions = (condition, schema, row) -> true;
    private Optional<String> statementText = Optional.empty();

    /**
     * An empty source.
     *
     * @param clock tells when its transactions are committed
     */
    public ScriptedSource(Clock clock) {
        this.clock = clock;
    }

    /** What shall happen at its steps. */
    public Script<SourceStep> script() {
        return script;
    }

    // ------------------------------------------------------------------ settings

    /** How long a dispatched change may stay invisible; when not zero, readers cannot wait for visibility. Default zero. */
    public ScriptedSource visibilityUncertainty(Duration value) {
        visibilityUncertainty = value;
        return this;
    }

    /** How many events a poll returns at most. Default 1,000. */
    public ScriptedSource eventsPerPoll(int value) {
        eventsPerPoll = value;
        return this;
    }

    /** How many rows of a chunk are handed on at a time. Default 100. */
    public ScriptedSource rowsPerPiece(int value) {
        rowsPerPiece = value;
        return this;
    }

    /** How many transactions lie between two progress events, unless a statement comes or the log ends. Default 1. */
    public ScriptedSource transactionsPerProgress(int value) {
        transactionsPerProgress = value;
        return this;
    }

    /** Whether a poll waits for events, as it should; when not, loops can be stepped without waiting. Default true. */
    public ScriptedSource waits(boolean value) {
        waiting = value;
        return this;
    }

    /** Whether a poll without events reports progress at the clock's time. Default false. */
    public ScriptedSource idleProgress(boolean value) {
        idleProgress = value;
        return this;
    }

    /** Tells which rows meet the condition of a copy; unless said conditions are not looked at, and all rows are copied. */
    public ScriptedSource copyConditions(CopyConditions value) {
        copyConditions = value;
        return this;
    }

    /** What the log says that the statements from now on were; unless said they have texts of the source's own. */
    public synchronized ScriptedSource statementText(String sql) {
        statementText = Optional.of(sql);
        return this;
    }

    /** Tells which rows meet the condition of a copy. */
    @FunctionalInterface
    public interface CopyConditions {

        /** Whether a row, given as values by column name, meets a condition in the source's own language. */
        boolean hold(String condition, TableSchema schema, Map<String, @Nullable Object> row);
    }

    // -------------------------------------------------------------------- tables

    /** Adds a table with rows that were there before the log began. */
    public synchronized TableId table(TableSchema schema, @Nullable Object[]... rows) {
        written.add(schema);
        visible.add(schema);
        for (@Nullable Object[] row : rows) {
            @Nullable Object[] values = converted(schema, row);
            written.get(schema.table()).put(values);
            visible.get(schema.table()).put(values);
        }
        return schema.table();
    }

    /** The shape of a table, all statements in the log included. */
    public synchronized TableSchema schema(TableId table) {
        return written.get(table).schema();
    }

    /** The rows of a table in the order of its key, all transactions in the log included, each as values by column name. */
    public synchronized List<Map<String, @Nullable Object>> rows(TableId table) {
        return written.get(table).asMaps();
    }

    /** The tables there are. */
    public synchronized List<TableId> tables() {
        return List.copyOf(written.all().keySet());
    }

    /** Whether there is a row with this key (a list of values, or the one value). */
    public synchronized boolean has(TableId table, Object key) {
        return written.get(table).has(key(schema(table), key));
    }

    // ----------------------------------------------------------------------- log

    /** Begins a transaction, which touches nothing before it is committed. */
    public ScriptedTransaction transaction() {
        return new ScriptedTransaction(this);
    }

    /** Inserts a row in a transaction of its own. */
    public void insert(TableId table, @Nullable Object... values) {
        transaction().insert(table, values).commit();
    }

    /** Updates a row in a transaction of its own. */
    public void update(TableId table, Object key, @Nullable Object... values) {
        transaction().update(table, key, values).commit();
    }

    /** Deletes a row in a transaction of its own. */
    public void delete(TableId table, Object key) {
        transaction().delete(table, key).commit();
    }

    synchronized void commit(List<ScriptedLog.Change> changes) {
        append(new ScriptedLog.Changes(nextTransaction(), List.copyOf(changes)));
    }

    private Transaction nextTransaction() {
        return new Transaction(1, log.size(), clock.instant());
    }

    /** Creates a table, as a statement in the log. */
    public synchronized void createTable(TableSchema schema) {
        change(schema.table(), "CREATE TABLE " + schema.table(), schema, new SchemaChange.TableCreated());
    }

    /** Drops a table, as a statement in the log. */
    public synchronized void dropTable(TableId table) {
        change(table, "DROP TABLE " + table, null, new SchemaChange.TableDropped());
    }

    /** Deletes all rows of a table, as a statement in the log. */
    public synchronized void truncate(TableId table) {
        change(table, "TRUNCATE TABLE " + table, schema(table), new SchemaChange.TableTruncated());
    }

    /** Adds a column that is NULL in all rows. */
    public synchronized void addColumn(TableId table, Column column) {
        change(
                table,
                "ALTER TABLE " + table + " ADD COLUMN " + column,
                columns(schema(table), list -> with(list, list.size(), column)),
                new SchemaChange.ColumnAdded(column));
    }

    /** Drops a column. */
    public synchronized void dropColumn(TableId table, String name) {
        change(
                table,
                "ALTER TABLE " + table + " DROP COLUMN " + name,
                columns(schema(table), list -> list.stream()
                        .filter(c -> !c.name().equals(name))
                        .toList()),
                new SchemaChange.ColumnDropped(name));
    }

    /** Gives a column another name. */
    public synchronized void renameColumn(TableId table, String from, String to) {
        change(
                table,
                "ALTER TABLE " + table + " RENAME COLUMN " + from + " TO " + to,
                columns(schema(table), list -> list.stream()
                        .map(c -> c.name().equals(from) ? c.renamed(to) : c)
                        .toList()),
                new SchemaChange.ColumnRenamed(from, to));
    }

    /** Drops a column and gives its name to another one, by one statement. */
    public synchronized void replaceColumn(TableId table, String dropped, String by) {
        change(
                table,
                "ALTER TABLE " + table + " DROP COLUMN " + dropped + ", RENAME COLUMN " + by + " TO " + dropped,
                columns(schema(table), list -> list.stream()
                        .filter(c -> !c.name().equals(dropped))
                        .map(c -> c.name().equals(by) ? c.renamed(dropped) : c)
                        .toList()),
                new SchemaChange.ColumnDropped(dropped),
                new SchemaChange.ColumnRenamed(by, dropped));
    }

    /** Gives a column of the key another name. */
    public synchronized void renameKeyColumn(TableId table, String from, String to) {
        TableSchema renamed = columns(schema(table), list -> list.stream()
                .map(c -> c.name().equals(from) ? c.renamed(to) : c)
                .toList());
        TableSchema after = new TableSchema(
                table,
                renamed.columns(),
                renamed.primaryKey().stream().map(k -> k.equals(from) ? to : k).toList(),
                renamed.uniqueKeys(),
                renamed.comment());
        change(
                table,
                "ALTER TABLE " + table + " RENAME COLUMN " + from + " TO " + to,
                after,
                new SchemaChange.ColumnRenamed(from, to));
    }

    /** Gives a column another type; the values of its rows are converted. */
    public synchronized void modifyColumn(TableId table, Column after) {
        TableSchema schema = schema(table);
        Column before = schema.columns().get(schema.indexOf(after.name()).orElseThrow());
        change(
                table,
                "ALTER TABLE " + table + " MODIFY COLUMN " + after,
                columns(schema, list -> list.stream()
                        .map(c -> c.name().equals(after.name()) ? after : c)
                        .toList()),
                new SchemaChange.ColumnModified(before, after));
    }

    /** Gives tables other names by one statement, from left to right: {@code from, to, from, to ...}. */
    public synchronized void renameTables(TableId... names) {
        Transaction transaction = nextTransaction();
        String sql = statementText.orElse("RENAME TABLE " + Arrays.toString(names));
        Map<TableId, TableSchema> shapes = new TreeMap<>();
        written.all().forEach((id, table) -> shapes.put(id, table.schema()));
        List<SchemaChange> changes = new ArrayList<>();
        for (int i = 0; i < names.length; i += 2) {
            TableSchema old = Optional.ofNullable(shapes.remove(names[i])).orElseThrow();
            TableSchema after =
                    new TableSchema(names[i + 1], old.columns(), old.primaryKey(), old.uniqueKeys(), old.comment());
            shapes.put(names[i + 1], after);
            changes.add(new SchemaChange(
                    names[i], sql, List.of(new SchemaChange.TableRenamed(names[i + 1])), after, transaction));
        }
        append(new ScriptedLog.Statement(transaction, changes));
    }

    /** A statement that changes nothing that a copy of the table has. */
    public synchronized void createIndex(TableId table) {
        append(new ScriptedLog.Statement(
                nextTransaction(),
                List.of(new SchemaChange(
                        table, "CREATE INDEX i ON " + table, List.of(), schema(table), nextTransaction()))));
    }

    private void change(TableId table, String text, @Nullable TableSchema after, SchemaChange.Step... steps) {
        Transaction transaction = nextTransaction();
        String sql = statementText.orElse(text);
        append(new ScriptedLog.Statement(
                transaction, List.of(new SchemaChange(table, sql, List.of(steps), after, transaction))));
    }

    private static List<Column> with(List<Column> columns, int index, Column column) {
        List<Column> more = new ArrayList<>(columns);
        more.add(index, column);
        return more;
    }

    private static TableSchema columns(TableSchema schema, UnaryOperator<List<Column>> change) {
        return new TableSchema(
                schema.table(),
                change.apply(schema.columns()),
                schema.primaryKey(),
                schema.uniqueKeys(),
                schema.comment());
    }

    private void append(ScriptedLog.Entry entry) {
        log.add(entry);
        written.apply(entry);
        if (!hiding) {
            showAll();
        }
        notifyAll();
    }

    // ---------------------------------------------------------------- visibility

    /** From now on transactions stand in the log, and are reported, before a copy can see them. */
    public synchronized void hideCommits() {
        hiding = true;
    }

    /** A copy sees everything that is in the log by now, and what is hidden from it is ended. */
    public synchronized void showCommits() {
        hiding = false;
        showAll();
        notifyAll();
    }

    private void showAll() {
        while (visibleUpTo < log.size()) {
            visible.apply(log.get(visibleUpTo));
            visibleUpTo++;
        }
    }

    // -------------------------------------------------------------- for sessions

    @Override
    public String name() {
        return "scripted";
    }

    /** How many sessions and readers are open. */
    public int openCount() {
        return open.get();
    }

    AtomicInteger open() {
        return open;
    }

    @Override
    public SourceSession open(SessionOptions options) {
        script.reachUninterrupted(SourceStep.OPEN);
        return new ScriptedSession(this, options.clock());
    }

    Duration visibilityUncertainty() {
        return visibilityUncertainty;
    }

    int eventsPerPoll() {
        return eventsPerPoll;
    }

    int rowsPerPiece() {
        return rowsPerPiece;
    }

    int transactionsPerProgress() {
        return transactionsPerProgress;
    }

    boolean reportsIdleProgress() {
        return idleProgress;
    }

    synchronized int logSize() {
        return log.size();
    }

    /** The first entry that was committed at this time or later; the end of the log when there is none. */
    synchronized int firstEntryAt(Instant time) {
        Instant now = clock.instant();
        if (time.isAfter(now)) {
            throw new DefinitionException("the log has no place at " + time + ", which is in the future: it is " + now);
        }
        int index = 0;
        while (index < log.size() && log.get(index).transaction().time().isBefore(time)) {
            index++;
        }
        return index;
    }

    synchronized Position existing(Position position) {
        if (!position.token().matches("\\d{1,9}")) {
            throw new DefinitionException("not a position of this source: " + position);
        }
        if (index(position) > log.size()) {
            throw SourceException.fatal("the log ends at " + log.size() + ", before " + position, null);
        }
        return position;
    }

    synchronized ScriptedLog.Entry entry(int index) {
        return log.get(index);
    }

    /** Waits until the log is longer, at most this long. */
    synchronized void awaitEntry(int index, Duration timeout) throws InterruptedException {
        if (waiting && log.size() <= index) {
            TimeUnit.NANOSECONDS.timedWait(this, timeout.toNanos());
        }
    }

    synchronized void awaitVisible(Position position) throws InterruptedException {
        long end = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (visibleUpTo < index(position)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw SourceException.retryable("the changes before " + position + " did not become visible", null);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** The end of the log; a source that can tell what is visible does not count the rest. */
    synchronized int endOfLog() {
        return visibilityUncertainty.isZero() ? visibleUpTo : log.size();
    }

    static int index(Position position) {
        return Integer.parseInt(position.token());
    }

    synchronized Map<TableId, TableSchema> visibleSchemas() {
        Map<TableId, TableSchema> schemas = new TreeMap<>();
        visible.all().forEach((id, table) -> schemas.put(id, table.schema()));
        return schemas;
    }

    synchronized int visibleSize(TableId table) {
        ScriptedTable present = visible.all().get(table);
        return present == null ? 0 : present.size();
    }

    synchronized List<@Nullable Object[]> visibleRows(
            TableId table, @Nullable List<Object> after, @Nullable List<Object> upTo) {
        ScriptedTable present = visible.all().get(table);
        if (present == null) {
            throw SourceException.retryable("there is no table " + table, null);
        }
        return present.between(after, upTo);
    }

    // --------------------------------------------------------------------- values

    synchronized @Nullable Object[] present(TableId table, List<Object> key) {
        return written.get(table).get(key);
    }

    boolean copies(String condition, TableSchema schema, @Nullable Object[] row) {
        return condition.isEmpty() || copyConditions.hold(condition, schema, ScriptedTable.asMap(schema, row));
    }

    @Nullable
    Object[] row(TableId table, @Nullable Object[] values) {
        return converted(schema(table), values);
    }

    private static @Nullable Object[] converted(TableSchema schema, @Nullable Object[] values) {
        if (values.length != schema.columns().size()) {
            throw new IllegalArgumentException(schema.table() + " has the columns " + schema.columnNames()
                    + ", given are " + values.length + " values");
        }
        @Nullable Object[] row = new @Nullable Object[values.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = ScriptedTable.convert(values[i], schema.columns().get(i).type());
        }
        return row;
    }

    /** The columns by which this source tells a table's rows apart: the primary key, or the first unique key, or all of them. */
    public static List<String> keyOf(TableSchema schema) {
        return !schema.primaryKey().isEmpty()
                ? schema.primaryKey()
                : schema.uniqueKeys().stream().findFirst().orElse(schema.columnNames());
    }

    List<Object> key(TableSchema schema, Object key) {
        List<?> parts = key instanceof List<?> list ? list : List.of(key);
        List<String> columns = keyOf(schema);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            int index = schema.indexOf(columns.get(i)).orElseThrow();
            Object value = ScriptedTable.convert(
                    parts.get(i), schema.columns().get(index).type());
            values.add(Optional.ofNullable(value).orElseThrow());
        }
        return values;
    }

    @Override
    public String toString() {
        return "scripted source";
    }
}
