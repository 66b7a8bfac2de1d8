package io.syncpipeline.benchmarks;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.checkpoint.Checkpoint;
import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.checkpoint.Reached;
import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.SslMode;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SourceSession;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast a backlog of inserts is followed into a sink that only counts, beside the binlog client decoding the same backlog by itself
 * on its one thread; each over plain and over encrypted connections. Both connect anew each time.
 *
 * <p>Run with {@code ./mvnw -q -Pfast,benchmark -pl sync-benchmarks -am package -Dbenchmark.args=FollowBacklog}; add {@code
 * -jvmArgs -Dsync.test.mysql.url=...} for another server than the embedded one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 12)
@Measurement(iterations = 11)
public class FollowBacklogBenchmark {

    private static final String DATABASE = "follow_benchmark";

    /** Rows in the backlog, in transactions of 100. */
    @Param("1000000")
    public int rows;

    /** Whether connections are encrypted. */
    @Param({"DISABLED", "REQUIRED"})
    public SslMode sslMode = SslMode.DISABLED;

    private final BenchmarkServer benchmarkServer = BenchmarkServer.start();
    private final TestServer server = benchmarkServer.server();
    private String file = "";
    private long offset;
    private Position start = new Position("");
    private SyncPlan plan = new SyncPlan("", "", "", SyncMode.INCREMENTAL, List.of(), List.of());
    private TableSchema schema = new TableSchema(new TableId("", ""), List.of(), List.of(), List.of(), "");

    /** Fills the backlog. */
    @Setup(Level.Trial)
    public void fill() throws SQLException {
        ShopTable.create(server, DATABASE);
        try (SourceSession session = source().open(new SessionOptions("benchmark", 1 << 26, 1, Clock.systemUTC()))) {
            TableId table = new TableId(DATABASE, "item");
            schema = Objects.requireNonNull(session.schemas(List.of(table)).get(table));
            start = session.positionAt(StartPoint.latest());
        }
        plan = definition(new CountingSink(0), CheckpointStore.inMemory()).plan();
        binlogEnd();
        ShopTable.fill(server, DATABASE, rows);
    }

    /** Drops the table. */
    @TearDown(Level.Trial)
    public void drop() throws SQLException {
        server.execute("DROP DATABASE " + DATABASE);
        benchmarkServer.close();
    }

    /** The client alone, with its default decoding of all values. */
    @Benchmark
    public long bareClient() throws IOException {
        BinaryLogClient client = new BinaryLogClient(server.host(), server.port(), server.user(), server.password());
        client.setKeepAlive(false);
        client.setSSLMode(SSLMode.valueOf(sslMode.name()));
        client.setServerId(4_000_000_000L);
        client.setBinlogFilename(file);
        client.setBinlogPosition(offset);
        long[] count = new long[1];
        client.registerEventListener((Event event) -> {
            EventData data = event.getData();
            if (data instanceof WriteRowsEventData write) {
                count[0] += write.getRows().size();
                if (count[0] >= rows) {
                    disconnect(client);
                }
            }
        });
        client.connect();
        if (count[0] < rows) {
            throw new IllegalStateException("only " + count[0] + " rows came");
        }
        return count[0];
    }

    /** The pipeline from its checkpoint, until its sink has been given every row. */
    @Benchmark
    public long pipeline() throws InterruptedException {
        CheckpointStore store = CheckpointStore.inMemory();
        Reached reached = new Reached(start, Instant.now(), List.of(TableProgress.followed(schema)));
        store.save("benchmark", new Checkpoint(reached, null, Instant.now()));
        CountingSink sink = new CountingSink(rows).with(plan);
        try (SyncRun run = definition(sink, store).start()) {
            sink.await();
            return sink.values() + run.status().changes();
        }
    }

    private SyncPipeline definition(CountingSink sink, CheckpointStore store) {
        return SyncPipeline.builder()
                .name("benchmark")
                .source(source())
                .sink(sink)
                .mode(SyncMode.INCREMENTAL)
                .tables(TableSelector.named(DATABASE, "item"))
                .checkpointStore(store)
                .build();
    }

    private static void disconnect(BinaryLogClient client) {
        try {
            client.disconnect();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private MySqlSource source() {
        return MySqlSource.builder()
                .hostname(server.host())
                .port(server.port())
                .username(server.user())
                .password(server.password())
                .sslMode(sslMode)
                .build();
    }

    private void binlogEnd() throws SQLException {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW BINARY LOGS")) {
            while (result.next()) {
                file = result.getString(1);
                offset = result.getLong(2);
            }
        }
    }
}
