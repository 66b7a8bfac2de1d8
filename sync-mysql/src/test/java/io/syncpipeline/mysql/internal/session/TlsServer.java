package io.syncpipeline.mysql.internal.session;

import io.syncpipeline.mysql.internal.connection.Queries;
import io.syncpipeline.mysql.testserver.TestCertificates;
import io.syncpipeline.mysql.testserver.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;

/**
 * A server with TLS whose certificate names {@code localhost} and not 127.0.0.1: the one of the test run when the system property {@code
 * sync.test.mysql.tls} names a directory with {@code ca.pem}, {@code truststore.p12}, {@code client-cert.pem}, {@code client-key.pem} and
 * {@code client.p12}, otherwise an embedded one.
 *
 * @param server the server
 * @param certificates its authority's
 */
record TlsServer(TestServer server, TestCertificates certificates) implements AutoCloseable {

    static final String NAMED_HOST = "localhost";
    static final String OTHER_HOST = "127.0.0.1";

    static TlsServer start(Path directory) {
        String external = System.getProperty("sync.test.mysql.tls", "");
        if (!external.isEmpty()) {
            return new TlsServer(TestServer.shared(), TestCertificates.in(Path.of(external)));
        }
        return embedded(directory);
    }

    /** An embedded server, with more options. */
    static TlsServer embedded(Path directory, String... options) {
        TestCertificates certificates = TestCertificates.authority(directory.resolve("authority"))
                .sign("server", "RSA", "dns:" + NAMED_HOST)
                .sign("client", "EC", "");
        String[] tls = Stream.of(
                        Stream.of("--ssl"), Stream.of(certificates.serverOptions("server")), Stream.of(options))
                .flatMap(part -> part)
                .toArray(String[]::new);
        return new TlsServer(TestServer.start(directory.resolve("server"), tls), certificates);
    }

    /** The versions of TLS that the server knows, such as {@code TLSv1.2,TLSv1.3}. */
    String versions() throws SQLException {
        try (Connection connection = server.root()) {
            return Queries.globalVariables(connection, "tls_version").getOrDefault("tls_version", "");
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
