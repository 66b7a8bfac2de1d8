package io.syncpipeline.mysql.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.FollowedTable;
import io.syncpipeline.spi.SourceSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers whose log is not the one that a position was taken from. */
@Timeout(120)
class ResumeCheckIT {

    private static final int MYSQL_9 = 9;

    @TempDir
    private Path directory;

    /** A server whose log may be deleted: the one that was named, or one of its own. */
    private TestServer server() {
        return TestServer.shared().isEmbedded() ? TestServer.start(directory) : TestServer.shared();
    }

    private static void reset(TestServer server) {
        int major = Integer.parseInt(server.version().split("\\.", 2)[0]);
        server.execute(!server.isMariaDb() && major >= MYSQL_9 ? "RESET BINARY LOGS AND GTIDS" : "RESET MASTER");
    }

    private static TableId table(TestServer server) {
        TableId table = new TableId(server.freshDatabase("resume"), "t");
        server.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY AUTO_INCREMENT)");
        return table;
    }

    private static void insert(TestServer server, TableId table, int count) {
        for (int i = 0; i < count; i++) {
            server.execute("INSERT INTO " + table + " VALUES ()");
        }
    }

    private static Position byFile(Position position) {
        BinlogPosition parsed = BinlogPosition.parse(position);
        return new BinlogPosition(parsed.file(), parsed.offset(), null, parsed.server()).toPosition();
    }

    private static List<FollowedTable> tables(SourceSession session, TableId table) {
        return session.schemas(List.of(table)).values().stream()
                .map(FollowedTable::fromStart)
                .toList();
    }

    private static void assertRefused(SourceSession session, TableId table, Position from, String... texts) {
        assertThatThrownBy(() -> session.follow(from, tables(session, table), joining -> false)
                        .close())
                .isInstanceOf(SourceException.class)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(texts))
                .hasMessageContaining("copy the tables again");
    }

    private static void assertFollows(SourceSession session, TableId table, Position from) {
        try (ChangeReader reader = session.follow(from, tables(session, table), joining -> false)) {
            assertThat(reader.dispatched()).isNotNull();
        }
    }

    @Test
    void aServerThatWasResetIsBehindThePosition() {
        try (TestServer server = server();
                SourceSession session = TestSources.open(server)) {
            TableId table = table(server);
            insert(server, table, 3);
            Position position = LogEnd.of(server, session).toPosition();
            assertFollows(session, table, position);
            assertFollows(session, table, byFile(position));

            reset(server);
            assertRefused(session, table, position, position.token());
            assertRefused(session, table, byFile(position), "is not the one that this position was taken from");
        }
    }

    @Test
    void aServerThatWasResetHasLoggedAsMuchSince() {
        try (TestServer server = server();
                SourceSession session = TestSources.open(server)) {
            TableId table = table(server);
            reset(server);
            insert(server, table, 3);
            Position inFirstFile = LogEnd.of(server, session).toPosition();
            server.execute("FLUSH BINARY LOGS");
            Position inSecondFile = LogEnd.of(server, session).toPosition();

            reset(server);
            server.execute("CREATE TABLE " + table.database() + ".other_things (id INT PRIMARY KEY AUTO_INCREMENT)");
            insert(server, new TableId(table.database(), "other_things"), 20);
            String text = "is not the one that this position was taken from";
            assertRefused(session, table, byFile(inFirstFile), text);
            assertRefused(session, table, byFile(inSecondFile), text, "its log ends at binlog.000001:");
            // a position of MariaDB does not say whose file it names, and the GTIDs look alike
            if (!server.isMariaDb()) {
                assertRefused(session, table, inSecondFile, text, "its log ends at binlog.000001:");
            }
        }
    }

    @Test
    void anOffsetWithinAnEventIsNoPlaceToStart() {
        try (TestServer server = server();
                SourceSession session = TestSources.open(server)) {
            TableId table = table(server);
            BinlogPosition start = LogEnd.of(server, session);
            insert(server, table, 3);
            String file = Objects.requireNonNull(start.file());

            assertRefused(
                    session,
                    table,
                    BinlogPosition.at(file, start.offset() + 7).toPosition(),
                    "begins at " + file + ":" + (start.offset() + 7));
            assertRefused(
                    session,
                    table,
                    BinlogPosition.at(file, (1L << 32) + start.offset()).toPosition(),
                    "its log ends at " + file);
            assertFollows(
                    session, table, BinlogPosition.at(file, start.offset()).toPosition());
        }
    }

    @Test
    void aReplicaThatLagsBehindIsWaitedFor() throws SQLException {
        try (TestServer server = server();
                SourceSession session = TestSources.open(server)) {
            TableId table = table(server);
            BinlogPosition position = BinlogPosition.parse(session.positionAt(StartPoint.latest()));
            assumeThat(position.gtids()).isNotNull();
            String ahead = server.isMariaDb()
                    ? "mariadb-gtids=0-77-" + (lastSequence(server) + 1000)
                    : "gtids=" + position.gtids() + ",ffffffff-71ca-11e1-9e33-c80aa9429562:1-3";

            assertThatThrownBy(() -> session.follow(new Position(ahead), tables(session, table), joining -> false))
                    .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                            .isTrue())
                    .hasMessageContaining("replica that lags behind")
                    .hasMessageContaining(ahead.substring(ahead.lastIndexOf('=') + 1));
        }
    }

    /** The highest number of any domain. */
    private static long lastSequence(TestServer server) throws SQLException {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT @@gtid_binlog_pos")) {
            result.next();
            return Arrays.stream(result.getString(1).split(",", -1))
                    .mapToLong(gtid -> Long.parseLong(gtid.substring(gtid.lastIndexOf('-') + 1)))
                    .max()
                    .orElse(0);
        }
    }
}
