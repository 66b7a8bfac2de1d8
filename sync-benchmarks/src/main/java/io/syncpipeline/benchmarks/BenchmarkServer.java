package io.syncpipeline.benchmarks;

import io.syncpipeline.mysql.testserver.TestCertificates;
import io.syncpipeline.mysql.testserver.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A server that offers TLS: an embedded one, or the one that {@code -Dsync.test.mysql.url} names.
 *
 * @param server the server
 * @param directory the embedded server's
 */
record BenchmarkServer(TestServer server, Path directory) implements AutoCloseable {

    static BenchmarkServer start() {
        try {
            Path directory = Files.createTempDirectory("sync-benchmark-");
            if (!System.getProperty("sync.test.mysql.url", "").isEmpty()) {
                return new BenchmarkServer(TestServer.shared(), directory);
            }
            String[] certificate = TestCertificates.authority(directory.resolve("authority"))
                    .sign("server", "RSA", "dns:localhost")
                    .serverOptions("server");
            String[] options =
                    Stream.concat(Stream.of("--ssl"), Stream.of(certificate)).toArray(String[]::new);
            return new BenchmarkServer(TestServer.start(directory.resolve("server"), options), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops an embedded server and deletes its data. */
    @Override
    public void close() {
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
