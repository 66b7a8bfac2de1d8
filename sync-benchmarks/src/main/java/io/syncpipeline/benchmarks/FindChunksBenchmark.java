package io.syncpipeline.benchmarks;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SnapshotChunk;
import io.syncpipeline.spi.SnapshotReader;
import io.syncpipeline.spi.SourceSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
 * What it costs to find where a table is cut, without reading its rows, beside the server's walk over the same key once.
 *
 * <p>Run with {@code ./mvnw -q -Pfast,benchmark -pl sync-benchmarks -am package -Dbenchmark.args=FindChunks}; add {@code -jvmArgs
 * -Dsync.test.mysql.url=...} for another server than the embedded one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class FindChunksBenchmark {

    private static final String DATABASE = "chunk_benchmark";
    private static final TableId TABLE = new TableId(DATABASE, "keyed");
    private static final int CHUNK_ROWS = 50_000;

    /** Rows in the table. */
    @Param("1000000")
    public int rows;

    /** The kind of its key. */
    @Param
    public Key key = Key.INTEGER;

    /** The keys whose chunks are found in different ways. */
    public enum Key {
        /** One number after the other. */
        INTEGER("k BIGINT", "id", "k"),
        /** Numbers with big holes. */
        SPARSE_INTEGER("k BIGINT", "id * 1000", "k"),
        /** Text in a collation. */
        STRING("k VARCHAR(40)", "CONCAT('item-', MD5(id))", "k"),
        /** Two columns. */
        COMPOSITE("a INT, b BIGINT", "shop, id", "a, b");

        private final String definition;
        private final String values;
        private final String columns;

        Key(String definition, String values, String columns) {
            this.definition = definition;
            this.values = values;
            this.columns = columns;
        }

        List<String> names() {
            return List.of(columns.split(", "));
        }
    }

    private final TestServer server = TestServer.shared();

    /** Fills the table. */
    @Setup(Level.Trial)
    public void fill() throws SQLException {
        ShopTable.create(server, DATABASE);
        ShopTable.fill(server, DATABASE, rows);
        server.execute(
                "CREATE TABLE " + TABLE + " (" + key.definition
                        + ", name VARCHAR(60), price DECIMAL(12,2), PRIMARY KEY (" + key.columns + "))",
                "INSERT INTO " + TABLE + " SELECT " + key.values + ", name, price FROM " + DATABASE + ".item",
                "ANALYZE TABLE " + TABLE);
    }

    /** Drops the table. */
    @TearDown(Level.Trial)
    public void drop() {
        server.execute("DROP DATABASE " + DATABASE);
    }

    /** The server counts the rows along the key. */
    @Benchmark
    public long bareWalk() throws SQLException {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM " + TABLE
                        + " FORCE INDEX (PRIMARY) WHERE " + key.names().get(0) + " IS NOT NULL")) {
            result.next();
            return result.getLong(1);
        }
    }

    /** All boundaries, one after the other. */
    @Benchmark
    public int boundaries() throws InterruptedException {
        try (SourceSession session = MySqlSource.builder()
                        .hostname(server.host())
                        .port(server.port())
                        .username(server.user())
                        .password(server.password())
                        .build()
                        .open(new SessionOptions("benchmark", 1 << 26, 1, Clock.systemUTC()));
                SnapshotReader reader = session.snapshotReader()) {
            CopyRequest request = new CopyRequest(
                    Objects.requireNonNull(session.schemas(List.of(TABLE)).get(TABLE)), key.names(), "", CHUNK_ROWS);
            int found = 0;
            Optional<SnapshotChunk> chunk = reader.nextChunk(request, null);
            while (chunk.isPresent()) {
                found++;
                chunk = reader.nextChunk(request, chunk.get());
            }
            if (found < rows / CHUNK_ROWS / 2) {
                throw new IllegalStateException("only " + found + " chunks were found");
            }
            return found;
        }
    }
}
