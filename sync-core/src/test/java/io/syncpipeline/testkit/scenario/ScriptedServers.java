package io.syncpipeline.testkit.scenario;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.spi.Source;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.RecordingSink;
import io.syncpipeline.testkit.ScriptedSource;
import io.syncpipeline.testkit.ScriptedTransaction;
import io.syncpipeline.testkit.Shape;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Both ends in memory: statements become changes of a {@link ScriptedSource}, as a server would log them, and rows are read from a {@link
 * RecordingSink}. Time passes as fast as work is done.
 */
public final class ScriptedServers implements ScenarioServers {

    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\(\\d+,(\\d+)\\)");

    private final ManualClock clock = ManualClock.moving(Duration.ofMillis(20));
    private final ScriptedSource source;
    private final RecordingSink sink;
    private final TableId elsewhere;
    private long committedElsewhere;

    /** Nothing is there yet. */
    public ScriptedServers(LeakCheck leaks) {
        source = leaks.watch(new ScriptedSource(clock)).waits(false);
        source.copyConditions((condition, schema, row) ->
                SqlParser.condition("the condition of a copy", condition).holds(schema, row));
        sink = leaks.watch(new RecordingSink());
        elsewhere = source.table(
                Shape.of("elsewhere", "t").required("id", Kind.INT64).key("id").build());
    }

    @Override
    public String prefix() {
        return "";
    }

    @Override
    public void createDatabases(Set<String> names) {
        // A scripted source has whatever database a table is in.
    }

    @Override
    public SyncPipeline.Builder pipeline() {
        return SyncPipeline.builder()
                .name("scenario")
                .source(source)
                .sink(sink)
                .clock(clock)
                .tuning(Tuning.builder()
                        .commitInterval(Duration.ofMillis(100))
                        .restartDelay(Duration.ofMillis(10))
                        .build());
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public void commitSomethingElse() {
        source.insert(elsewhere, committedElsewhere++);
    }

    // ------------------------------------------------------------------ statements

    @Override
    public void execute(SqlStatement statement) {
        try {
            source.statementText(statement.sql());
            execute(statement.action());
        } catch (IllegalArgumentException e) {
            throw new ScenarioException(statement.toString(), String.valueOf(e.getMessage()));
        }
    }

    private void execute(SqlStatement.Action action) {
        if (action instanceof SqlStatement.CreateTable create) {
            source.createTable(create.schema());
        } else if (action instanceof SqlStatement.DropTable drop) {
            source.dropTable(drop.table());
        } else if (action instanceof SqlStatement.Truncate truncate) {
            source.truncate(truncate.table());
        } else if (action instanceof SqlStatement.RenameTables rename) {
            source.renameTables(rename.names().toArray(TableId[]::new));
        } else if (action instanceof SqlStatement.AddColumn add) {
            source.addColumn(add.table(), add.column());
        } else if (action instanceof SqlStatement.DropColumn drop) {
            source.dropColumn(drop.table(), column(drop.table(), drop.column()).name());
        } else if (action instanceof SqlStatement.ModifyColumn modify) {
            column(modify.table(), modify.column().name());
            source.modifyColumn(modify.table(), modify.column());
        } else if (action instanceof SqlStatement.ChangeColumn change) {
            changeColumn(change);
        } else if (action instanceof SqlStatement.Insert insert) {
            insert(insert);
        } else if (action instanceof SqlStatement.Update update) {
            update(update);
        } else if (action instanceof SqlStatement.Delete delete) {
            delete(delete);
        }
    }

    private Column column(TableId table, String name) {
        return source.schema(table).columns().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(table + " has no column " + name));
    }

    private void changeColumn(SqlStatement.ChangeColumn change) {
        Column before = column(change.table(), change.from());
        if (!before.nativeType().equals(change.column().nativeType())
                || before.nullable() != change.column().nullable()) {
            throw new IllegalArgumentException("CHANGE gives another name only; the column is " + before);
        }
        String after = change.column().name();
        if (source.schema(change.table()).primaryKey().contains(before.name())) {
            source.renameKeyColumn(change.table(), before.name(), after);
        } else {
            source.renameColumn(change.table(), before.name(), after);
        }
    }

