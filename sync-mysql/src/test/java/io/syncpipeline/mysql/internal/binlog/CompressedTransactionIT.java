package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.mysql.testserver.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transactions that inflate to far more than the memory there is. The tables keep nothing, so that only their log takes time. */
@Timeout(300)
class CompressedTransactionIT {

    private static final String HEAP = "-Xmx256m";
    private static final int TEXT = 100_000;
    private static final int ROWS = 10_700;
    private static final int LARGE = 100 << 20;

    private final TestServer server = TestServer.shared();
    private final FollowedServer followed = new FollowedServer(server);
    private String db = "";

    @TempDir
    private Path directory;

    @BeforeEach
    void tables() {
        assumeThat(followed.atLeast(9)).as("binlog_transaction_compression").isTrue();
        db = server.freshDatabase("compressed");
        server.execute(
                "CREATE TABLE " + db + ".captured (id INT PRIMARY KEY, text LONGTEXT) ENGINE=BLACKHOLE",
                "CREATE TABLE " + db + ".other (id INT PRIMARY KEY, text LONGTEXT) ENGINE=BLACKHOLE",
                "SET GLOBAL max_allowed_packet = 1073741824");
    }

    /** Writes one transaction. */
    private void transaction(String... sql) throws SQLException {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement()) {
            statement.execute("USE " + db);
            statement.execute("SET SESSION binlog_transaction_compression = ON, cte_max_recursion_depth = 1000000");
            connection.setAutoCommit(false);
            for (String next : sql) {
                statement.execute(next);
            }
            connection.commit();
        }
    }

    private static String rows(String table, int count) {
        return "INSERT INTO " + table + " WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < "
                + count + ") SELECT i, REPEAT('compressible', " + TEXT / 12 + ") FROM n";
    }

    private String follow(BinlogPosition from, BinlogPosition end) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path")));
        for (String name : List.of("url", "user", "password", "rootUser", "rootPassword")) {
            command.add("-Dsync.test.mysql." + name + "=" + System.getProperty("sync.test.mysql." + name));
        }
        command.addAll(List.of(
                CompressedTransactionMain.class.getName(),
                from.toString(),
                db,
                "captured",
                Long.toString(end.offset())));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    @Test
    void aTransactionThatInflatesToAGibibyteIsFollowedInASmallHeap() throws Exception {
        BinlogPosition start = followed.position();
        transaction(rows("captured", ROWS));
        BinlogPosition end = followed.position();
        assertThat(end.offset() - start.offset()).as("bytes in the log").isLessThan(64 << 20);

        assertThat(follow(start, end))
                .contains("rows " + ROWS + " characters " + (long) ROWS * (TEXT / 12 * 12), "gtids=" + end.gtids());
    }

    @Test
    void tablesThatNobodyCapturesMayMakeUpMostOfIt() throws Exception {
        BinlogPosition start = followed.position();
        transaction(
                rows("captured", 10),
                rows("other", ROWS),
                "INSERT INTO other VALUES (0, REPEAT('a row that is longer than what may be held ', " + LARGE / 44
                        + "))",
                "INSERT INTO captured VALUES (11, 'the end')");
        BinlogPosition end = followed.position();

        assertThat(follow(start, end)).contains("rows 11 characters " + (10L * (TEXT / 12 * 12) + 7));
    }
}
