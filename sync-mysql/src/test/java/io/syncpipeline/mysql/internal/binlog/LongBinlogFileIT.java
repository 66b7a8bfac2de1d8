package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.testserver.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A binlog file of more than 4 GiB, as one large transaction makes it. Takes twice its size of disk and a minute or two. */
@Timeout(600)
class LongBinlogFileIT {

    private static final int TEXT = 1 << 20;
    private static final int ROWS = 4200;

    private final TestServer server = TestServer.shared();
    private final FollowedServer followed = new FollowedServer(server);

    @Test
    void beginsBehindFourGibibytesByFileAndOffset() throws Exception {
        assumeThat(Boolean.getBoolean("sync.test.longBinlog"))
                .as("-Dsync.test.longBinlog=true")
                .isTrue();
        assumeThat(followed.mariaDb()).as("MySQL").isFalse();
        String db = server.freshDatabase("long_file");
        server.execute(
                "CREATE TABLE " + db + ".t (id INT PRIMARY KEY)",
                "CREATE TABLE " + db + ".bulk (id INT PRIMARY KEY, text LONGTEXT) ENGINE=BLACKHOLE",
                "SET GLOBAL max_allowed_packet = 1073741824",
                "SET GLOBAL max_binlog_cache_size = 8589934592");
        TableSchema table = followed.schema(db, "t");
        String file = Objects.requireNonNull(followed.position().file());
        try (Connection connection = server.root();
                Statement statement = connection.createStatement()) {
            if (followed.atLeast(9)) {
                statement.execute("SET SESSION binlog_transaction_compression = OFF");
            }
            connection.setAutoCommit(false);
            for (int row = 0; row < ROWS; row++) {
                statement.execute("INSERT INTO " + db + ".bulk VALUES (" + row + ", REPEAT('x', " + TEXT + "))");
            }
            connection.commit();
        }
        String next = Objects.requireNonNull(followed.position().file());
        int rotateLength = EventHeader.LENGTH + 8 + next.length() + Checksums.LENGTH;
        long end = size(file) - rotateLength;
        assertThat(end).isGreaterThan(1L << 32);

        BinlogSettings byFile =
                followed.settings().server(false, false, followed.settings().serverUuid());
        try (EventLog log = followed.follow(byFile, BinlogPosition.at(file, end), 64L << 20, table)) {
            server.execute("INSERT INTO " + table.table() + " VALUES (1)");
            assertThat(log.untilRows(1).rows()).containsExactly("INSERT t [1]");
            assertThat(log.resume().offset()).isEqualTo(followed.position().offset());
            assertThat(log.progress().stream()
                            .map(progress -> BinlogPosition.parse(progress.position()))
                            .filter(position -> file.equals(position.file())))
                    .allSatisfy(position -> assertThat(position.offset()).isGreaterThanOrEqualTo(end));
        } finally {
            server.execute("PURGE BINARY LOGS TO '" + next + "'");
        }
    }

    private long size(String file) throws Exception {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW BINARY LOGS")) {
            while (result.next()) {
                if (result.getString(1).equals(file)) {
                    return result.getLong(2);
                }
            }
        }
        throw new AssertionError("the server does not list " + file);
    }
}
