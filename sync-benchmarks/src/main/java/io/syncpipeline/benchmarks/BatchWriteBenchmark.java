package io.syncpipeline.benchmarks;

import com.aliyun.odps.Odps;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.data.RecordWriter;
import com.aliyun.odps.tunnel.Configuration;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.impl.UpsertSessionImpl;
import com.aliyun.odps.tunnel.impl.UpsertStreamImpl;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.aliyun.odps.tunnel.streams.UpsertStream;
import io.netty.channel.nio.NioEventLoopGroup;
import io.syncpipeline.maxcompute.Compression;
import io.syncpipeline.maxcompute.MaxComputeSink;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.Text;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * How fast 100,000 rows of 12 columns are written and committed, through the sink and through the SDK's own loop with the same compression and
 * one record reused; by upsert sessions and by upload sessions, into a service that throws the rows away.
 *
 * <p>Run with {@code ./mvnw -q -Pfast,benchmark -pl sync-benchmarks -am package -Dbenchmark.args=BatchWrite}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 4)
@Measurement(iterations = 8)
public class BatchWriteBenchmark {

    private static final int ROWS = 100_000;
    private static final int BATCH = 1_000;
    private static final int BUCKETS = 16;

    private static final List<String> COLUMNS = List.of(
            "id BIGINT",
            "customer BIGINT",
            "amount INT",
            "name STRING",
            "city STRING",
            "mail STRING",
            "note STRING",
            "price DECIMAL(18,4)",
            "created TIMESTAMP",
            "changed TIMESTAMP_NTZ",
            "weight DOUBLE",
            "active BOOLEAN");

    private static final List<DataType> TYPES = List.of(
            DataType.of(Kind.INT64),
            DataType.of(Kind.INT64),
            DataType.of(Kind.INT32),
            DataType.of(Kind.TEXT),
            DataType.of(Kind.TEXT),
            DataType.of(Kind.TEXT),
            DataType.of(Kind.TEXT),
            DataType.decimal(18, 4),
            DataType.of(Kind.TIMESTAMP, 6),
            DataType.of(Kind.DATETIME),
            DataType.of(Kind.FLOAT64),
            DataType.of(Kind.BOOLEAN));

    /** How bodies are compressed. */
    @Param({"ZSTD", "ZLIB", "LZ4", "RAW"})
    public Compression compression = Compression.ZSTD;

    private List<Object[]> rows = List.of();

    @SuppressWarnings("NullAway.Init")
    private SilentService service;

    @SuppressWarnings("NullAway.Init")
    private NioEventLoopGroup loops;

    @SuppressWarnings("NullAway.Init")
    private SinkSession session;

    /** Makes the rows and starts the service. */
    @Setup
    public void start() throws Exception {
        rows = rows();
        service = new SilentService(COLUMNS, "id", BUCKETS);
        loops = new NioEventLoopGroup(2);
        session = MaxComputeSink.builder()
                .endpoint(service.address() + "/api")
                .tunnelEndpoint(service.address())
                .project("p")
                .accessKey("id", "secret")
                .compression(compression)
                .build()
                .open(new SessionOptions("speed", 256 << 20, 2, Clock.systemUTC()));
    }

    /** Stops all of it. */
    @TearDown
    public void stop() {
        session.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        service.close();
    }

    private static List<Object[]> rows() {
        Random random = new Random(1);
        List<Object[]> rows = new ArrayList<>(ROWS);
        for (int i = 0; i < ROWS; i++) {
            rows.add(new Object[] {
                (long) i,
                random.nextLong() >>> 20,
                random.nextInt(1000),
                Text.of("customer " + random.nextInt(100_000)),
                Text.of("city " + random.nextInt(500)),
                Text.of("somebody" + random.nextInt(1_000_000) + "@example.com"),
                Text.of("a note that is the same in every row"),
                BigDecimal.valueOf(random.nextInt(100_000_000), 4),
                Instant.ofEpochSecond(1_700_000_000L + i, 123_456_000),
                LocalDateTime.of(2024, 1, 1, 0, 0).plusSeconds(i),
                random.nextDouble(),
                random.nextBoolean()
            });
        }
        return rows;
    }