    private void insert(SqlStatement.Insert insert) {
        TableSchema schema = source.schema(insert.table());
        List<String> columns = insert.columns().isEmpty() ? schema.columnNames() : insert.columns();
        ScriptedTransaction transaction = source.transaction();
        Set<List<Object>> keys = new HashSet<>();
        for (List<Literal> literals : insert.rows()) {
            if (literals.size() != columns.size()) {
                throw new IllegalArgumentException(columns + " are " + columns.size() + " columns, the row " + literals
                        + " has " + literals.size());
            }
            @Nullable Object[] row = new @Nullable Object[schema.columns().size()];
            for (int i = 0; i < row.length; i++) {
                Column column = schema.columns().get(i);
                int given = columns.indexOf(column.name());
                row[i] = (given < 0 ? new Literal(null, false) : literals.get(given)).in(column);
            }
            for (String column : columns) {
                column(insert.table(), column);
            }
            List<Object> key = key(schema, row);
            if (!keys.add(key) || source.has(insert.table(), key)) {
                throw new IllegalArgumentException(insert.table() + " has a row of the key " + key);
            }
            transaction.insert(insert.table(), row);
        }
        transaction.commit();
    }

    private void update(SqlStatement.Update update) {
        TableSchema schema = source.schema(update.table());
        ScriptedTransaction transaction = source.transaction();
        boolean changes = false;
        for (Map<String, @Nullable Object> row : source.rows(update.table())) {
            if (update.condition().holds(schema, row)) {
                @Nullable Object[] before = row.values().toArray();
                @Nullable Object[] after = before.clone();
                update.values().forEach((name, literal) -> {
                    Column column = column(update.table(), name);
                    after[schema.columns().indexOf(column)] = literal.in(column);
                });
                List<Object> key = key(schema, before);
                List<Object> newKey = key(schema, after);
                if (!key.equals(newKey) && source.has(update.table(), newKey)) {
                    throw new IllegalArgumentException(update.table() + " has a row of the key " + newKey);
                }
                // A row that stays as it is is not logged.
                if (!Arrays.equals(before, after)) {
                    transaction.update(update.table(), key, after);
                    changes = true;
                }
            }
        }
        if (changes) {
            transaction.commit();
        }
    }

    private void delete(SqlStatement.Delete delete) {
        TableSchema schema = source.schema(delete.table());
        ScriptedTransaction transaction = source.transaction();
        boolean changes = false;
        for (Map<String, @Nullable Object> row : source.rows(delete.table())) {
            if (delete.condition().holds(schema, row)) {
                transaction.delete(delete.table(), key(schema, row.values().toArray()));
                changes = true;
            }
        }
        if (changes) {
            transaction.commit();
        }
    }

    private static List<Object> key(TableSchema schema, @Nullable Object[] row) {
        List<Object> key = new ArrayList<>();
        for (String column : ScriptedSource.keyOf(schema)) {
            Object value = row[schema.indexOf(column).orElseThrow()];
            if (value == null) {
                throw new IllegalArgumentException("the key column " + column + " may not be NULL");
            }
            key.add(value);
        }
        return key;
    }

    // ----------------------------------------------------------------- destination

    @Override
    public List<String> destinationTables() {
        return sink.tables();
    }

    @Override
    public List<String> destinationColumns(String table) {
        return columns(sink.table(table)).stream()
                .map(DestinationColumn::toString)
                .toList();
    }

    private static List<DestinationColumn> columns(DestinationTable table) {
        List<DestinationColumn> columns = new ArrayList<>(table.columns());
        columns.addAll(table.partitionColumns());
        return columns;
    }

    @Override
    public DestinationTable destinationTable(String table) {
        return sink.table(table);
    }

    @Override
    public ScenarioTable destinationRows(String table) {
        List<DestinationColumn> columns = columns(sink.table(table));
        List<List<String>> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> row : sink.rows(table)) {
            rows.add(columns.stream()
                    .map(c -> ScenarioTable.cell(text(row.get(c.name()), c.type())))
                    .toList());
        }
        return new ScenarioTable(columns.stream().map(DestinationColumn::name).toList(), rows);
    }

    /** A value as the destination's type has it: a recording sink keeps what it was given. */
    private static @Nullable String text(@Nullable Object value, String type) {
        Matcher decimal = DECIMAL.matcher(type);
        if (value == null) {
            return null;
        }
        if (type.equals("BOOLEAN") && value instanceof Number number) {
            return String.valueOf(number.longValue() != 0);
        }
        if (value instanceof LocalDateTime moment) {
            return MOMENT.format(moment);
        }
        if (value instanceof Instant moment) {
            return MOMENT.format(moment.atOffset(ZoneOffset.UTC));
        }
        if (value instanceof Number && decimal.matches()) {
            return new BigDecimal(value.toString())
                    .setScale(Integer.parseInt(decimal.group(1)))
                    .toPlainString();
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
