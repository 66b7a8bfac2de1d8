package io.syncpipeline.benchmarks;

import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.internal.plan.RowMapper;
import io.syncpipeline.internal.plan.TableRules;
import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SinkSession;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What mapping a row costs under rules, beside the bare copy of its eleven values into a mutation.
 *
 * <p>Run with {@code ./mvnw -q -Pfast,benchmark -pl sync-benchmarks -am package -DskipTests -Dbenchmark.args=Mapping}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class MappingBenchmark {

    private static final int ROWS = 1_000;
    private static final TableId TABLE = new TableId("shop", "item");

    /** What the rules say. */
    @Param
    public Rules rules = Rules.NOTHING;

    /** Rules to be measured. */
    public enum Rules {
        /** No rule: identity. */
        NOTHING,
        /** Five columns by constants and variables. */
        FIVE_COLUMNS,
        /** Three functions: of text, of numbers, of a time. */
        THREE_FUNCTIONS,
        /** A partition by the day of a time. */
        PARTITION,
        /** A condition for updates. */
        CONDITION;

        MappingRule rule() {
            MappingRule rule = MappingRule.forAllTables();
            return switch (this) {
                case NOTHING -> rule;
                case FIVE_COLUMNS ->
                    rule.addColumn("c1", "T", ValueAssigner.constant("x"))
                            .addColumn("c2", "T", ValueAssigner.constant(7))
                            .addColumn("c3", "T", ValueAssigner.variable(Variable.DB_NAME_SRC))
                            .addColumn("c4", "T", ValueAssigner.variable(Variable.TABLE_NAME_SRC))
                            .addColumn("c5", "T", ValueAssigner.variable(Variable.EXECUTE_TIME));
                case THREE_FUNCTIONS ->
                    rule.addColumn("f1", "T", ValueAssigner.function("CONCAT(#{name}, '_', UPPER(#{sku}))"))
                            .addColumn("f2", "T", ValueAssigner.function("#{stock} * 2 + #{sold}"))
                            .addColumn(
                                    "f3", "T", ValueAssigner.function("DATE_FORMAT(#{created}, 'yyyy-MM-dd HH:mm')"));
                case PARTITION ->
                    rule.partition("dt", ValueAssigner.column("created").asTime("yyyyMMdd"));
                case CONDITION -> rule.onUpdate(DmlAction.where("stock > 0 AND state <> 'gone'"));
            };
        }
    }

    private final List<RowChange> changes = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private RowMapper mapper;

    /** Makes the rows and compiles the rules. */
    @Setup
    public void prepare() {
        TableSchema schema = schema();
        CountingSink sink = new CountingSink(0);
        Definition definition = new Definition(
                "mapping",
                MySqlSource.builder()
                        .hostname("nowhere")
                        .username("nobody")
                        .password("")
                        .build(),
                sink,
                SyncMode.FULL_AND_INCREMENTAL,
                List.of(TableSelector.matching(".*", ".*")),
                List.of(rules.rule()),
                List.of(),
                Map.of(),
                Tuning.defaults(),
                CheckpointStore.inMemory(),
                List.of(),
                Clock.systemUTC());
        try (SinkSession session = sink.open(new SessionOptions("mapping", 1 << 20, 1, Clock.systemUTC()))) {
            TableRules table = TableRules.of(definition, session, TABLE);
            List<DestinationColumn> columns = new ArrayList<>();
            schema.columns().forEach(c -> table.destination(c, true).ifPresent(columns::add));
            columns.addAll(table.added(schema));
            mapper = table.mapper(
                    schema,
                    new DestinationTable(
                            "item", TableKind.PK_DELTA, columns, List.of("id"), List.of(), 0, "", Map.of()));
        }
        Transaction transaction = new Transaction(1, 4, Instant.EPOCH);
        for (int i = 0; i < ROWS; i++) {
            changes.add(RowChange.update(schema, row(i, 1), row(i, 2), transaction, i));
        }
    }

    private static TableSchema schema() {
        return new TableSchema(
                TABLE,
                List.of(
                        column("id", Kind.INT64),
                        column("shop", Kind.INT32),
                        column("name", Kind.TEXT),
                        column("sku", Kind.TEXT),
                        column("state", Kind.TEXT),
                        new Column("price", DataType.decimal(12, 2), "decimal(12,2)", "", true, ""),
                        column("weight", Kind.FLOAT64),
                        column("stock", Kind.INT32),
                        column("sold", Kind.INT32),
                        column("created", Kind.DATETIME),
                        column("changed", Kind.TIMESTAMP)),
                List.of("id"),
                List.of(),
                "");
    }

    private static Column column(String name, Kind kind) {
        return new Column(name, DataType.of(kind), kind.toString(), "", true, "");
    }

    private static Row row(int id, int stock) {
        return new Row(
                new Object[] {
                    (long) id,
                    id % 10,
                    Text.of("item number " + id),
                    Text.of("sku-" + id),
                    Text.of("in stock"),
                    BigDecimal.valueOf(1990, 2),
                    1.5,
                    stock,
                    id,
                    LocalDateTime.of(2024, 2, 29, 12, 30).plusMinutes(id),
                    Instant.EPOCH.plusSeconds(id)
                },
                125);
    }

    /** The values of the row after the update, copied. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public List<Mutation> bareCopy() {
        List<Mutation> mutations = new ArrayList<>(ROWS);
        for (RowChange change : changes) {
            Row row = change.after();
            Object[] values = new Object[row.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.get(i);
            }
            mutations.add(new Mutation(Mutation.Kind.UPSERT, values, "", row.byteSize()));
        }
        return mutations;
    }

    /** The update mapped under the rules. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public List<Mutation> mapped() {
        List<Mutation> mutations = new ArrayList<>(ROWS);
        for (RowChange change : changes) {
            mapper.map(change, mutations);
        }
        return mutations;
    }
}
