package io.syncpipeline.mysql.testserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server process on loopback. The binaries come from {@link MariaDbBinaries}; the process is run here rather than by the library
 * they come with, because that one empties data directories below the temporary directory and cannot crash its server.
 */
final class EmbeddedMariaDb {

    static final String USER = "sync";
    static final String PASSWORD = "sync-secret";
    static final String ROOT_USER = "root";
    static final String ROOT_PASSWORD = "root-secret";

    private static final long START_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

    // The server reads one statement from each line; a second one on the same line would be lost without a word.
    private static final List<String> ACCOUNTS = List.of(
            "SET SESSION sql_log_bin = 0;",
            "DELETE FROM mysql.global_priv WHERE User = '';",
            "FLUSH PRIVILEGES;",
            "CREATE OR REPLACE USER 'root'@'%' IDENTIFIED BY 'root-secret';",
            "GRANT ALL PRIVILEGES ON *.* TO 'root'@'%' WITH GRANT OPTION;",
            "CREATE USER IF NOT EXISTS 'sync'@'%' IDENTIFIED BY 'sync-secret';",
            "GRANT SELECT, RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'sync'@'%';");

    private final Path directory;
    private final List<String> options;
    private final int port;
    private @Nullable Process process;

    private EmbeddedMariaDb(Path directory, List<String> options) {
        this.directory = directory.toAbsolutePath();
        this.options = List.copyOf(options);
        this.port = freePort();
    }

    static EmbeddedMariaDb in(Path directory, String... options) {
        EmbeddedMariaDb server = new EmbeddedMariaDb(directory, List.of(options));
        server.start();
        return server;
    }

    static EmbeddedMariaDb inTemporaryDirectory() {
        try {
            return in(Files.createTempDirectory("sync-mariadb-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    void start() {
        try {
            Path binaries = MariaDbBinaries.unpacked();
            Path data = directory.resolve("data");
            if (!Files.exists(data)) {
                Files.createDirectories(directory);
                copy(MariaDbBinaries.freshData(), data);
            }
            Files.createDirectories(directory.resolve("tmp"));
            Files.write(directory.resolve("accounts.sql"), ACCOUNTS);
            ProcessBuilder builder = new ProcessBuilder(command(binaries, data));
            builder.environment()
                    .put("LD_LIBRARY_PATH", binaries.resolve("libs").toString());
            builder.directory(binaries.toFile());
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            Process started = builder.start();
            process = started;
            awaitLogin(started);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a MariaDB server in " + directory, e);
        }
    }

    private List<String> command(Path binaries, Path data) {
        List<String> command = new ArrayList<>(List.of(
                binaries.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--console",
                "--basedir=" + binaries,
                "--datadir=" + data,
                "--tmpdir=" + directory.resolve("tmp"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                // Below the temporary directory, as the path of a socket must not be longer than 107 bytes.
                "--socket=" + socket(),
                "--init-file=" + directory.resolve("accounts.sql"),
                "--skip-name-resolve",
                // Otherwise each start makes a key, which takes up to 15 seconds.
                "--skip-ssl",
                "--server-id=1",
                "--log-bin=binlog",
                "--binlog-format=ROW",
                "--binlog-row-image=FULL",
                "--gtid-strict-mode=ON",
                "--log-slave-updates=ON",
                "--expire-logs-days=7",
                "--character-set-server=utf8mb4",
                "--max-connections=300",
                "--max-allowed-packet=64M",
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=32M",
                "--innodb-flush-log-at-trx-commit=2",
                "--sync-binlog=0"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        command.addAll(options);
        return command;
    }

    private void awaitLogin(Process started) throws IOException {
        String url = "jdbc:mysql://127.0.0.1:" + port + "/?sslMode=DISABLED&connectTimeout=2000&socketTimeout=5000";
        long deadline = System.nanoTime() + START_TIMEOUT_NANOS;
        while (true) {
            try {
                DriverManager.getConnection(url, ROOT_USER, ROOT_PASSWORD).close();
                return;
            } catch (SQLException e) {
                if (!started.isAlive() || System.nanoTime() > deadline) {
                    started.destroyForcibly();
                    throw new IOException("the server does not answer; its log: " + Files.readString(log()), e);
                }
                waitFor(started, 50);
            }
        }
    }

    private Path socket() {
        return Path.of(System.getProperty("java.io.tmpdir"), "sync-mariadb-" + port + ".sock");
    }

    private Path log() {
        return directory.resolve("server.log");
    }

    /** SIGTERM is an orderly shutdown for the server. */
    void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        if (!waitFor(running, TimeUnit.SECONDS.toMillis(30))) {
            running.destroyForcibly();
            waitFor(running, TimeUnit.SECONDS.toMillis(10));
        }
        process = null;
    }

    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            waitFor(running, TimeUnit.SECONDS.toMillis(10));
            process = null;
        }
    }

    /** Crashes the server and deletes its data. */
    void discard() {
        kill();
        try {
            Files.deleteIfExists(socket());
            deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean waitFor(Process process, long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the test server", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    static void deleteRecursively(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(path);
            }
        }
    }
}
