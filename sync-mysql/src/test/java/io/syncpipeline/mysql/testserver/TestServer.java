package io.syncpipeline.mysql.testserver;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A running MySQL-compatible server with row-based binary logging and two accounts: an administrator, and one that has only what
 * change capture needs ({@code SELECT, RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT}).
 *
 * <p>{@link #shared()} is the server of the whole test run: the one that the system properties {@code sync.test.mysql.url} (such as
 * {@code jdbc:mysql://127.0.0.1:3306/}), {@code .user}, {@code .password}, {@code .rootUser} and {@code .rootPassword} name, or an
 * embedded MariaDB when they are absent. {@link #start} gives an embedded server of one's own, which can be stopped, crashed and started
 * again on the same data.
 *
 * <p>Thread-safe, except that {@link #stop()}, {@link #kill()} and {@link #restart()} must not run at the same time.
 */
public final class TestServer implements AutoCloseable {

    private static final String PROPERTY = "sync.test.mysql.";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final String host;
    private final int port;
    private final String user;
    private final String password;
    private final String rootUser;
    private final String rootPassword;
    private final @Nullable EmbeddedMariaDb embedded;

    private TestServer(
            String host,
            int port,
            String user,
            String password,
            String rootUser,
            String rootPassword,
            @Nullable EmbeddedMariaDb embedded) {
        this.host = host;
        this.port = port;
        this.user = user;
        this.password = password;
        this.rootUser = rootUser;
        this.rootPassword = rootPassword;
        this.embedded = embedded;
    }

    /** Starts the shared server at its first use; the virtual machine's end stops it. */
    private static final class Shared {
        static final TestServer SERVER = open();

        private static TestServer open() {
            String url = System.getProperty(PROPERTY + "url", "");
            if (!url.isEmpty()) {
                return external(url);
            }
            EmbeddedMariaDb embedded = EmbeddedMariaDb.inTemporaryDirectory();
            Runtime.getRuntime().addShutdownHook(new Thread(embedded::discard, "test-server-discard"));
            return of(embedded);
        }
    }

    /** The server of this test run. Closing it does nothing. */
    public static TestServer shared() {
        return Shared.SERVER;
    }

    /**
     * Starts an embedded server that keeps its data in a directory. When the directory holds a server's data already, it is started on
     * that data.
     *
     * @param directory where the data lives; made when it does not exist
     * @param options more options for the server, such as {@code --binlog-row-image=MINIMAL}; later ones win
     */
    public static TestServer start(Path directory, String... options) {
        return of(EmbeddedMariaDb.in(directory, options));
    }

    private static TestServer of(EmbeddedMariaDb embedded) {
        return new TestServer(
                "127.0.0.1",
                embedded.port(),
                EmbeddedMariaDb.USER,
                EmbeddedMariaDb.PASSWORD,
                EmbeddedMariaDb.ROOT_USER,
                EmbeddedMariaDb.ROOT_PASSWORD,
                embedded);
    }

    private static TestServer external(String url) {
        URI uri = URI.create(url.substring("jdbc:".length()));
        return new TestServer(
                uri.getHost(),
                uri.getPort() < 0 ? 3306 : uri.getPort(),
                System.getProperty(PROPERTY + "user", EmbeddedMariaDb.USER),
                System.getProperty(PROPERTY + "password", EmbeddedMariaDb.PASSWORD),
                System.getProperty(PROPERTY + "rootUser", EmbeddedMariaDb.ROOT_USER),
                System.getProperty(PROPERTY + "rootPassword", EmbeddedMariaDb.ROOT_PASSWORD),
                null);
    }

    /** The host name or address. */
    public String host() {
        return host;
    }

    /** The TCP port; it stays the same over {@link #restart()}. */
    public int port() {
        return port;
    }

    /** The JDBC URL, without a database. */
    public String url() {
        return "jdbc:mysql://" + host + ":" + port + "/";
    }

    /** The name of the account that has what change capture needs. */
    public String user() {
        return user;
    }

    /** The password of {@link #user()}. */
    public String password() {
        return password;
    }

    /** The administrator's name. */
    public String rootUser() {
        return rootUser;
    }

    /** The administrator's password. */
    public String rootPassword() {
        return rootPassword;
    }

    /** The server's version text, such as {@code 8.0.15} or {@code 11.4.5-MariaDB-log}. */
    public String version() {
        try (Connection connection = root();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT VERSION()")) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask " + url() + " for its version", e);
        }
    }

    /** Whether the server is a MariaDB. */
    public boolean isMariaDb() {
        return version().contains("MariaDB");
    }

    /** Whether this server can be stopped, crashed and restarted by this class. */
    public boolean isEmbedded() {
        return embedded != null;
    }

    /** A new connection of the administrator; the caller closes it. Times are read and written in UTC. */
    public Connection root() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", rootUser);
        properties.setProperty("password", rootPassword);
        properties.setProperty("sslMode", "DISABLED");
        properties.setProperty("allowPublicKeyRetrieval", "true");
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("forceConnectionTimeZoneToSession", "true");
        properties.setProperty("rewriteBatchedStatements", "true");
        return DriverManager.getConnection(url(), properties);
    }

    /** Executes statements one after the other as the administrator, each committed by itself. */
    public void execute(String... sql) {
        String current = "";
        try (Connection connection = root();
                Statement statement = connection.createStatement()) {
            for (String next : sql) {
                current = next;
                statement.execute(next);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the test server refused: " + current, e);
        }
    }

    /** Makes an empty database with a name of its own and gives the name. */
    public String freshDatabase(String prefix) {
        String name = prefix + "_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        execute("DROP DATABASE IF EXISTS `" + name + "`", "CREATE DATABASE `" + name + "` CHARACTER SET utf8mb4");
        return name;
    }

    /** Shuts the server down in good order; its data stays. */
    public void stop() {
        ownProcess().stop();
    }

    /** Crashes the server: it has no time to write anything. Its data stays. */
    public void kill() {
        ownProcess().kill();
    }

    /** Stops the server when it runs, and starts it on the same data and port. */
    public void restart() {
        EmbeddedMariaDb own = ownProcess();
        own.stop();
        own.start();
    }

    private EmbeddedMariaDb ownProcess() {
        if (embedded == null || this == Shared.SERVER) {
            throw new UnsupportedOperationException("this test server is shared; use TestServer.start(directory)");
        }
        return embedded;
    }

    /** Stops a server that was made by {@link #start}; its data stays. Idempotent. */
    @Override
    public void close() {
        if (embedded != null && this != Shared.SERVER) {
            embedded.stop();
        }
    }

    @Override
    public String toString() {
        return "test server " + host + ":" + port;
    }
}
