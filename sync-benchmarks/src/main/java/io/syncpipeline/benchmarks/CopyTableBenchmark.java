package io.syncpipeline.benchmarks;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
 * How fast one table is copied into a sink that only counts, beside a bare Connector/J loop that streams the same table and takes each
 * value as an object, or as bytes.
 *
 * <p>Run with {@code ./mvnw -q -Pfast,benchmark -pl sync-benchmarks -am package -Dbenchmark.args=CopyTable}; add {@code -jvmArgs
 * -Dsync.test.mysql.url=...} for another server than the embedded one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class CopyTableBenchmark {

    private static final String DATABASE = "copy_benchmark";

    /** Rows in the table. */
    @Param("1000000")
    public int rows;

    private final TestServer server = TestServer.shared();

    /** Fills the table. */
    @Setup(Level.Trial)
    public void fill() throws SQLException {
        ShopTable.create(server, DATABASE);
        ShopTable.fill(server, DATABASE, rows);
        server.execute("ANALYZE TABLE " + DATABASE + ".item");
    }

    /** Drops the table. */
    @TearDown(Level.Trial)
    public void drop() throws SQLException {
        server.execute("DROP DATABASE " + DATABASE);
    }

    /** Connector/J alone, every value as an object. */
    @Benchmark
    public long bareObjects() throws SQLException {
        return bare(ResultSet::getObject);
    }

    /** Connector/J alone, every value as bytes. */
    @Benchmark
    public long bareBytes() throws SQLException {
        return bare(ResultSet::getBytes);
    }

    /** The pipeline with one connection. */
    @Benchmark
    public long pipelineWithOneReader() throws InterruptedException {
        return copy(1);
    }

    /** The pipeline with four connections. */
    @Benchmark
    public long pipelineWithFourReaders() throws InterruptedException {
        return copy(4);
    }

    private interface Getter {
        Object get(ResultSet result, int column) throws SQLException;
    }

    private long bare(Getter getter) throws SQLException {
        long values = 0;
        try (Connection connection = DriverManager.getConnection(
                        server.url() + "?sslMode=DISABLED&allowPublicKeyRetrieval=true",
                        server.user(),
                        server.password());
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(Integer.MIN_VALUE);
            try (ResultSet result = statement.executeQuery("SELECT * FROM " + DATABASE + ".item")) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    for (int i = 1; i <= columns; i++) {
                        values += getter.get(result, i) == null ? 0 : 1;
                    }
                }
            }
        }
        return values;
    }

    private long copy(int readers) throws InterruptedException {
        CountingSink sink = new CountingSink(rows);
        SyncPipeline pipeline = SyncPipeline.builder()
                .name("benchmark")
                .source(MySqlSource.builder()
                        .hostname(server.host())
                        .port(server.port())
                        .username(server.user())
                        .password(server.password())
                        .build())
                .sink(sink)
                .mode(SyncMode.FULL)
                .tables(TableSelector.named(DATABASE, "item"))
                .tuning(Tuning.builder().copyReaders(readers).build())
                .build();
        try (SyncRun run = pipeline.start()) {
            run.await();
        }
        return sink.values();
    }
}
