package io.syncpipeline.examples;

import io.syncpipeline.maxcompute.MaxComputeSink;
import io.syncpipeline.maxcompute.MaxComputeSinkBuilder;
import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.SslMode;
import io.syncpipeline.mysql.testserver.TestServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The two sides of an example: the user's own, or started in a temporary directory and removed on close. */
final class QuickStartServers implements AutoCloseable {

    /** Few, since the tables are small and each bucket costs a request per commit. */
    private static final int BUCKETS = 2;

    private final Path directory;
    private final SourceDatabase source;
    private final DestinationProject destination;
    private final @Nullable TestServer mysql;
    private final @Nullable LocalMaxCompute maxCompute;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread closer = new Thread(this::closeAtExit, "quick-start-closer");

    private QuickStartServers(
            Path directory,
            SourceDatabase source,
            DestinationProject destination,
            @Nullable TestServer mysql,
            @Nullable LocalMaxCompute maxCompute) {
        this.directory = directory;
        this.source = source;
        this.destination = destination;
        this.mysql = mysql;
        this.maxCompute = maxCompute;
    }

    /** Starts what the user has not got. */
    static QuickStartServers start(QuickStartOptions options, PrintStream out) throws IOException, SQLException {
        Path directory = Files.createTempDirectory("sync-quick-start-");
        TestServer mysql = null;
        LocalMaxCompute maxCompute = null;
        SourceDatabase source = options.source();
        DestinationProject destination = options.destination();
        if (!options.ownSource()) {
            mysql = TestServer.start(directory.resolve("mysql"));
            source = new SourceDatabase(mysql.host(), mysql.port(), mysql.user(), mysql.password(), "DISABLED");
        }
        if (!options.ownDestination()) {
            maxCompute = LocalMaxCompute.builder()
                    .project("quick_start")
                    .directory(directory.resolve("maxcompute"))
                    .start();
            destination = new DestinationProject(
                    maxCompute.endpoint(), maxCompute.tunnelEndpoint(), maxCompute.project(), "local", "local");
        }
        QuickStartServers servers = new QuickStartServers(directory, source, destination, mysql, maxCompute);
        // The server is a process of its own: whoever ends the example early must not be left with it.
        Runtime.getRuntime().addShutdownHook(servers.closer);
        out.println("Source:      " + (mysql == null ? "" : "MariaDB " + mysql.version() + " of its own, ") + source);
        out.println("Destination: " + (maxCompute == null ? "" : "LocalMaxCompute of its own, ") + destination);
        return servers;
    }

    /** Fills the quick start's shop; nothing is written to a server of the user's own. */
    void fillShop(int pageViews, PrintStream out) throws SQLException {
        if (mysql == null) {
            return;
        }
        long start = System.nanoTime();
        try (Connection shop = administrator()) {
            Shop.create(shop, pageViews);
        }
        out.printf(
                Locale.ROOT,
                "Filled a shop of 7 tables in 3 databases in %.1f s; the largest has %,d rows%n",
                (System.nanoTime() - start) / 1e9,
                pageViews);
    }

    /** A connection that may change the shop; the caller closes it. */
    Connection administrator() throws SQLException {
        if (mysql == null) {
            throw new IllegalStateException("nothing is written to a server of the user's own");
        }
        return mysql.root();
    }

    /** A connection that may make databases: by the account that was given, or the administrator's; the caller closes it. */
    Connection writer() throws SQLException {
        return mysql == null ? source.connect() : mysql.root();
    }

    /** The source as a pipeline has it. */
    MySqlSource pipelineSource() {
        return MySqlSource.builder()
                .hostname(source.host())
                .port(source.port())
                .username(source.user())
                .password(source.password())
                .sslMode(SslMode.valueOf(source.sslMode().toUpperCase(Locale.ROOT)))
                .build();
    }

    /** The destination as a pipeline has it. */
    MaxComputeSink pipelineSink() {
        MaxComputeSinkBuilder sink = MaxComputeSink.builder()
                .endpoint(destination.endpoint())
                .project(destination.project())
                .bucketCount(BUCKETS)
                .accessKey(destination.accessId(), destination.accessKey());
        if (!destination.tunnelEndpoint().isEmpty()) {
            sink.tunnelEndpoint(destination.tunnelEndpoint());
        }
        return sink.build();
    }

    SourceDatabase source() {
        return source;
    }

    DestinationProject destination() {
        return destination;
    }

    /** Where the pipeline keeps its checkpoint. */
    Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("cannot remove " + directory + ": " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (maxCompute != null) {
            maxCompute.close();
        }
        if (mysql != null) {
            mysql.close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
