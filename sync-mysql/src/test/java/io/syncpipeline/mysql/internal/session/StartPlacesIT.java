package io.syncpipeline.mysql.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.mysql.MySqlPosition;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.SourceSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Places in the log of a real server: times, GTIDs, files. */
@Timeout(120)
class StartPlacesIT {

    private static final String NO_SERVER = "00000000-1111-2222-3333-444444444444";

    private final TestServer server = TestServer.shared();
    private final WatchedTable table = new WatchedTable(server);

    @AfterEach
    void close() {
        table.close();
    }

    private boolean hasMySqlGtids() {
        return !server.isMariaDb()
                && table.value("SELECT @@GLOBAL.gtid_mode", 1).equals("ON");
    }

    private boolean logsCommitTimes() {
        return !server.isMariaDb() && !server.version().startsWith("5.");
    }

    private Position at(StartPoint start) {
        return table.session().positionAt(start);
    }

    private BinlogPosition end() {
        return LogEnd.of(server, table.session());
    }

    private static void requireSamePlace(Position place, BinlogPosition wanted) {
        BinlogPosition found = BinlogPosition.parse(place);
        assertThat(BinlogPosition.at(String.valueOf(found.file()), found.offset()))
                .isEqualTo(BinlogPosition.at(String.valueOf(wanted.file()), wanted.offset()));
        assertThat(found.gtids()).isEqualTo(wanted.gtids());
    }

    /** Waits until the server's clock has come to another second, and gives its time. */
    private Instant anotherSecond() {
        long second = table.now().getEpochSecond();
        await().atMost(Duration.ofSeconds(10)).until(() -> table.now().getEpochSecond() > second);
        return table.now();
    }

