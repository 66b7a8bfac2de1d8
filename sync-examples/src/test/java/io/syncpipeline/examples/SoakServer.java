package io.syncpipeline.examples;

import io.syncpipeline.mysql.testserver.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server that a soak works on, and what may happen to it. It is an embedded server of its own; or the shared one, when the system
 * properties {@code sync.test.mysql.*} name one, which can be crashed when {@code sync.test.mysql.instance} (such as {@code 8.0@soak})
 * says what {@code .ci/mysql-server} calls it.
 */
final class SoakServer implements AutoCloseable {

    private static final long LONGEST_COMMAND_SECONDS = 120;

    private final TestServer server;
    private final @Nullable String instance;

    private SoakServer(TestServer server, @Nullable String instance) {
        this.server = server;
        this.instance = instance;
    }

    static SoakServer start(Path directory) {
        TestServer shared = System.getProperty("sync.test.mysql.url", "").isEmpty() ? null : TestServer.shared();
        return shared == null
                ? new SoakServer(TestServer.start(directory), null)
                : new SoakServer(shared, System.getProperty("sync.test.mysql.instance"));
    }

    TestServer server() {
        return server;
    }

    /** Whether {@link #crash} works. */
    boolean canCrash() {
        return instance != null || server.isEmbedded();
    }

    /** SIGKILL, and a start on the same data. */
    void crash() throws IOException, InterruptedException {
        if (instance == null) {
            server.kill();
            server.restart();
        } else {
            command("kill9", instance);
            command("restart", instance);
        }
    }

    private static void command(String command, String instance) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(script().toString(), command, instance)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(LONGEST_COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " of " + instance + " does not end");
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(command + " of " + instance + " ended with " + process.exitValue());
        }
    }

    private static Path script() {
        for (Path directory = Path.of("").toAbsolutePath(); directory != null; directory = directory.getParent()) {
            Path script = directory.resolve(".ci/mysql-server");
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new IllegalStateException("there is no .ci/mysql-server above the working directory");
    }

    /** Kills the connections of the pipeline's account that read the log, or those that do not; returns how many. */
    int killConnections(boolean reading, boolean others) throws SQLException {
        int killed = 0;
        try (Connection root = server.root();
                Statement statement = root.createStatement()) {
            List<Long> ids = new ArrayList<>();
            try (ResultSet processes = statement.executeQuery("SHOW PROCESSLIST")) {
                while (processes.next()) {
                    boolean dump =
                            String.valueOf(processes.getString("Command")).startsWith("Binlog Dump");
                    if (server.user().equals(processes.getString("User")) && (dump ? reading : others)) {
                        ids.add(processes.getLong("Id"));
                    }
                }
            }
            for (long id : ids) {
                killed += kill(statement, id) ? 1 : 0;
            }
        }
        return killed;
    }

    private static boolean kill(Statement statement, long id) throws SQLException {
        try {
            statement.execute("KILL " + id);
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == 1094) {
                // It has ended by itself.
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
