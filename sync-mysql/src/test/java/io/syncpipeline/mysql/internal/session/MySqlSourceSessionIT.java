package io.syncpipeline.mysql.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.Progress;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.FollowedTable;
import io.syncpipeline.spi.SnapshotReader;
import io.syncpipeline.spi.SourceSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MySqlSourceSessionIT {

    private final TestServer server = TestServer.shared();

    private static void assertFails(MySqlSource source, boolean retryable, String... message) {
        assertThatThrownBy(() -> source.open(TestSources.options()).close())
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.isRetryable()).as(e.getMessage()).isEqualTo(retryable))
                .message()
                .contains(message);
    }

    @Test
    void aWrongPasswordIsNamedWithoutShowingIt() {
        MySqlSource source = TestSources.source(server, "sync", "wr0ng-secret").build();

        assertFails(
                source,
                false,
                "cannot connect to " + server.host(),
                "as sync",
                "error 1045",
                "Wrong username or password");
        assertThatThrownBy(() -> source.open(TestSources.options()))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("wr0ng"));
    }

    @Test
    void aHostThatHasNoAddressIsNamed() {
        MySqlSource source = MySqlSource.builder()
                .hostname("no-such-host.invalid")
                .username("u")
                .password("")
                .build();

        assertFails(source, true, "cannot connect to no-such-host.invalid:3306", "check hostname");
    }

    @Test
    void aPortWhereNothingListensIsNamed() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        MySqlSource source = MySqlSource.builder()
                .hostname("127.0.0.1")
                .port(port)
                .username("u")
                .password("")
                .build();

        assertFails(source, true, "cannot connect to 127.0.0.1:" + port, "Nothing listens there");
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUpAfterTheConnectTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MySqlSource source = MySqlSource.builder()
                    .hostname("127.0.0.1")
                    .port(silent.getLocalPort())
                    .username("u")
                    .password("")
                    .connectTimeout(Duration.ofSeconds(1))
                    .readTimeout(Duration.ofSeconds(1))
                    .build();

            assertFails(source, true, "cannot connect to 127.0.0.1", "did not answer within connectTimeout PT1S");
        }
    }

    @Test
    void connectionsSayWhatTheyAreAndReadInUtc() throws SQLException {
        try (SourceSession session = TestSources.open(server);
                SnapshotReader reader = session.snapshotReader()) {
            assumeThat(session.visibilityUncertainty())
                    .as("a server without GTIDs is not asked what is visible, so no second connection is made")
                    .isZero();
            reader.awaitVisible(session.positionAt(StartPoint.latest()));
            try (Connection root = server.root();
                    Statement statement = root.createStatement();
                    ResultSet result =
                            statement.executeQuery("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = '"
                                    + server.user() + "'")) {
                result.next();
                assertThat(result.getInt(1)).isGreaterThanOrEqualTo(2);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSessionWhoseConnectionWasEndedGoesOn() throws SQLException {
        try (SourceSession session = TestSources.open(server)) {
            Position before = session.positionAt(StartPoint.latest());
            try (Connection root = server.root();
                    Statement statement = root.createStatement();
                    ResultSet result = statement.executeQuery(
                            "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = '" + server.user() + "'")) {
                while (result.next()) {
                    try (Statement kill = server.root().createStatement()) {
                        kill.execute("KILL " + result.getLong(1));
                    }
                }
            }
            assertThat(session.positionAt(StartPoint.latest())).isEqualTo(before);
        }
    }

    @Test
    void aClosedSessionSaysSo() {
        SourceSession session = TestSources.open(server);
        session.close();
        session.close();

        assertThatThrownBy(() -> session.positionAt(StartPoint.latest()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void aPositionOfAnotherSourceIsRefused() {
        try (SourceSession session = TestSources.open(server)) {
            assertThatThrownBy(() -> session.follow(new Position("lsn:0/16B3748"), List.of(), table -> false))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("cannot be followed from 'lsn:0/16B3748'");
        }
    }

    @Test
    void changesAfterThePresentPositionAreFollowedAndBecomeVisible() throws InterruptedException {
        String database = server.freshDatabase("session");
        TableId table = new TableId(database, "t");
        server.execute(
                "CREATE TABLE " + table + " (id INT PRIMARY KEY, name VARCHAR(20))",
                "INSERT INTO " + table + " VALUES (1, 'before')");
        try (SourceSession session = TestSources.open(server)) {
            Position from = session.positionAt(StartPoint.latest());
            server.execute("INSERT INTO " + table + " VALUES (2, 'after')");
            try (ChangeReader changes = session.follow(from, followed(session, table), joining -> false);
                    SnapshotReader reader = session.snapshotReader()) {
                List<RowChange> rows = new ArrayList<>();
                boolean ended = false;
                for (int i = 0; i < 100 && !ended; i++) {
                    for (SourceEvent event : changes.poll(Duration.ofMillis(200))) {
                        if (event instanceof RowChange change) {
                            rows.add(change);
                        }
                        ended |= event instanceof Progress && !rows.isEmpty();
                    }
                }
                assertThat(rows).hasSize(1);
                assertThat(rows.get(0).after().get(0)).isEqualTo(2);

                reader.awaitVisible(changes.dispatched());
            }
        }
        server.execute("DROP DATABASE " + database);
    }

    private static List<FollowedTable> followed(SourceSession session, TableId table) {
        return session.schemas(List.of(table)).values().stream()
                .map(FollowedTable::fromStart)
                .toList();
    }
}
