package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.testserver.TestServer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Networks that lose or change what the server sends, and readers that take nothing for a while. */
@Timeout(120)
class BadConnectionsIT {

    private static final int MEBIBYTE = 1 << 20;
    private static final int LARGE_ROWS = 40;

    private final TestServer server = TestServer.shared();
    private final FollowedServer followed = new FollowedServer(server);
    private String db = "";
    private TableSchema table;

    @BeforeEach
    void tables() {
        db = server.freshDatabase("bad_connections");
        server.execute("CREATE TABLE " + db + ".t (id INT PRIMARY KEY, text LONGTEXT) ENGINE=InnoDB");
        table = followed.schema(db, "t");
    }

    private void insert(int id, String text) {
        server.execute("INSERT INTO " + table.table() + " VALUES (" + id + ", " + text + ")");
    }

    @Test
    void aHalfOpenConnectionIsNoticedByItsMissingHeartbeats() throws Exception {
        Duration silence = Duration.ofSeconds(1);
        BinlogPosition resume;
        try (PacketRelay relay = new PacketRelay(server.host(), server.port());
                EventLog log = followed.follow(
                        followed.settings("127.0.0.1", relay.port())
                                .timeouts(Duration.ofMillis(100), Duration.ofSeconds(5), silence),
                        followed.position(),
                        MEBIBYTE,
                        table)) {
            insert(1, "'before'");
            resume = log.untilRows(1).resume();
            relay.freeze();
            insert(2, "'lost on the way'");

            assertThatThrownBy(() -> log.until(seen -> false))
                    .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                            .isTrue())
                    .hasMessageContaining("not even a heartbeat");
            assertThat(log.rows()).containsExactly("INSERT t [1, before]");
        }
        try (EventLog log = followed.follow(resume, table)) {
            assertThat(log.untilRows(1).rows()).containsExactly("INSERT t [2, lost on the way]");
        }
    }

    @Test
    void aFlippedBitIsAnErrorAndNoRowOfTheEventIsDelivered() throws Exception {
        BinlogPosition resume;
        try (PacketRelay relay = new PacketRelay(server.host(), server.port());
                EventLog log = followed.follow(
                        followed.settings("127.0.0.1", relay.port()), followed.position(), MEBIBYTE, table)) {
            insert(1, "'before'");
            resume = log.untilRows(1).resume();
            relay.damage("a damaged text");
            // compression would hide the text from the relay
            insertUncompressed("(2, 'in the same event'), (3, 'a damaged text')");

            assertThatThrownBy(() -> log.until(seen -> false))
                    .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                            .isFalse())
                    .hasMessageContaining("checksum");
            assertThat(log.rows()).containsExactly("INSERT t [1, before]");
        }
        try (EventLog log = followed.follow(resume, table)) {
            assertThat(log.untilRows(2).rows())
                    .containsExactly("INSERT t [2, in the same event]", "INSERT t [3, a damaged text]");
        }
    }

    private void insertUncompressed(String rows) throws Exception {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement()) {
            if (followed.atLeast(9)) {
                statement.execute("SET SESSION binlog_transaction_compression = OFF");
            }
            statement.execute("INSERT INTO " + table.table() + " VALUES " + rows);
        }
    }

    /** The second reader shows that the server's own limit is over. */
    @Test
    void aReaderThatTakesNothingForLongerThanTheServersLimitLosesNothing() throws Exception {
        BinlogPosition start = followed.position();
        BinlogSettings settings = followed.settings();
        List<String> expected = new ArrayList<>();
        for (int id = 0; id < LARGE_ROWS; id++) {
            insertUncompressed("(" + id + ", REPEAT('x', " + MEBIBYTE + "))");
            expected.add("INSERT t [" + id + ", " + "x".repeat(MEBIBYTE) + "]");
        }
        List<Long> before = new ArrayList<>(followed.dumpThreads());
        try (EventLog patient = followed.follow(settings, start, 8 * MEBIBYTE, table)) {
            patient.until(seen -> seen.changes().size() == 1);
            long own = added(before);
            try (EventLog limited = followed.follow(
                    settings.serverId(settings.serverId() + 1).writeTimeout(Duration.ofSeconds(1)),
                    start,
                    8 * MEBIBYTE,
                    table)) {
                limited.until(seen -> seen.changes().size() == 1);
                before.add(own);
                long other = added(before);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> !followed.dumpThreads().contains(other));

                assertThatThrownBy(() -> limited.until(seen -> false))
                        .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                                .isTrue());
                assertThat(limited.changes()).hasSizeLessThan(LARGE_ROWS);
            }
            assertThat(followed.dumpThreads()).contains(own);
            assertThat(patient.untilRows(LARGE_ROWS).rows()).isEqualTo(expected);
        }
    }

    private long added(List<Long> before) {
        List<Long> now = new ArrayList<>(followed.dumpThreads());
        now.removeAll(before);
        assertThat(now).hasSize(1);
        return now.get(0);
    }
}
