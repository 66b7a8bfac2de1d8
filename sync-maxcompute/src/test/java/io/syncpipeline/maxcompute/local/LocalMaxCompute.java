package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A MaxCompute service on loopback for tests and examples. It answers the unmodified MaxCompute SDK for Java
 * ({@code odps-sdk-core} 0.57.1-public, tested with 0.53.2-public and the JDBC driver 3.4.2 too): project, tables, partitions, SQL jobs, upsert, upload, stream and download
 * sessions. Rows become visible at commit, all of a session at once, as on the service; tables are kept in an H2
 * database, in memory or in a directory.
 *
 * <pre>{@code
 * try (LocalMaxCompute server = LocalMaxCompute.builder().start()) {
 *     Odps odps = new Odps(new AliyunAccount("any", "any"));
 *     odps.setEndpoint(server.endpoint());
 *     odps.setDefaultProject(server.project());
 * }
 * }</pre>
 *
 * <p>Where it differs from the service: times are in UTC; names are folded to lower case; SQL beyond definitions is what
 * H2 understands after a translation of quotes, literals and some words; sessions end with the server. Thread-safe. All
 * threads are daemons and end in {@link #close}.
 */
public final class LocalMaxCompute implements AutoCloseable {

    private final String project;
    private final Path spool;
    private final Database database;
    private final Stop stop = new Stop();
    private final FaultPlan faults = new FaultPlan();
    private final RequestCounts counts = new RequestCounts();
    private final FrontEnd frontEnd;
    private final TunnelSessions sessions;
    private final Jobs jobs;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LocalMaxCompute(Builder builder) {
        this.project = builder.project;
        this.spool = spool(builder.directory);
        this.database = new Database(builder.directory);
        ServiceSlot slot = new ServiceSlot();
        this.frontEnd = new FrontEnd(builder.port, spool, slot);
        String host = "127.0.0.1:" + frontEnd.port();
        try {
            Catalog catalog = new Catalog(database);
            Namespace names = new Namespace(project, builder.schemasEnabled, catalog);
            Storage storage = new Storage(database, catalog);
            SqlEngine engine = new SqlEngine(names, storage, spool, stop, builder.evolutionByHint);
            this.jobs = new Jobs(engine, frontEnd.workers());
            this.sessions = new TunnelSessions(
                    new UpsertSessions(storage, spool, frontEnd.workers(), stop),
                    new UploadSessions(storage, spool, stop),
                    new StreamSessions(storage, catalog, stop),
                    new DownloadSessions(storage, stop));
            Routes routes = new Routes(
                    names, new SchemaResource(names, engine), new TunnelRoutes(catalog, sessions), jobs, host);
            slot.fill(new Service(
                    routes,
                    faults,
                    counts,
                    new SignatureCheck(builder.accessId, builder.accessKey),
                    new ServiceLimits(builder.slots, builder.commits, builder.commitWindow),
                    builder.listener,
                    stop));
        } catch (SQLException failure) {
            frontEnd.close();
            deleteSpool();
            throw new IllegalStateException("cannot open the database in " + builder.directory, failure);
        }
    }

    private static Path spool(@Nullable Path directory) {
        try {
            if (directory == null) {
                return Files.createTempDirectory("local-maxcompute");
            }
            Path spool = directory.resolve("sessions");
            delete(spool);
            return Files.createDirectories(spool);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make a directory for sessions", failure);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void deleteSpool() {
        try {
            delete(spool);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + spool, failure);
        }
    }

    /** A server that is to be started. */
    public static Builder builder() {
        return new Builder();
    }

    /** What to give to {@code Odps.setEndpoint}, for example {@code http://127.0.0.1:34567/api}. */
    public String endpoint() {
        return tunnelEndpoint() + ServiceRequest.REST_PREFIX;
    }

    /** The address of the tunnel; the SDK also finds it by asking the endpoint. */
    public String tunnelEndpoint() {
        return "http://127.0.0.1:" + port();
    }

    /** The name of the only project. */
    public String project() {
        return project;
    }

    /** The port the server listens on. */
    public int port() {
        return frontEnd.port();
    }

    /** Asks for misbehaviour; each fault is used up by the requests it says, in the order given. */
    public void misbehave(Fault... asked) {
        for (Fault fault : asked) {
            faults.add(fault);
        }
    }

    /** Takes back all misbehaviour that has not happened. */
    public void behave() {
        faults.clear();
    }

    /** How many requests will still be harmed by the faults asked for. */
    public int faultsLeft() {
        return faults.left();
    }

    /** How many requests of a kind have arrived, those harmed by faults included. */
    public long requests(RequestKind kind) {
        return counts.of(kind);
    }

    /** How many upsert sessions are neither committed nor aborted. */
    public int openUpsertSessions() {
        return sessions.upserts().openCount();
    }

    /** Ends all connections and threads and closes the database. Blocks until commits in progress have stopped. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stop.request();
        frontEnd.close();
        try {
            jobs.close();
            sessions.close();
            database.close();
            deleteSpool();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete the files of sessions in " + spool, failure);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot close the database", failure);
        }
    }

    /** Starts a server alone; see {@code --help}. */
    public static void main(String[] arguments) throws InterruptedException {
        LocalMaxComputeMain.run(arguments);
    }

    /** The settings of a server. Not thread-safe. */
    public static final class Builder {
        private String project = "local";
        private int port;
        private @Nullable Path directory;
        private @Nullable String accessId;
        private @Nullable String accessKey;
        private boolean schemasEnabled;
        private boolean evolutionByHint;
        private int slots;
        private int commits;
        private Duration commitWindow = Duration.ZERO;
        private Consumer<ReceivedRequest> listener = request -> {};

        private Builder() {}

        /** The name of the project; {@code local} unless said. */
        public Builder project(String name) {
            this.project = Objects.requireNonNull(name, "name");
            return this;
        }

        /** The port on loopback; 0, the default, takes a free one. */
        public Builder port(int number) {
            if (number < 0 || number > 65_535) {
                throw new IllegalArgumentException("port must be in [0, 65535], not " + number);
            }
            this.port = number;
            return this;
        }

        /** Where tables are kept, to be found again by the next server; in memory unless said. */
        public Builder directory(Path path) {
            this.directory = Objects.requireNonNull(path, "path");
            return this;
        }

        /** The only key pair that is accepted; by default every request is. */
        public Builder accessKey(String id, String secret) {
            this.accessId = Objects.requireNonNull(id, "id");
            this.accessKey = Objects.requireNonNull(secret, "secret");
            return this;
        }

        /** Whether tables live in schemas ({@code project.schema.table}); false unless said. */
        public Builder schemasEnabled(boolean enabled) {
            this.schemasEnabled = enabled;
            return this;
        }

        /**
         * Whether columns are dropped, renamed and retyped only by jobs whose settings say {@code odps.sql.allow.schema.evolution}, as in
         * projects that do not allow it in general; false unless said.
         */
        public Builder evolutionByHint(boolean required) {
            this.evolutionByHint = required;
            return this;
        }

        /**
         * How many requests may carry rows to tables at the same time, at least 1; any number unless said. One more is answered 429 {@code
         * SlotExceeded}.
         */
        public Builder slots(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("slots must be at least 1, not " + count);
            }
            this.slots = count;
            return this;
        }

        /**
         * How many sessions of one table may be committed within a while, at least 1; any number unless said. One more is answered 429 {@code
         * FlowExceeded}. The service's own limit for upload sessions is 75 in 15 seconds.
         */
        public Builder commitLimit(int count, Duration within) {
            if (count < 1 || within.isNegative() || within.isZero()) {
                throw new IllegalArgumentException(
                        "commitLimit needs at least 1 commit within more than 0, not " + count + " within " + within);
            }
            this.commits = count;
            this.commitWindow = within;
            return this;
        }

        /**
         * Is told of each request when it has arrived, before it is carried out or harmed. Called by several threads at the same time;
         * none unless said.
         */
        public Builder requestListener(Consumer<ReceivedRequest> observer) {
            this.listener = Objects.requireNonNull(observer, "observer");
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws IllegalStateException when the port is taken or the directory is in use by another server
         */
        public LocalMaxCompute start() {
            return new LocalMaxCompute(this);
        }
    }
}