    private AbstractThrowableAssert<?, ?> refused(StartPoint start) {
        return assertThatThrownBy(() -> at(start))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isRetryable()).isFalse());
    }

    @Test
    void theEarliestPlaceIsTheBeginningOfTheOldestFileAndGoesOnByGtids() throws InterruptedException {
        table.insert(1);
        server.execute("FLUSH BINARY LOGS");
        table.insert(2);
        Position earliest = at(StartPoint.earliest());

        assertThat(BinlogPosition.parse(earliest).file()).isEqualTo(table.value("SHOW BINARY LOGS", 1));
        WatchedTable.Followed followed = table.follow(earliest, 2);
        assertThat(followed.keys()).containsExactly(1, 2);
        BinlogPosition end = BinlogPosition.parse(followed.end());
        if (hasMySqlGtids() || server.isMariaDb()) {
            assertThat(Objects.requireNonNull(end.gtids()).covers(Objects.requireNonNull(end().gtids())))
                    .isTrue();
            table.insert(3);
            Position byGtids = BinlogPosition.after(end.gtids()).toPosition();
            assertThat(table.follow(byGtids, 3).keys()).containsExactly(3);
        }
        table.insert(4);
        assertThat(table.follow(followed.end(), 4).keys()).endsWith(4).doesNotContain(1, 2);
    }

    @Test
    void anXaTransactionThatIsPreparedAtTheStartArrivesWhenItIsCommitted() throws Exception {
        try (Connection connection = server.root();
                Statement xa = connection.createStatement()) {
            prepare(xa, "committed", 1);
            xa.execute("XA COMMIT 'committed'");
            prepare(xa, "rolled back", 2);
            xa.execute("XA ROLLBACK 'rolled back'");
            // rows of another shape before the start, which are of no account
            server.execute("ALTER TABLE " + table.id() + " ADD more INT FIRST");
            server.execute("ALTER TABLE " + table.id() + " DROP more, MODIFY text VARCHAR(400)");
            prepare(xa, "open", 3);
            server.execute("FLUSH BINARY LOGS");
            Position latest = at(StartPoint.latest());
            table.insert(4);
            xa.execute("XA COMMIT 'open'");
            table.insert(5);

            assertThat(BinlogPosition.parse(latest).prepared()).isNotNull();
            WatchedTable.Followed followed = table.follow(latest, 5);
            assertThat(followed.keys()).containsExactly(4, 3, 5);
            assertThat(BinlogPosition.parse(followed.end()).prepared())
                    .as("nothing is prepared any more")
                    .isNull();
        }
    }

    @Test
    void anXaTransactionThatIsPreparedAtATimeArrivesWhenItIsCommitted() throws Exception {
        try (Connection connection = server.root();
                Statement xa = connection.createStatement()) {
            table.insert(1);
            prepare(xa, "open", 2);
            Instant time = anotherSecond();
            table.insert(3);
            xa.execute("XA COMMIT 'open'");
            table.insert(4);

            assertThat(table.follow(at(StartPoint.at(time)), 4).keys()).containsExactly(3, 2, 4);
        }
    }

    @Test
    void readersOfOneSourceAndSearchesInItsLogDoNotDisturbEachOther() throws Exception {
        MySqlSource source = TestSources.source(server).build();
        Position begin = at(StartPoint.latest());
        try (SourceSession some = source.open(TestSources.options());
                SourceSession others = source.open(TestSources.options());
                ChangeReader one = some.follow(begin, List.of(table.followed()), t -> false);
                ChangeReader other = others.follow(begin, List.of(table.followed()), t -> false)) {
            table.insert(1);
            assertThat(WatchedTable.next(one)).isEqualTo(1);
            assertThat(WatchedTable.next(other)).isEqualTo(1);
            others.positionAt(StartPoint.earliest());
            others.positionAt(StartPoint.at(anotherSecond()));
            table.insert(2);
            assertThat(WatchedTable.next(one)).isEqualTo(2);
            assertThat(WatchedTable.next(other)).isEqualTo(2);
        }
    }

    private void prepare(Statement xa, String name, int key) throws SQLException {
        xa.execute("XA START '" + name + "'");
        xa.execute(table.insertSql(key));
        xa.execute("XA END '" + name + "'");
        xa.execute("XA PREPARE '" + name + "'");
    }

    @Test
    void aTimeIsTheFirstTransactionCommittedThenOrLater() throws InterruptedException {
        List<Instant> times = new ArrayList<>();
        int count = 6;
        for (int i = 0; i < count; i++) {
            times.add(anotherSecond());
            table.insert(i);
            if (i % 2 == 1) {
                server.execute("FLUSH BINARY LOGS");
            }
            if (i == 3) {
                // a file without a transaction
                server.execute("FLUSH BINARY LOGS");
            }
        }
        for (int i = 0; i < count; i++) {
            Position from = at(StartPoint.at(times.get(i)));
            assertThat(table.follow(from, count - 1).keys())
                    .as("from %s, which is %s", times.get(i), from)
                    .containsExactlyElementsOf(IntStream.range(i, count).boxed().toList());
        }
    }

    @Test
    void aTimeIsAsPreciseAsTheLog() throws InterruptedException {
        anotherSecond();
        table.insert(1);
        Instant between = table.now();
        table.insert(2).insert(3);

        List<Integer> keys = table.follow(at(StartPoint.at(between)), 3).keys();

        if (logsCommitTimes()) {
            assertThat(keys).containsExactly(2, 3);
        } else {
            assertThat(keys).endsWith(2, 3);
        }
    }

    @Test
    void aFileThatSeemsOlderThanItIsHidesNothing() throws InterruptedException {
        anotherSecond();
        table.insert(1);
        Instant time = anotherSecond();
        table.insert(2);
        // as when a statement that has been running for long makes the server begin a file
        String earlier = "SET TIMESTAMP = " + (time.getEpochSecond() - 3_600);
        server.execute(earlier, "FLUSH BINARY LOGS", table.insertSql(3));
        table.insert(4);

        assertThat(table.follow(at(StartPoint.at(time)), 4).keys()).containsExactly(2, 3, 4);
    }

    @Test
    void emptyFilesThatSeemOlderThanTheyAreHideNothing() throws InterruptedException {
        assumeThat(logsCommitTimes()).as("the log has the times of commits").isTrue();
        anotherSecond();
        table.insert(1);
        Instant time = anotherSecond();
        table.insert(2);
        server.execute("FLUSH BINARY LOGS");
        table.insert(3);
        String[] files = new String[20];
        Arrays.fill(files, "FLUSH BINARY LOGS");
        files[0] = "SET TIMESTAMP = " + (time.getEpochSecond() - 3_600);
        server.execute(files);
        table.insert(4);

        assertThat(table.follow(at(StartPoint.at(time)), 4).keys()).containsExactly(2, 3, 4);
    }

    @Test
    void aTimeAfterTheLastTransactionIsTheEndOfTheLog() throws InterruptedException {
        table.insert(1);
        Instant time = anotherSecond();

        assertThat(at(StartPoint.at(time))).isEqualTo(at(StartPoint.latest()));

        Position from = at(StartPoint.at(time));
        table.insert(2);
        assertThat(table.follow(from, 2).keys()).containsExactly(2);
    }

    @Test
    void aTimeInTheFutureIsRefused() {
        Instant future = table.now().plusSeconds(3_600);

        assertThatThrownBy(() -> at(StartPoint.at(future)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(future.toString())
                .hasMessageContaining("future");
    }

    @Test
    void aTimeBeforeTheOldestFileIsRefusedWithTheEarliestOneThatIsNot() {
        anotherSecond();
        anotherSecond();

        refused(StartPoint.at(Instant.EPOCH)).satisfies(e -> {
            Matcher earliest = Pattern.compile("reaches back to (\\S+) only").matcher(e.getMessage());
            assertThat(earliest.find()).as(e.getMessage()).isTrue();
            Instant named = Instant.parse(earliest.group(1));
            assertThat(at(StartPoint.at(named)).token()).contains("file=");
            refused(StartPoint.at(named.minusSeconds(1)));
        });
    }

    @Test
    void compressedAndLargeTransactionsArePassedOver() throws InterruptedException {
        boolean mySql = logsCommitTimes() && !server.version().startsWith("8.0.1");
        assumeThat(mySql || server.isMariaDb())
                .as("MySQL compresses transactions from 8.0.20 on")
                .isTrue();
        String variable = mySql ? "binlog_transaction_compression" : "log_bin_compress";
        anotherSecond();
        server.execute("SET GLOBAL " + variable + " = ON");
        try {
            table.insert(1);
            server.execute("INSERT INTO " + table.id() + " VALUES (2, REPEAT('x', 3000000))");
            // does not become small
            server.execute(
                    "SET SESSION group_concat_max_len = 4000000",
                    "INSERT INTO " + table.id()
                            + " SELECT 3, GROUP_CONCAT(SHA2(CONCAT(a.n, '-', b.n), 512) SEPARATOR '') FROM ("
                            + numbers()
                            + ") a, (" + numbers() + ") b");
            Instant time = anotherSecond();
            table.insert(4).insert(5);
            Position from = at(StartPoint.at(time));
            assertThat(table.follow(from, 5).keys()).containsExactly(4, 5);
        } finally {
            server.execute("SET GLOBAL " + variable + " = OFF");
        }
    }

    private static String numbers() {
        return String.join(
                " UNION ALL ",
                IntStream.range(0, 100).mapToObj(n -> "SELECT " + n + " AS n").toList());
    }

    @Test
    void aPositionThatWasSavedIsTakenAsItIs() throws InterruptedException {
        table.insert(1);
        Position from = at(StartPoint.latest());
        table.insert(2);

        Position again = at(StartPoint.position(from));

        assertThat(again).isEqualTo(from);
        assertThat(table.follow(again, 2).keys()).containsExactly(2);
    }

    @Test
    void aPlaceInAFileIsChecked() throws InterruptedException {
        BinlogPosition begin = end();
        String file = Objects.requireNonNull(begin.file());
        table.insert(1);
        table.insert(2);
        BinlogPosition end = end();

        Position from = at(StartPoint.position(MySqlPosition.file(file, begin.offset())));
        assertThat(table.follow(from, 2).keys()).containsExactly(1, 2);
        assertThat(BinlogPosition.parse(from).gtids()).isEqualTo(begin.gtids());
        requireSamePlace(at(StartPoint.position(MySqlPosition.file(file, end.offset()))), end);

        refused(StartPoint.position(MySqlPosition.file(file, begin.offset() + 1)))
                .hasMessageContaining("lies within a transaction or an event")
                .hasMessageContaining("the offsets " + begin.offset() + " and ");
        long rows = Long.parseLong(
                table.value("SHOW BINLOG EVENTS IN '" + file + "' FROM " + begin.offset() + " LIMIT 2, 1", 2));
        refused(StartPoint.position(MySqlPosition.file(file, rows)))
                .hasMessageContaining("lies within a transaction or an event");
        refused(StartPoint.position(MySqlPosition.file(file, end.offset() + 1_000_000)))
                .hasMessageContaining("behind the end of the binlog file " + file);
        refused(StartPoint.position(MySqlPosition.file("binlog.999999", 4)))
                .hasMessageContaining("binlog.999999 is not on ")
                .hasMessageContaining(table.value("SHOW BINARY LOGS", 1) + " to " + file);
    }

    @Test
    void theBeginningOfAFileIsAPlaceWithTheGtidsBeforeIt() throws InterruptedException {
        table.insert(1);
        server.execute("FLUSH BINARY LOGS");
        BinlogPosition end = end();
        table.insert(2);

        Position from = at(StartPoint.position(MySqlPosition.file(Objects.requireNonNull(end.file()), 4)));

        assertThat(BinlogPosition.parse(from).gtids()).isEqualTo(end.gtids());
        assertThat(table.follow(from, 2).keys()).containsExactly(2);
    }

    @Test
    void aFileOfAnotherServerIsRefused() {
        assumeThat(server.isMariaDb()).as("MariaDB has no server_uuid").isFalse();
        assumeThat(hasMySqlGtids()).as("GTIDs take precedence over files").isFalse();

        refused(StartPoint.position(new Position("file=" + end().file() + ";offset=4;server=" + NO_SERVER)))
                .hasMessageContaining(NO_SERVER);
    }

    @Test
    void aGtidSetIsFoundAndCompared() throws InterruptedException {
        assumeThat(hasMySqlGtids()).as("GTIDs of MySQL").isTrue();
        table.insert(1);
        String executed = String.valueOf(end().gtids());
        table.insert(2);

        Position from = at(StartPoint.position(MySqlPosition.gtidSet(executed)));
        assertThat(table.follow(from, 2).keys()).containsExactly(2);
        refused(StartPoint.position(MySqlPosition.gtidSet(executed + "," + NO_SERVER + ":1-7")))
                .hasMessageContaining("never had the transactions " + NO_SERVER + ":1-7 ");
        refused(StartPoint.position(MySqlPosition.mariaDbGtids("0-1-1"))).hasMessageContaining("MariaDB");
    }

    @Test
    void gtidsOfAServerWithoutThemAreRefused() {
        assumeThat(server.isMariaDb() || hasMySqlGtids()).as("has GTIDs").isFalse();

        refused(StartPoint.position(MySqlPosition.gtidSet(NO_SERVER + ":1-7")))
                .hasMessageContaining("GTIDs switched off");
    }

    @Test
    void mariaDbGtidsAreFoundAndCompared() throws InterruptedException {
        assumeThat(server.isMariaDb()).as("GTIDs of MariaDB").isTrue();
        server.execute("SET SESSION gtid_domain_id = 7", table.insertSql(1));
        table.insert(2);
        String position = String.valueOf(end().gtids());
        assertThat(position).matches("0-\\d+-\\d+,7-\\d+-\\d+.*");
        server.execute("SET SESSION gtid_domain_id = 7", table.insertSql(3));
        table.insert(4);

        Position from = at(StartPoint.position(MySqlPosition.mariaDbGtids(position)));
        assertThat(table.follow(from, 4).keys()).containsExactly(3, 4);
        refused(StartPoint.position(MySqlPosition.mariaDbGtids(position + ",9-1-1")))
                .hasMessageContaining("never had all of the transactions")
                .hasMessageContaining("9-1-1");
        refused(StartPoint.position(MySqlPosition.mariaDbGtids("0-1-999999999")))
                .hasMessageContaining("0-1-999999999");
        refused(StartPoint.position(MySqlPosition.gtidSet(NO_SERVER + ":1"))).hasMessageContaining("MySQL");
    }

    @Test
    void whatWasPurgedIsNamed(@TempDir Path directory) throws InterruptedException {
        if (!server.isEmbedded()) {
            purged(server, table);
            return;
        }
        try (TestServer own = TestServer.start(directory, "--slave-connections-needed-for-purge=0");
                WatchedTable followed = new WatchedTable(own)) {
            purged(own, followed);
        }
    }

    private static void purged(TestServer purging, WatchedTable followed) throws InterruptedException {
        BinlogPosition start = LogEnd.of(purging, followed.session());
        Instant time = followed.now();
        followed.insert(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> followed.now().getEpochSecond() > time.getEpochSecond() + 1);
        purging.execute("FLUSH BINARY LOGS");
        followed.insert(2);
        String last =
                Objects.requireNonNull(LogEnd.of(purging, followed.session()).file());
        // a server keeps files that its crash recovery or a dump may still need
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            purging.execute("PURGE BINARY LOGS TO '" + last + "'");
            return followed.value("SHOW BINARY LOGS", 1).equals(last);
        });

        BinlogPosition byFile = BinlogPosition.at(Objects.requireNonNull(start.file()), start.offset());
        assertThatThrownBy(() -> followed.session().positionAt(StartPoint.position(byFile.toPosition())))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(start.file() + " is not on ")
                .hasMessageContaining(last + " to " + last);
        assertThatThrownBy(() -> followed.session().positionAt(StartPoint.at(time)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("reaches back to ");
        if (start.gtids() != null) {
            assertThatThrownBy(() -> followed.session()
                            .positionAt(StartPoint.position(
                                    BinlogPosition.after(start.gtids()).toPosition())))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("any more")
                    .hasMessageContaining("StartPoint.earliest()");
        }
        assertThat(followed.follow(followed.session().positionAt(StartPoint.earliest()), 2)
                        .keys())
                .containsExactly(2);
    }
}
