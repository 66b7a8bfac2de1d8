package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.model.Progress;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.testserver.TestServer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BinlogChangeReaderIT {

    private final TestServer server = TestServer.shared();
    private final FollowedServer followed = new FollowedServer(server);
    private String db = "";
    private TableSchema customers;
    private TableSchema orders;

    @BeforeEach
    void tables() {
        db = server.freshDatabase("binlog");
        server.execute(
                "CREATE TABLE " + db + ".customers (id INT PRIMARY KEY, name VARCHAR(100)) ENGINE=InnoDB",
                "CREATE TABLE " + db + ".orders (id BIGINT PRIMARY KEY, customer INT) ENGINE=InnoDB",
                "CREATE TABLE " + db + ".noise (id INT PRIMARY KEY AUTO_INCREMENT, text VARCHAR(1000)) ENGINE=InnoDB",
                "CREATE TABLE " + db + ".untransactional (id INT PRIMARY KEY) ENGINE=MyISAM");
        customers = followed.schema(db, "customers");
        orders = followed.schema(db, "orders");
    }

    private void transaction(String... sql) throws Exception {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("USE " + db);
            for (String next : sql) {
                statement.execute(next);
            }
            connection.commit();
        }
    }

    @Test
    void readsInsertsUpdatesAndDeletesInTheirOrder() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            transaction("INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bob')");
            transaction("UPDATE customers SET name = 'Bert' WHERE id = 2");
            transaction("DELETE FROM customers WHERE id = 1");

            assertThat(log.untilRows(4).rows())
                    .containsExactly(
                            "INSERT customers [1, Ada]",
                            "INSERT customers [2, Bob]",
                            "UPDATE customers [2, Bob] -> [2, Bert]",
                            "DELETE customers [1, Ada]");
        }
    }

    @Test
    void givesTheRowsOfOneTransactionOneTransactionAndGrowingNumbers() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers, orders)) {
            Instant before = Instant.now().minusSeconds(2);
            transaction(
                    "INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bob')",
                    "INSERT INTO orders VALUES (10, 1)",
                    "UPDATE customers SET name = 'Al'",
                    "DELETE FROM orders");
            List<RowChange> changes = log.untilRows(6).changes();

            Transaction transaction = changes.get(0).transaction();
            assertThat(changes)
                    .allSatisfy(change -> assertThat(change.transaction()).isSameAs(transaction));
            assertThat(changes.stream().map(RowChange::index))
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .startsWith(0L, 1L);
            assertThat(transaction.time()).isBetween(before, Instant.now().plusSeconds(2));
            assertThat(log.progress().get(log.progress().size() - 1).time()).isAfterOrEqualTo(transaction.time());
        }
    }

    @Test
    void placesProgressOnlyBetweenTransactions() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            for (int i = 0; i < 20; i++) {
                transaction(
                        "INSERT INTO customers VALUES (" + 2 * i + ", 'a')",
                        "INSERT INTO customers VALUES (" + (2 * i + 1) + ", 'b')");
            }
            log.untilRows(40);
            List<SourceEvent> events = log.events();
            for (int i = 1; i < events.size() - 1; i++) {
                if (events.get(i) instanceof Progress
                        && events.get(i - 1) instanceof RowChange earlier
                        && events.get(i + 1) instanceof RowChange later) {
                    assertThat(later.transaction()).isNotSameAs(earlier.transaction());
                }
            }
        }
    }

    @Test
    void goesOnAcrossRotations() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            for (int i = 0; i < 3; i++) {
                transaction("INSERT INTO customers VALUES (" + i + ", 'x')");
                server.execute("FLUSH BINARY LOGS");
            }
            transaction("INSERT INTO customers VALUES (3, 'x')");
            List<RowChange> changes = log.untilRows(4).changes();

            assertThat(changes.stream().map(change -> change.transaction().segment()))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(log.resume().file()).isEqualTo(followed.position().file());
        }
    }

    @Test
    void dropsRowsOfOtherTables() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            transaction(
                    "INSERT INTO orders VALUES (1, 1)",
                    "INSERT INTO customers VALUES (1, 'Ada')",
                    "INSERT INTO noise (text) VALUES (REPEAT('x', 1000))",
                    "UPDATE orders SET customer = 2");

            assertThat(log.untilRows(1).rows()).containsExactly("INSERT customers [1, Ada]");
        }
    }

    @Test
    void numbersRowsAlikeWhateverElseIsCaptured() throws Exception {
        BinlogPosition start = followed.position();
        transaction("INSERT INTO orders VALUES (1, 1), (2, 2)", "INSERT INTO customers VALUES (1, 'Ada')");
        try (EventLog one = followed.follow(start, customers);
                EventLog both = followed.follow(start, customers, orders)) {
            assertThat(both.untilRows(3).changes().get(2).index())
                    .isEqualTo(one.untilRows(1).changes().get(0).index());
        }
    }

    @Test
    void resumesByGtidsWhereItStopped() throws Exception {
        assumeThat(followed.hasGtids()).isTrue();
        BinlogPosition resume = firstHalf(followed.position());
        transaction("INSERT INTO customers VALUES (2, 'Bob')");

        BinlogPosition byGtids = BinlogPosition.after(Objects.requireNonNull(resume.gtids()));
        try (EventLog log = followed.follow(byGtids, customers)) {
            assertThat(log.untilRows(1).rows()).containsExactly("INSERT customers [2, Bob]");
            assertThat(log.resume().file()).isEqualTo(followed.position().file());
            assertThat(log.resume().offset()).isEqualTo(followed.position().offset());
        }
    }

    @Test
    void resumesByFileAndOffsetWhereItStopped() throws Exception {
        BinlogPosition resume = firstHalf(followed.filePosition());
        transaction("INSERT INTO customers VALUES (2, 'Bob')");

        BinlogPosition byFile = BinlogPosition.at(Objects.requireNonNull(resume.file()), resume.offset());
        try (EventLog log = followed.follow(byFile, customers)) {
            assertThat(log.untilRows(1).rows()).containsExactly("INSERT customers [2, Bob]");
            assertThat(log.resume().offset()).isEqualTo(followed.position().offset());
        }
    }

    private BinlogPosition firstHalf(BinlogPosition start) throws Exception {
        try (EventLog log = followed.follow(start, customers)) {
            transaction("INSERT INTO customers VALUES (1, 'Ada')");
            return log.untilRows(1).resume();
        }
    }

    @Test
    void learnsTheGtidsAtTheNextFileWhenItStartedWithoutAny() throws Exception {
        assumeThat(followed.hasGtids()).isTrue();
        try (EventLog log = followed.follow(followed.filePosition(), customers)) {
            server.execute("FLUSH BINARY LOGS");
            transaction("INSERT INTO customers VALUES (1, 'Ada')");

            BinlogPosition resume = log.untilRows(1).resume();
            assertThat(resume.gtids()).isEqualTo(followed.position().gtids());
        }
    }

    @Test
    void reportsTheEndOfTheLogAsProgress() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            transaction("INSERT INTO customers VALUES (1, 'Ada')");
            transaction("INSERT INTO orders VALUES (1, 1)");
            BinlogPosition end = followed.position();

            log.until(seen -> !seen.progress().isEmpty() && seen.resume().offset() >= end.offset());
            assertThat(log.resume().covers(end)).isTrue();
            assertThat(BinlogPosition.parse(log.reader().dispatched()).covers(end))
                    .isTrue();
        }
    }

    @Test
    void movesTheTimeOfAnIdleSource() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            log.until(seen -> seen.progress().size() >= 3);

            Instant first = log.progress().get(0).time();
            Instant last = log.progress().get(log.progress().size() - 1).time();
            assertThat(last).isAfter(first);
            assertThat(Duration.between(last, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void saysThatTryingAgainHelpsWhenTheConnectionIsKilled() throws Exception {
        BinlogSettings settings = followed.settings();
        try (EventLog log = followed.follow(settings, followed.position(), 1 << 20, customers)) {
            log.until(seen -> !seen.progress().isEmpty());
            String dump = followed.value(
                            "SELECT MAX(ID) FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'", 1)
                    .orElseThrow();
            server.execute("KILL " + dump);

            assertThatThrownBy(() -> log.until(seen -> false))
                    .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                            .isTrue());
        }
    }

    @Test
    void namesThePositionWhenItsLogIsGone() throws Exception {
        BinlogPosition gone = BinlogPosition.at("binlog.999999", 4);
        try (EventLog log = followed.follow(gone, customers)) {
            assertThatThrownBy(() -> log.until(seen -> false))
                    .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                            .isFalse())
                    .hasMessageContaining("binlog.999999")
                    .hasMessageContaining("copy the tables again");
        }
    }

    @Test
    void refusesAFileAndOffsetOfAnotherServer() {
        BinlogSettings settings =
                followed.settings().server(followed.mariaDb(), false, "3e11fa47-71ca-11e1-9e33-c80aa9429562");
        BinlogPosition own = followed.position();
        BinlogPosition elsewhere =
                new BinlogPosition(own.file(), own.offset(), own.gtids(), "9e11fa47-71ca-11e1-9e33-c80aa9429562");

        assertThatThrownBy(() -> followed.follow(settings, elsewhere, 1 << 20, customers))
                .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                        .isFalse())
                .hasMessageContaining(elsewhere.toString())
                .hasMessageContaining("mean something else on another");
    }

    @Test
    void saysWhoIsWrongWhenThePasswordIs() throws Exception {
        BinlogSettings settings = BinlogSettings.of(server.host(), server.port(), server.user(), "wrong");
        try (EventLog log = followed.follow(settings, followed.filePosition(), 1 << 20, customers)) {
            assertThatThrownBy(() -> log.until(seen -> false))
                    .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                            .isFalse())
                    .hasMessageContaining("REPLICATION SLAVE")
                    .hasMessageNotContaining("wrong");
        }
    }

    @Test
    void namesTheClashWhenTwoReadersHaveOneServerId() throws Exception {
        BinlogSettings settings = followed.settings().serverId(4242);
        try (EventLog first = followed.follow(settings, followed.position(), 1 << 20, customers)) {
            first.until(seen -> !seen.progress().isEmpty());
            try (EventLog second = followed.follow(settings, followed.position(), 1 << 20, customers)) {
                second.until(seen -> !seen.progress().isEmpty());
                assumeThat(followed.mariaDb()).isFalse();
                assertThatThrownBy(() -> first.until(seen -> false)).hasMessageContaining("same server id");
            }
        }
    }

    @Test
    void keepsToItsMemoryInALargeTransaction() throws Exception {
        int rows = 300_000;
        long memory = 2 << 20;
        BinlogPosition start = followed.position();
        fill(rows);
        try (EventLog log = followed.follow(followed.settings(), start, memory, customers)) {
            BinlogChangeReader reader = log.reader();
            long seen = 0;
            long most = 0;
            long last = -1;
            while (seen < rows) {
                for (SourceEvent event : reader.poll(Duration.ofSeconds(20))) {
                    if (event instanceof RowChange change) {
                        assertThat(((Number) Objects.requireNonNull(
                                                change.after().get(0)))
                                        .longValue())
                                .isEqualTo(seen);
                        assertThat(change.index()).isGreaterThan(last);
                        last = change.index();
                        seen++;
                    }
                }
                most = Math.max(most, reader.bytesUnderWay());
            }
            assertThat(most).isBetween(memory / 4, 2 * memory);
        }
    }

    private void fill(int rows) throws Exception {
        int rowsPerStatement = 1000;
        try (Connection connection = server.root();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int first = 0; first < rows; first += rowsPerStatement) {
                StringBuilder sql = new StringBuilder("INSERT INTO " + db + ".customers VALUES ");
                for (int id = first; id < first + rowsPerStatement; id++) {
                    sql.append(id == first ? "" : ",")
                            .append('(')
                            .append(id)
                            .append(",'customer number ")
                            .append(id)
                            .append("')");
                }
                statement.execute(sql.toString());
            }
            connection.commit();
        }
    }

    @Test
    void endsPromptlyWhenClosedWithAFullQueue() throws Exception {
        BinlogPosition start = followed.position();
        fill(50_000);
        EventLog log = followed.follow(followed.settings(), start, 1 << 18, customers);
        log.until(seen -> seen.changes().size() > 100);
        long begin = System.nanoTime();
        log.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("sync-test-"));
    }
}
