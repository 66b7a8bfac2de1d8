package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.testserver.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a reader when its server crashes or forgets its log. */
class ServerLifeIT {

    @TempDir
    private Path directory;

    private static TableSchema table(FollowedServer followed) {
        String db = followed.server().freshDatabase("life");
        followed.server().execute("CREATE TABLE " + db + ".t (id INT PRIMARY KEY)");
        return followed.schema(db, "t");
    }

    private static void insert(FollowedServer followed, TableSchema table, int id) {
        followed.server().execute("INSERT INTO " + table.table() + " VALUES (" + id + ")");
    }

    @Test
    void goesOnFromTheLastProgressAfterTheServerCrashed() throws Exception {
        try (TestServer server = TestServer.start(directory)) {
            FollowedServer followed = new FollowedServer(server);
            TableSchema table = table(followed);
            BinlogPosition resume;
            try (EventLog log = followed.follow(followed.position(), table)) {
                insert(followed, table, 1);
                resume = log.untilRows(1).resume();
                server.kill();
                assertThatThrownBy(() -> log.until(seen -> false))
                        .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                                .isTrue());
            }
            server.restart();
            insert(followed, table, 2);
            try (EventLog log = followed.follow(resume, table)) {
                assertThat(log.untilRows(1).rows()).containsExactly("INSERT t [2]");
            }
            BinlogPosition byFile = BinlogPosition.at(Objects.requireNonNull(resume.file()), resume.offset());
            try (EventLog log = followed.follow(byFile, table)) {
                assertThat(log.untilRows(1).rows()).containsExactly("INSERT t [2]");
            }
        }
    }

    @Test
    void namesThePositionWhenTheServerHasPurgedIt() throws Exception {
        try (TestServer server = TestServer.start(directory, "--slave-connections-needed-for-purge=0")) {
            FollowedServer followed = new FollowedServer(server);
            TableSchema table = table(followed);
            BinlogPosition start = followed.position();
            insert(followed, table, 1);
            server.execute("FLUSH BINARY LOGS");
            String last = followed.position().file();
            // the server keeps files that its crash recovery may still need
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                server.execute("PURGE BINARY LOGS TO '" + last + "'");
                return followed.value("SHOW BINARY LOGS", 1).orElseThrow().equals(last);
            });

            for (BinlogPosition gone :
                    new BinlogPosition[] {start, BinlogPosition.at(Objects.requireNonNull(start.file()), start.offset())
                    }) {
                try (EventLog log = followed.follow(gone, table)) {
                    assertThatThrownBy(() -> log.until(seen -> false))
                            .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                                    .isFalse())
                            .hasMessageContaining(gone.toString())
                            .hasMessageContaining("copy the tables again");
                }
            }
        }
    }

    @Test
    void goesOnFromTheLastProgressAfterTheServerWasRestarted() throws Exception {
        try (TestServer server = TestServer.start(directory)) {
            FollowedServer followed = new FollowedServer(server);
            TableSchema table = table(followed);
            BinlogPosition resume;
            try (EventLog log = followed.follow(followed.position(), table)) {
                insert(followed, table, 1);
                resume = log.untilRows(1).resume();
                server.stop();
                assertThatThrownBy(() -> log.until(seen -> false))
                        .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                                .isTrue());
            }
            server.restart();
            insert(followed, table, 2);
            try (EventLog log = followed.follow(resume, table)) {
                assertThat(log.untilRows(1).rows()).containsExactly("INSERT t [2]");
            }
        }
    }

    @Test
    void goesOnByGtidsAtTheReplicaThatTakesOver() throws Exception {
        try (TestServer first = TestServer.start(directory.resolve("first"));
                TestServer second = TestServer.start(directory.resolve("second"), "--server-id=2")) {
            FollowedServer before = new FollowedServer(first);
            FollowedServer after = new FollowedServer(second);
            second.execute(
                    "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = " + first.port()
                            + ", MASTER_USER = 'root', MASTER_PASSWORD = '" + first.rootPassword()
                            + "', MASTER_SSL = 0, MASTER_USE_GTID = slave_pos",
                    "START SLAVE");
            TableSchema table = table(before);
            // so that files and offsets of the two servers differ
            first.execute("FLUSH BINARY LOGS");
            BinlogPosition resume;
            try (EventLog log = before.follow(before.position(), table)) {
                insert(before, table, 1);
                resume = log.untilRows(1).resume();
            }
            insert(before, table, 2);
            BinlogPosition end = before.position();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> after.position().covers(new BinlogPosition(null, 0, end.gtids(), null)));
            first.kill();
            second.execute("STOP SLAVE", "RESET SLAVE ALL");
            insert(after, table, 3);
            assertThat(after.position().file()).isNotEqualTo(resume.file());

            try (EventLog log = after.follow(resume, table)) {
                assertThat(log.untilRows(2).rows()).containsExactly("INSERT t [2]", "INSERT t [3]");
                assertThat(log.resume().gtids()).isEqualTo(after.position().gtids());
            }
        }
    }
}
