package io.syncpipeline.examples;

import com.aliyun.odps.Column;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.Table;
import com.aliyun.odps.TableSchema;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.task.SQLTask;
import io.syncpipeline.SyncPipeline;
import io.syncpipeline.maxcompute.MaxComputeSink;
import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.Source;
import io.syncpipeline.testkit.scenario.ScenarioServers;
import io.syncpipeline.testkit.scenario.ScenarioTable;
import io.syncpipeline.testkit.scenario.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The server of the tests, in databases that belong to one scenario, and a {@code LocalMaxCompute} of its own. Closing it drops the
 * databases.
 */
final class ScenarioTestServers implements ScenarioServers, AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int LETTERS = 26;

    private final TestServer server = TestServer.shared();
    private final String prefix =
            "sc" + letters(ProcessHandle.current().pid()) + "x" + letters(COUNT.incrementAndGet()) + "_";
    /** Its name does not begin as those that the scenario's selectors take. */
    private final String elsewhere = "else" + prefix + "where";

    private final Set<String> databases = new TreeSet<>();
    private final Connection connection;
    private final LocalMaxCompute maxCompute;
    private final DestinationProject project;
    private final MySqlSource source;
    private final MaxComputeSink sink;

    ScenarioTestServers() {
        try {
            connection = server.root();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot connect to " + server, e);
        }
        createDatabase(elsewhere);
        execute("CREATE TABLE " + elsewhere + ".t (id BIGINT AUTO_INCREMENT PRIMARY KEY)");
        maxCompute = LocalMaxCompute.builder().project("scenario").start();
        project = new DestinationProject(
                maxCompute.endpoint(), maxCompute.tunnelEndpoint(), maxCompute.project(), "local", "local");
        source = MySqlSource.builder()
                .hostname(server.host())
                .port(server.port())
                .username(server.user())
                .password(server.password())
                .visibilityUncertainty(Duration.ofSeconds(1))
                .build();
        sink = MaxComputeSink.builder()
                .endpoint(project.endpoint())
                .tunnelEndpoint(project.tunnelEndpoint())
                .project(project.project())
                .bucketCount(1)
                .accessKey(project.accessId(), project.accessKey())
                .build();
    }

    /** Names with letters only survive whatever a scenario does to names of databases. */
    private static String letters(long number) {
        StringBuilder letters = new StringBuilder();
        for (long rest = number; rest > 0; rest /= LETTERS) {
            letters.append((char) ('a' + rest % LETTERS));
        }
        return letters.toString();
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public void createDatabases(Set<String> names) {
        names.forEach(name -> createDatabase(prefix + name));
    }

    private void createDatabase(String name) {
        databases.add(name);
        execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
    }

    @Override
    public SyncPipeline.Builder pipeline() {
        return SyncPipeline.builder()
                .name("scenario")
                .source(source)
                .sink(sink)
                .tuning(Tuning.builder().commitInterval(Duration.ofMillis(100)).build());
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public void execute(SqlStatement statement) {
        execute(statement.text(prefix));
    }

    @Override
    public void commitSomethingElse() {
        execute("INSERT INTO " + elsewhere + ".t VALUES (NULL)");
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the server refused: " + sql, e);
        }
    }

    @Override
    public List<String> destinationTables() {
        List<String> names = new ArrayList<>();
        Odps odps = project.odps();
        odps.tables().forEach(table -> names.add(table.getName()));
        return names;
    }

    private TableSchema schema(String name) {
        try {
            Table table = project.odps().tables().get(name);
            table.reload();
            return table.getSchema();
        } catch (OdpsException e) {
            throw new IllegalStateException("cannot look at " + name, e);
        }
    }

    @Override
    public List<String> destinationColumns(String table) {
        TableSchema schema = schema(table);
        List<String> columns = new ArrayList<>();
        for (Column column : schema.getColumns()) {
            columns.add(column.getName() + " " + column.getTypeInfo().getTypeName()
                    + (column.isNullable() ? "" : " NOT NULL"));
        }
        for (Column column : schema.getPartitionColumns()) {
            columns.add(column.getName() + " " + column.getTypeInfo().getTypeName() + " NOT NULL");
        }
        return columns;
    }

    @Override
    public DestinationTable destinationTable(String table) {
        SessionOptions options = new SessionOptions("scenario-check", 1 << 20, 1, Clock.systemUTC());
        try (SinkSession session = sink.open(options)) {
            return session.describe(table).orElseThrow();
        }
    }

    @Override
    public ScenarioTable destinationRows(String table) {
        TableSchema schema = schema(table);
        List<Column> columns = new ArrayList<>(schema.getColumns());
        columns.addAll(schema.getPartitionColumns());
        List<String> names = columns.stream().map(Column::getName).toList();
        List<List<String>> rows = new ArrayList<>();
        try {
            String query = "SELECT `" + String.join("`, `", names) + "` FROM " + table + ";";
            for (Record row : SQLTask.getResult(SQLTask.run(project.odps(), query))) {
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    cells.add(ScenarioTable.cell(text(row.getString(i), columns.get(i))));
                }
                rows.add(cells);
            }
        } catch (OdpsException e) {
            throw new IllegalStateException("cannot read " + table, e);
        }
        return new ScenarioTable(names, rows);
    }

    private static @Nullable String text(@Nullable String value, Column column) {
        if (value == null || value.equals("\\N")) {
            return null;
        }
        return column.getTypeInfo().getTypeName().startsWith("TIMESTAMP")
                ? value.replaceFirst("(\\.\\d*?)0+$", "$1").replaceFirst("\\.$", "")
                : value;
    }

    @Override
    public void close() {
        maxCompute.close();
        try (Connection closed = connection) {
            databases.forEach(name -> execute("DROP DATABASE " + name));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close the connection to " + server, e);
        }
    }
}
