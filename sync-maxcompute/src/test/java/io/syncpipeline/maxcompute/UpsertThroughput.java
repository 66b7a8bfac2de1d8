package io.syncpipeline.maxcompute;

import com.aliyun.odps.Odps;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.tunnel.Configuration;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.impl.UpsertRecord;
import com.aliyun.odps.tunnel.impl.UpsertSessionImpl;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.aliyun.odps.tunnel.streams.UpsertStream;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.Text;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the same rows through the sink and through the SDK's upsert stream, one record reused, into a service that throws them away,
 * and prints rows a second and processor time of each. Run {@code main} with the number of rows and rounds.
 */
final class UpsertThroughput {

    private static final int BUCKETS = 16;
    private static final String[][] COLUMNS = {
        {"id", "BIGINT"},
        {"customer", "BIGINT"},
        {"amount", "INT"},
        {"name", "STRING"},
        {"city", "STRING"},
        {"mail", "STRING"},
        {"note", "STRING"},
        {"price", "DECIMAL(18,4)"},
        {"created", "TIMESTAMP"},
        {"changed", "TIMESTAMP_NTZ"},
        {"weight", "DOUBLE"},
        {"active", "BOOLEAN"}
    };

    private final HttpServer server;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();

    private UpsertThroughput() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        long read = exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
        boolean rows = exchange.getRequestMethod().equals("PUT");
        boolean commit = exchange.getRequestMethod().equals("POST")
                && String.valueOf(exchange.getRequestURI().getQuery()).contains("upsertid");
        if (rows) {
            bytes.addAndGet(read);
            requests.incrementAndGet();
        }
        byte[] body =
                rows ? new byte[0] : session(commit ? "committed" : "normal").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String session(String status) {
        String columns = java.util.Arrays.stream(COLUMNS)
                .map(c -> "{\"name\":\"" + c[0] + "\",\"type\":\"" + c[1]
                        + "\",\"nullable\":\"true\",\"column_id\":\"0\"}")
                .collect(Collectors.joining(","));
        String buckets = IntStream.range(0, BUCKETS).mapToObj(String::valueOf).collect(Collectors.joining(","));
        return "{\"id\":\"u\",\"schema\":{\"columns\":[" + columns + "],\"partitionKeys\":[]},\"hash_key\":[\"id\"],"
                + "\"hasher\":\"default\",\"slots\":[{\"slot_id\":\"0\",\"buckets\":[" + buckets
                + "],\"worker_addr\":\"10.0.0.1:80\"}],\"status\":\"" + status
                + "\",\"quota_name\":\"\",\"enable_partial_update\":false}";
    }