    private static DestinationTable table(TableKind kind) {
        boolean keyed = kind == TableKind.PK_DELTA;
        List<DestinationColumn> columns = IntStream.range(0, COLUMNS.size())
                .mapToObj(i -> COLUMNS.get(i).split(" ", 2))
                .map(column -> new DestinationColumn(
                        column[0],
                        column[1],
                        TYPES.get(COLUMNS.indexOf(column[0] + " " + column[1])),
                        !keyed || !column[0].equals("id"),
                        ""))
                .toList();
        return new DestinationTable(
                "t", kind, columns, keyed ? List.of("id") : List.of(), List.of(), keyed ? BUCKETS : 0, "", Map.of());
    }

    /** The sink, by upsert sessions. */
    @Benchmark
    public void upsertBySink() throws InterruptedException {
        write(TableKind.PK_DELTA, Mutation.Kind.UPSERT);
    }

    /** The sink, by upload sessions. */
    @Benchmark
    public void uploadBySink() throws InterruptedException {
        write(TableKind.APPEND, Mutation.Kind.APPEND);
    }

    private void write(TableKind kind, Mutation.Kind mutation) throws InterruptedException {
        try (TableWriter writer = session.writer(table(kind))) {
            for (int from = 0; from < ROWS; from += BATCH) {
                List<Mutation> batch = new ArrayList<>(BATCH);
                for (Object[] row : rows.subList(from, from + BATCH)) {
                    batch.add(new Mutation(mutation, row, "", 400));
                }
                writer.write(batch);
            }
            PendingCommit pending = writer.seal().orElseThrow();
            pending.flush();
            pending.commit();
        }
    }

    private Configuration configuration(Odps odps) {
        CompressOption.CompressAlgorithm algorithm =
                switch (compression) {
                    case RAW -> CompressOption.CompressAlgorithm.ODPS_RAW;
                    case ZLIB -> CompressOption.CompressAlgorithm.ODPS_ZLIB;
                    case LZ4 -> CompressOption.CompressAlgorithm.ODPS_LZ4_FRAME;
                    case ZSTD -> CompressOption.CompressAlgorithm.ODPS_ZSTD;
                };
        return Configuration.builder(odps)
                .withCompressOptions(new CompressOption(algorithm, 1, 0))
                .build();
    }

    private Odps odps() {
        Odps odps = new Odps(new AliyunAccount("id", "secret"));
        odps.setEndpoint(service.address() + "/api");
        odps.setTunnelEndpoint(service.address());
        odps.setDefaultProject("p");
        return odps;
    }

    private void fill(ArrayRecord record, Object[] row) {
        for (int i = 0; i < row.length; i++) {
            record.set(i, row[i] instanceof Text text ? text.utf8() : row[i]);
        }
    }

    /** The SDK's upsert stream, with its network threads shared and buffers of 4 MiB for a bucket. */
    @Benchmark
    public void upsertBySdk() throws Exception {
        Odps odps = odps();
        Configuration configuration = configuration(odps);
        UpsertSessionImpl.Builder builder =
                (UpsertSessionImpl.Builder) new TableTunnel(odps, configuration).buildUpsertSession("p", "t");
        builder.setNettyBootStrap(UpsertSessionImpl.generateNettyBootstrap(configuration, loops));
        UpsertSessionImpl upserts = builder.build();
        UpsertStream stream = ((UpsertStreamImpl.Builder) upserts.buildUpsertStream())
                .setSlotBufferSize(4 << 20)
                .build();
        ArrayRecord record = (ArrayRecord) upserts.newRecord();
        for (Object[] row : rows) {
            fill(record, row);
            stream.upsert(record);
        }
        stream.flush();
        upserts.commit(false);
        upserts.close();
    }

    /** The SDK's upload session, one block written as a stream. */
    @Benchmark
    public void uploadBySdk() throws Exception {
        Odps odps = odps();
        TableTunnel.UploadSession uploads = new TableTunnel(odps, configuration(odps)).createUploadSession("p", "t");
        ArrayRecord record = (ArrayRecord) uploads.newRecord();
        try (RecordWriter writer =
                uploads.openRecordWriter(0, configuration(odps).getCompressOption())) {
            for (Object[] row : rows) {
                fill(record, row);
                writer.write(record);
            }
        }
        uploads.commit(new Long[] {0L});
    }
}
