package io.syncpipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aliyun.odps.OdpsException;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.task.SQLTask;
import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.maxcompute.MaxComputeSink;
import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.Text;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.NamedFunction;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;
import io.syncpipeline.status.SyncState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What rules make of a real server's tables in MaxCompute, read back with the SDK: SQL at the source before and after the copy, then the rows
 * of a query at the destination.
 */
@Timeout(180)
class MappingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestServer server = TestServer.shared();
    private final String database = server.freshDatabase("mapping");

    @SuppressWarnings("NullAway.Init")
    private LocalMaxCompute maxCompute;

    @SuppressWarnings("NullAway.Init")
    private DestinationProject destination;

    @BeforeEach
    void startDestination() {
        maxCompute = LocalMaxCompute.builder().project("mapping").start();
        destination = new DestinationProject(
                maxCompute.endpoint(), maxCompute.tunnelEndpoint(), maxCompute.project(), "local", "local");
    }

    @AfterEach
    void stopDestination() {
        maxCompute.close();
        server.execute("DROP DATABASE " + database);
    }

    private void source(String... statements) {
        for (String statement : statements) {
            server.execute(statement.replace("@", "`" + database + "`."));
        }
    }

    private MappingRule rule(String table) {
        return MappingRule.forTable(database, table);
    }

    private SyncPipeline.Builder pipeline() {
        return SyncPipeline.builder()
                .name("mapping")
                .source(MySqlSource.builder()
                        .hostname(server.host())
                        .port(server.port())
                        .username(server.user())
                        .password(server.password())
                        .build())
                .sink(MaxComputeSink.builder()
                        .endpoint(destination.endpoint())
                        .tunnelEndpoint(destination.tunnelEndpoint())
                        .project(destination.project())
                        .accessKey(destination.accessId(), destination.accessKey())
                        .build())
                .tuning(Tuning.builder().commitInterval(Duration.ofMillis(200)).build())
                .tables(TableSelector.matching(database, ".*"));
    }

    /** Copies, lets the changes happen, and waits until the query gives exactly these rows. */
    private void follow(UnaryOperator<SyncPipeline.Builder> rules, Runnable changes, String query, String... rows)
            throws InterruptedException {
        try (SyncRun run = rules.apply(pipeline()).build().start()) {
            await().atMost(PATIENCE)
                    .until(() -> run.status().state().isEnd()
                            || (run.status().state() == SyncState.RUNNING
                                    && run.status().allTablesCopied()));
            changes.run();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(run.status().failure().map(Object::toString).orElse(""))
                        .isEmpty();
                assertThat(select(query)).containsExactly(rows);
            });
            run.stop();
        }
    }

    private List<String> select(String query) throws OdpsException {
        List<String> rows = new ArrayList<>();
        for (Record row : SQLTask.getResult(SQLTask.run(destination.odps(), query + ";"))) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < row.getColumnCount(); i++) {
                values.add(String.valueOf(row.getString(i)));
            }
            rows.add(String.join(" | ", values));
        }
        return rows;
    }

    @Test
    void customersArePartitionedByTheDayTheyCame() throws InterruptedException {
        source(
                "CREATE TABLE @customers (id INT PRIMARY KEY, first_name VARCHAR(40), last_name VARCHAR(40), password"
                        + " VARCHAR(40), amount DECIMAL(40,2), visits BIGINT UNSIGNED NOT NULL DEFAULT 18446744073709551615, created_at DATETIME NULL, seen DATETIME(3) NULL DEFAULT '2024-02-29 10:11:12.345')",
                "INSERT INTO @customers (id, first_name, last_name, password, amount, created_at) VALUES (1, 'Ada', 'Lovelace', 'secret', 10.50, '2024-02-29 23:59:59'), (2, 'Grace',"
                        + " 'Hopper', 'secret', 20.25, NULL)");
        MappingRule rule = rule("customers")
                .destinationName(NameTemplate.of("customers"))
                .excludeColumns("password")
                .renameColumn("amount", "total")
                .typeMapping("decimal(p>38,*)", "STRING")
                .typeMapping("bigint unsigned", "DECIMAL(20,0)")
                .typeMapping("datetime", "STRING")
                .addColumn(
                        "full_name",
                        "STRING",
                        ValueAssigner.function("CONCAT(#{first_name}, ' ', UPPER(#{last_name}))"))
                .partition(
                        "dt",
                        ValueAssigner.column("created_at").asTime("yyyyMMdd").orElse("none"));
        follow(
                builder -> builder.rule(rule),
                () -> source(
                        "INSERT INTO @customers VALUES (3, 'Jean', 'Bartik', 'x', 1, 7, '2024-03-01 00:00:00', NULL)",
                        "UPDATE @customers SET created_at = '2024-03-01 10:00:00' WHERE id = 2",
                        "DELETE FROM @customers WHERE id = 1"),
                "SELECT id, total, visits, seen, full_name, dt FROM customers ORDER BY id",
                "2 | 20.25 | 18446744073709551615 | 2024-02-29 10:11:12.345 | Grace HOPPER | 20240301",
                "3 | 1.00 | 7 | \\N | Jean BARTIK | 20240301");
    }

    @Test
    void deletedRowsAreMarkedAndDraftsStayAway() throws InterruptedException {
        source(
                "CREATE TABLE @orders (id INT PRIMARY KEY, status VARCHAR(10))",
                "INSERT INTO @orders VALUES (1, 'new'), (2, 'new')");
        MappingRule rule = rule("orders")
                .destinationName(NameTemplate.of("orders"))
                .onInsert(DmlAction.where("status <> 'draft'"))
                .onUpdate(DmlAction.where("status <> 'draft'"))
                .onDelete(DmlAction.logicalDelete("is_deleted"));
        follow(
                builder -> builder.rule(rule),
                () -> source(
                        "INSERT INTO @orders VALUES (3, 'draft'), (4, 'new'), (5, 'draft')",
                        "UPDATE @orders SET status = 'paid' WHERE id = 5",
                        "UPDATE @orders SET status = 'draft' WHERE id = 2",
                        "DELETE FROM @orders WHERE id = 1"),
                "SELECT id, status, is_deleted FROM orders ORDER BY id",
                "1 | new | true",
                "2 | draft | true",
                "4 | new | false",
                "5 | paid | false");
    }

    @Test
    void shardsAreKeptApartByTheNumberInTheirNames() throws InterruptedException {
        source(
                "CREATE TABLE @part_1 (id INT PRIMARY KEY, v VARCHAR(10))",
                "CREATE TABLE @part_2 (id INT PRIMARY KEY, v VARCHAR(10))",
                "INSERT INTO @part_1 VALUES (1, 'a')",
                "INSERT INTO @part_2 VALUES (1, 'b')");
        NamedFunction shard = NamedFunction.of(
                        "SHARD",
                        DataType.of(Kind.TEXT),
                        arguments -> Text.of(String.valueOf(arguments.get(0)).replaceAll("\\D", "")))
                .arguments(1);
        MappingRule rule = MappingRule.forTables(TableSelector.matching(".*", "part_\\d"))
                .destinationName(NameTemplate.of("parts"))
                .addColumn("shard", "STRING", ValueAssigner.function("SHARD(${table_name_src})"))
                .addColumn("op", "STRING", ValueAssigner.variable(Variable.OPERATION_TYPE))
                .primaryKey("id", "shard");
        follow(
                builder -> builder.function(shard)
                        .tables(TableSelector.matching(database, "part_(\\d)").mergedInto("parts"))
                        .rule(rule),
                () -> source("UPDATE @part_2 SET v = 'c'", "INSERT INTO @part_1 VALUES (2, 'd')"),
                "SELECT id, shard, v, op FROM parts ORDER BY id, shard",
                "1 | 1 | a | I",
                "1 | 2 | c | U",
                "2 | 1 | d | I");
    }

    @Test
    void statementsGoByTheNamesOfTheDestination() throws InterruptedException {
        source("CREATE TABLE @t (id INT PRIMARY KEY, a INT)", "INSERT INTO @t VALUES (1, 1)");
        MappingRule rule = MappingRule.forTables(TableSelector.named(database, "t"))
                .destinationName(NameTemplate.of("renamed"))
                .renameColumn("a", "first")
                .renameColumn("b", "second")
                .excludeColumns("hidden")
                .onDdl(DdlKind.DROP_COLUMN, DdlAction.NORMAL);
        follow(
                builder -> builder.rule(rule),
                () -> source(
                        "ALTER TABLE @t ADD b INT, ADD hidden INT",
                        "INSERT INTO @t VALUES (2, 2, 2, 2)",
                        "ALTER TABLE @t MODIFY b BIGINT, DROP a",
                        "INSERT INTO @t VALUES (3, 3000000000, 3)"),
                "SELECT * FROM renamed ORDER BY id",
                "1 | \\N",
                "2 | 2",
                "3 | 3000000000");
    }
}