    private String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static List<Object[]> rows(int count) {
        Random random = new Random(1);
        List<Object[]> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
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

    private static DestinationTable table() {
        DataType[] types = {
            DataType.of(DataType.Kind.INT64),
            DataType.of(DataType.Kind.INT64),
            DataType.of(DataType.Kind.INT32),
            DataType.of(DataType.Kind.TEXT),
            DataType.of(DataType.Kind.TEXT),
            DataType.of(DataType.Kind.TEXT),
            DataType.of(DataType.Kind.TEXT),
            DataType.decimal(18, 4),
            DataType.of(DataType.Kind.TIMESTAMP, 6),
            DataType.of(DataType.Kind.DATETIME),
            DataType.of(DataType.Kind.FLOAT64),
            DataType.of(DataType.Kind.BOOLEAN)
        };
        List<DestinationColumn> columns = IntStream.range(0, COLUMNS.length)
                .mapToObj(i -> new DestinationColumn(COLUMNS[i][0], COLUMNS[i][1], types[i], i > 0, ""))
                .toList();
        return new DestinationTable("t", TableKind.PK_DELTA, columns, List.of("id"), List.of(), BUCKETS, "", Map.of());
    }

    private void sink(List<Object[]> rows, Compression compression) throws InterruptedException {
        MaxComputeSink sink = MaxComputeSink.builder()
                .endpoint(endpoint() + "/api")
                .tunnelEndpoint(endpoint())
                .project("p")
                .accessKey("id", "secret")
                .compression(compression)
                .build();
        try (SinkSession session = sink.open(new SessionOptions("speed", 256 << 20, 2, Clock.systemUTC()));
                TableWriter writer = session.writer(table())) {
            for (int from = 0; from < rows.size(); from += 1000) {
                List<Mutation> batch = new ArrayList<>(1000);
                for (Object[] row : rows.subList(from, Math.min(rows.size(), from + 1000))) {
                    batch.add(new Mutation(Mutation.Kind.UPSERT, row, "", 400));
                }
                writer.write(batch);
            }
            PendingCommit pending = writer.seal().orElseThrow();
            pending.flush();
            pending.commit();
        }
    }

    private void sdk(List<Object[]> rows, CompressOption.CompressAlgorithm algorithm) throws Exception {
        Odps odps = new Odps(new AliyunAccount("id", "secret"));
        odps.setEndpoint(endpoint() + "/api");
        odps.setTunnelEndpoint(endpoint());
        odps.setDefaultProject("p");
        Configuration configuration = Configuration.builder(odps)
                .withCompressOptions(new CompressOption(algorithm, 1, 0))
                .build();
        NioEventLoopGroup loops = new NioEventLoopGroup(2);
        try {
            UpsertSessionImpl.Builder builder =
                    (UpsertSessionImpl.Builder) new TableTunnel(odps, configuration).buildUpsertSession("p", "t");
            builder.setNettyBootStrap(UpsertSessionImpl.generateNettyBootstrap(configuration, loops));
            UpsertSessionImpl session = builder.build();
            UpsertStream.Builder streams = session.buildUpsertStream();
            UpsertStream stream = ((com.aliyun.odps.tunnel.impl.UpsertStreamImpl.Builder) streams)
                    .setSlotBufferSize(4 << 20)
                    .build();
            UpsertRecord record = (UpsertRecord) session.newRecord();
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    record.set(i, row[i] instanceof Text text ? text.utf8() : row[i]);
                }
                stream.upsert(record);
            }
            stream.flush();
            session.commit(false);
            session.close();
        } finally {
            loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS)
                    .awaitUninterruptibly();
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private void measure(String name, int rows, Work work) throws Exception {
        java.lang.management.OperatingSystemMXBean system =
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        com.sun.management.OperatingSystemMXBean process = (com.sun.management.OperatingSystemMXBean) system;
        bytes.set(0);
        requests.set(0);
        long processor = process.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double busy = (process.getProcessCpuTime() - processor) / 1e3 / rows;
        System.out.printf(
                "%-12s %9.0f rows/s  %6.2f us processor/row (service included)  %5.1f bytes/row  %d requests%n",
                name, rows / seconds, busy, (double) bytes.get() / rows, requests.get());
    }

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        List<Object[]> rows = rows(count);
        UpsertThroughput bench = new UpsertThroughput();
        for (int round = 0; round < rounds; round++) {
            for (Compression compression : Compression.values()) {
                CompressOption.CompressAlgorithm algorithm =
                        switch (compression) {
                            case RAW -> CompressOption.CompressAlgorithm.ODPS_RAW;
                            case ZLIB -> CompressOption.CompressAlgorithm.ODPS_ZLIB;
                            case LZ4 -> CompressOption.CompressAlgorithm.ODPS_LZ4_FRAME;
                            case ZSTD -> CompressOption.CompressAlgorithm.ODPS_ZSTD;
                        };
                bench.measure("sdk " + compression, count, () -> bench.sdk(rows, algorithm));
                bench.measure("sink " + compression, count, () -> bench.sink(rows, compression));
            }
        }
        bench.server.stop(0);
    }
}
