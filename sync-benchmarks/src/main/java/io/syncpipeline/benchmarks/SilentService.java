package io.syncpipeline.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A tunnel on loopback that opens upsert and upload sessions of one table, throws their rows away, and says that they are committed. */
final class SilentService implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;
    private final String schema;
    private final int buckets;
    private final AtomicInteger blocks = new AtomicInteger();

    /**
     * Starts it.
     *
     * @param columns the table's columns, each as its name, a space and its type
     * @param key the column whose hash chooses the bucket
     */
    SilentService(List<String> columns, String key, int buckets) throws IOException {
        this.schema = columns.stream()
                .map(column -> column.split(" ", 2))
                .map(column -> "{\"name\":\"" + column[0] + "\",\"type\":\"" + column[1] + "\",\"nullable\":\""
                        + !column[0].equals(key) + "\",\"column_id\":\"0\"}")
                .collect(Collectors.joining(",", "{\"columns\":[", "],\"partitionKeys\":[]}"));
        this.buckets = buckets;
        this.threads = Executors.newCachedThreadPool();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            boolean upsert = exchange.getRequestURI().getPath().endsWith("/upserts");
            boolean rows = exchange.getRequestMethod().equals("PUT");
            boolean begins = query.contains("uploads");
            boolean commits = exchange.getRequestMethod().equals("POST") && query.matches(".*(upsertid|uploadid).*");
            if (begins) {
                blocks.set(0);
            }
            if (rows && !upsert) {
                blocks.incrementAndGet();
            }
            String body = rows ? "" : upsert ? upserts(commits) : uploads(commits);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String upserts(boolean committed) {
        return "{\"id\":\"u\",\"schema\":" + schema + ",\"hash_key\":[\"id\"],\"hasher\":\"default\","
                + "\"slots\":[{\"slot_id\":\"0\",\"buckets\":[" + numbers(buckets, "%d")
                + "],\"worker_addr\":\"10.0.0.1:80\"}],\"status\":\"" + (committed ? "committed" : "normal")
                + "\",\"quota_name\":\"\",\"enable_partial_update\":false}";
    }

    private String uploads(boolean committed) {
        return "{\"UploadID\":\"u\",\"Status\":\"" + (committed ? "closed" : "normal") + "\",\"UploadedBlockList\":["
                + numbers(blocks.get(), "{\"BlockID\":%d}") + "],\"Schema\":" + schema
                + ",\"MaxFieldSize\":8388608,\"QuotaName\":\"\"}";
    }

    private static String numbers(int count, String format) {
        return IntStream.range(0, count)
                .mapToObj(number -> String.format(format, number))
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
