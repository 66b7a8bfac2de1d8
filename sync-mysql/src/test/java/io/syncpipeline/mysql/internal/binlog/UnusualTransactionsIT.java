package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.model.Progress;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.testserver.TestServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions that are more than BEGIN, rows and COMMIT, and logs that cannot be followed faithfully. */
class UnusualTransactionsIT {

    private final TestServer server = TestServer.shared();
    private final FollowedServer followed = new FollowedServer(server);
    private String db = "";
    private TableSchema customers;

    @BeforeEach
    void tables() {
        db = server.freshDatabase("unusual");
        server.execute(
                "CREATE TABLE " + db + ".customers (id INT PRIMARY KEY, name VARCHAR(2000)) ENGINE=InnoDB",
                "CREATE TABLE " + db + ".other (id INT PRIMARY KEY, name VARCHAR(100)) ENGINE=InnoDB",
                "CREATE TABLE " + db + ".untransactional (id INT PRIMARY KEY) ENGINE=MyISAM");
        customers = followed.schema(db, "customers");
    }

    private void session(String... sql) throws Exception {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement()) {
            statement.execute("USE " + db);
            for (String next : sql) {
                statement.execute(next);
            }
        }
    }

    private void assertRefused(EventLog log, String... texts) {
        assertThatThrownBy(() -> log.until(seen -> false))
                .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                        .isFalse())
                .satisfies(failure -> assertThat(failure.getMessage()).contains(texts));
    }

    @Test
    void handsOnThePreparedRowsOfAnXaTransactionWhenItCommits() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            session(
                    "XA START '" + db + "a','b',7",
                    "INSERT INTO customers VALUES (1, 'held')",
                    "XA END '" + db + "a','b',7",
                    "XA PREPARE '" + db + "a','b',7");
            session("INSERT INTO customers VALUES (2, 'at once')");
            log.untilRows(1);
            assertThat(log.rows()).containsExactly("INSERT customers [2, at once]");

            session("XA COMMIT '" + db + "a','b',7");
            assertThat(log.untilRows(2).rows())
                    .containsExactly("INSERT customers [2, at once]", "INSERT customers [1, held]");
            List<RowChange> changes = log.changes();
            assertThat(changes.get(1).transaction().offset())
                    .isGreaterThan(changes.get(0).transaction().offset());
        }
    }

    private void prepare(String id, String statement) throws Exception {
        session("XA START '" + db + id + "'", statement, "XA END '" + db + id + "'", "XA PREPARE '" + db + id + "'");
    }

    @Test
    void resumesWithTheRowsOfAPreparedXaTransactionAndNothingElseFromBefore() throws Exception {
        resumeWithAPreparedTransaction(followed::position);
    }

    @Test
    void resumesWithTheRowsOfAPreparedXaTransactionByFileAndOffset() throws Exception {
        resumeWithAPreparedTransaction(followed::filePosition);
    }

    private void resumeWithAPreparedTransaction(Supplier<BinlogPosition> position) throws Exception {
        BinlogPosition before = position.get();
        BinlogPosition resume;
        try (EventLog log = followed.follow(before, customers)) {
            prepare("pinned", "INSERT INTO customers VALUES (1, 'held')");
            session("INSERT INTO customers VALUES (2, 'x')");
            resume = log.untilRows(1).resume();
            assertThat(resume.covers(position.get())).isTrue();
            BinlogPosition prepared = Objects.requireNonNull(resume.prepared());
            assertThat(prepared.offset()).isEqualTo(before.offset());
            assertThat(prepared.gtids()).isEqualTo(before.gtids());
        }
        try (EventLog log = followed.follow(resume, customers)) {
            session("XA COMMIT '" + db + "pinned'");
            assertThat(log.untilRows(1).rows()).containsExactly("INSERT customers [1, held]");
            assertThat(log.resume().prepared()).isNull();
            assertThat(log.resume().covers(position.get())).isTrue();
        }
    }

    @Test
    void resumesBetweenXaTransactionsThatOverlap() throws Exception {
        BinlogPosition resume;
        try (EventLog log = followed.follow(followed.position(), customers)) {
            prepare("first", "INSERT INTO customers VALUES (1, 'first')");
            prepare("undone", "INSERT INTO customers VALUES (9, 'undone')");
            prepare("second", "INSERT INTO customers VALUES (2, 'second')");
            session("XA COMMIT '" + db + "first'", "XA ROLLBACK '" + db + "undone'");
            session("INSERT INTO customers VALUES (3, 'x')");
            resume = log.untilRows(2).resume();
            assertThat(log.rows()).containsExactly("INSERT customers [1, first]", "INSERT customers [3, x]");
        }
        try (EventLog log = followed.follow(resume, customers)) {
            prepare("third", "INSERT INTO customers VALUES (4, 'third')");
            session("XA COMMIT '" + db + "second'", "XA COMMIT '" + db + "third'");
            assertThat(log.untilRows(2).rows())
                    .containsExactly("INSERT customers [2, second]", "INSERT customers [4, third]");
            assertThat(log.resume().covers(followed.position())).isTrue();
        }
    }

    @Test
    void resumesBehindAStatementThatChangedAShapeWhileAnXaTransactionWasPrepared() throws Exception {
        TableSchema other = followed.schema(db, "other");
        BinlogPosition resume;
        try (EventLog log = followed.follow(followed.position(), customers, other)) {
            prepare("held", "INSERT INTO other VALUES (7, 'held')");
            prepare("over", "INSERT INTO customers VALUES (1, 'old shape')");
            session("XA COMMIT '" + db + "over'", "INSERT INTO customers VALUES (2, 'old shape')");
            session("ALTER TABLE customers ADD COLUMN first_one BIGINT FIRST");
            session("INSERT INTO customers VALUES (10, 3, 'new shape')");
            resume = log.untilRows(3).resume();
        }
        try (EventLog log = followed.follow(resume, followed.schema(db, "customers"), other)) {
            session("XA COMMIT '" + db + "held'", "INSERT INTO customers VALUES (11, 4, 'new shape')");
            assertThat(log.untilRows(2).rows())
                    .containsExactly("INSERT other [7, held]", "INSERT customers [11, 4, new shape]");
            assertThat(log.schemaChanges()).isEmpty();
        }
    }

    @Test
    void dropsTheRowsOfAnXaTransactionThatIsRolledBack() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            session(
                    "XA START '" + db + "gone'",
                    "INSERT INTO customers VALUES (1, 'never')",
                    "XA END '" + db + "gone'",
                    "XA PREPARE '" + db + "gone'",
                    "XA ROLLBACK '" + db + "gone'",
                    "INSERT INTO customers VALUES (2, 'x')");
            assertThat(log.untilRows(1).rows()).containsExactly("INSERT customers [2, x]");
            assertThat(log.resume().covers(followed.position())).isTrue();
        }
    }

    @Test
    void handsOnAnXaTransactionThatCommitsInOnePhase() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            session(
                    "XA START '" + db + "one'",
                    "INSERT INTO customers VALUES (1, 'one phase')",
                    "XA END '" + db + "one'",
                    "XA COMMIT '" + db + "one' ONE PHASE");
            assertThat(log.untilRows(1).rows()).containsExactly("INSERT customers [1, one phase]");
        }
    }

    @Test
    void passesXaTransactionsThatChangeNothing() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            session(
                    "XA START '" + db + "empty'",
                    "SELECT 1",
                    "XA END '" + db + "empty'",
                    "XA PREPARE '" + db + "empty'",
                    "XA COMMIT '" + db + "empty'");
            session(
                    "XA START '" + db + "empty2'",
                    "XA END '" + db + "empty2'",
                    "XA PREPARE '" + db + "empty2'",
                    "XA ROLLBACK '" + db + "empty2'");
            session("INSERT INTO customers VALUES (2, 'x')");
            assertThat(log.untilRows(1).rows()).containsExactly("INSERT customers [2, x]");
            assertThat(log.resume().covers(followed.position())).isTrue();
        }
    }

    @Test
    void refusesToGuessAboutAnXaTransactionPreparedBeforeTheStart() throws Exception {
        session(
                "XA START '" + db + "early'",
                "INSERT INTO customers VALUES (1, 'unknown')",
                "XA END '" + db + "early'",
                "XA PREPARE '" + db + "early'");
        try (EventLog log = followed.follow(followed.position(), customers)) {
            session("XA COMMIT '" + db + "early'");
            assertRefused(log, "XA RECOVER");
        }
    }

    @Test
    void passesSavepoints() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            session(
                    "BEGIN",
                    "INSERT INTO customers VALUES (1, 'stays')",
                    "SAVEPOINT a",
                    "INSERT INTO customers VALUES (2, 'goes')",
                    "ROLLBACK TO a",
                    "INSERT INTO customers VALUES (3, 'stays')",
                    "COMMIT");
            assertThat(log.untilRows(2).rows())
                    .containsExactly("INSERT customers [1, stays]", "INSERT customers [3, stays]");
        }
    }

    @Test
    void readsTablesWithoutTransactions() throws Exception {
        TableSchema untransactional = followed.schema(db, "untransactional");
        try (EventLog log = followed.follow(followed.position(), customers, untransactional)) {
            session(
                    "INSERT INTO untransactional VALUES (1)",
                    "INSERT INTO untransactional VALUES (2)",
                    "BEGIN",
                    "INSERT INTO customers VALUES (1, 'rolled back')",
                    "ROLLBACK");
            session("INSERT INTO customers VALUES (2, 'x')");
            assertThat(log.untilRows(3).rows())
                    .containsExactly(
                            "INSERT untransactional [1]", "INSERT untransactional [2]", "INSERT customers [2, x]");
        }
    }

    @Test
    void keepsEachRowInTheShapeItHadWhenItWasLogged() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            session(
                    "INSERT INTO customers VALUES (1, 'a')",
                    "ALTER TABLE customers ADD COLUMN city VARCHAR(20)",
                    "INSERT INTO customers VALUES (2, 'b', 'c')",
                    "ALTER TABLE other ADD COLUMN city VARCHAR(20)",
                    "INSERT INTO customers VALUES (3, 'd', 'e')");
            assertThat(log.untilRows(3).rows())
                    .containsExactly(
                            "INSERT customers [1, a]", "INSERT customers [2, b, c]", "INSERT customers [3, d, e]");
            assertThat(log.schemaChanges()).hasSize(1);
            int ddl = log.events().indexOf(log.schemaChanges().get(0));
            assertThat(log.events().subList(0, ddl)).anyMatch(RowChange.class::isInstance);
            assertThat(log.events().subList(ddl, log.events().size()).stream().filter(RowChange.class::isInstance))
                    .hasSize(2);
            assertThat(log.events().get(log.events().size() - 1)).isInstanceOf(Progress.class);
            assertThat(log.resume().covers(followed.position())).isTrue();
        }
    }

    @Test
    void readsCompressedTransactions() throws Exception {
        assumeThat(followed.atLeast(9)).isTrue();
        BinlogPosition start = followed.position();
        String wide = "REPEAT('wide ', 300)";
        session(
                "SET SESSION binlog_transaction_compression = ON",
                "INSERT INTO customers VALUES (1, 'small')",
                "BEGIN",
                "INSERT INTO customers WITH RECURSIVE n AS (SELECT 2 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                        + " SELECT i, CONCAT(SHA2(i, 256), " + wide + ") FROM n",
                "UPDATE customers SET name = 'short' WHERE id = 7",
                "COMMIT");
        try (EventLog log = followed.follow(followed.settings(), start, 1 << 20, customers)) {
            List<RowChange> changes = log.untilRows(1001).changes();
            assertThat(changes.stream().limit(1000).map(change -> Objects.requireNonNull(
                                    change.after().get(0))
                            .toString()))
                    .startsWith("1", "2", "3")
                    .endsWith("1000");
            assertThat(log.rows().get(1000)).endsWith("-> [7, short]");
            assertThat(log.resume().offset()).isEqualTo(followed.position().offset());
            assertThat(log.resume().gtids()).isEqualTo(followed.position().gtids());
        }
    }

    @Test
    void countsTaggedGtids() throws Exception {
        assumeThat(followed.atLeast(9)).isTrue();
        BinlogPosition resume;
        try (EventLog log = followed.follow(followed.position(), customers)) {
            session(
                    "SET gtid_next = 'AUTOMATIC:blue'",
                    "INSERT INTO customers VALUES (1, 'tagged')",
                    "SET gtid_next = 'AUTOMATIC'",
                    "INSERT INTO customers VALUES (2, 'plain')");
            resume = log.untilRows(2).resume();
            assertThat(resume.gtids()).isEqualTo(followed.position().gtids());
            assertThat(resume.toString()).contains(":blue:");
        }
        session("INSERT INTO customers VALUES (3, 'next')");
        try (EventLog log = followed.follow(resume, customers)) {
            assertThat(log.untilRows(1).rows()).containsExactly("INSERT customers [3, next]");
        }
    }

    @Test
    void readsARowOfTwentyMebibytes() throws Exception {
        server.execute("CREATE TABLE " + db + ".large (id INT PRIMARY KEY, content LONGTEXT)");
        TableSchema large = followed.schema(db, "large");
        BinlogPosition start = followed.position();
        session("SET SESSION binlog_format = ROW", "INSERT INTO customers VALUES (1, 'before')");
        insertLarge(20 << 20);
        session("INSERT INTO customers VALUES (2, 'behind')");
        try (EventLog log = followed.follow(start, customers, large)) {
            List<RowChange> changes = log.untilRows(3).changes();
            assertThat(Objects.requireNonNull(changes.get(1).after().get(1)).toString())
                    .hasSize(20 << 20);
        }
        try (EventLog log = followed.follow(start, customers)) {
            assertThat(log.untilRows(2).rows())
                    .containsExactly("INSERT customers [1, before]", "INSERT customers [2, behind]");
        }
        try (EventLog log = followed.follow(followed.settings(), start, 1 << 20, customers, large)) {
            assertRefused(log, "more memory");
        }
    }

    private void insertLarge(int bytes) throws Exception {
        server.execute("SET GLOBAL max_allowed_packet = 1073741824");
        session("INSERT INTO large VALUES (1, REPEAT('0123456789abcdef', " + bytes / 16 + "))");
    }

    @Test
    void refusesRowsOfCapturedTablesLoggedAsStatements() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            session("SET SESSION binlog_format = STATEMENT", "INSERT INTO customers (id) VALUES (1)");
            assertRefused(log, "customers", "binlog_format=ROW", "INSERT INTO customers");
        }
    }

    @Test
    void passesStatementsOnOtherTables() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            session(
                    "SET SESSION binlog_format = STATEMENT",
                    "INSERT INTO other (id, name) VALUES (1, 'customers')",
                    "UPDATE other SET name = 'x'",
                    "DELETE FROM other",
                    "SET SESSION binlog_format = ROW",
                    "INSERT INTO customers VALUES (2, 'x')");
            assertThat(log.untilRows(1).rows()).containsExactly("INSERT customers [2, x]");
        }
    }

    @Test
    void refusesPartialUpdatesOfJson() throws Exception {
        assumeThat(followed.atLeast(8)).isTrue();
        server.execute("CREATE TABLE " + db + ".documents (id INT PRIMARY KEY, content JSON)");
        TableSchema documents = followed.schema(db, "documents");
        session("INSERT INTO documents VALUES (1, '{\"a\": 1, \"b\": \"a long text that makes it worth it\"}')");
        try (EventLog log = followed.follow(followed.position(), documents)) {
            session(
                    "SET SESSION binlog_row_value_options = 'PARTIAL_JSON'",
                    "UPDATE documents SET content = JSON_SET(content, '$.a', 2)");
            assertRefused(log, "documents", "binlog_row_value_options");
        }
    }

    @Test
    void readsRowsThatMariaDbCompressed() throws Exception {
        assumeThat(followed.mariaDb()).isTrue();
        server.execute("SET GLOBAL log_bin_compress = ON", "SET GLOBAL log_bin_compress_min_len = 10");
        try (EventLog log = followed.follow(followed.position(), customers)) {
            session(
                    "INSERT INTO customers VALUES (1, REPEAT('a', 500)), (2, REPEAT('b', 500))",
                    "INSERT INTO other VALUES (1, REPEAT('a', 100))",
                    "UPDATE customers SET name = 'short' WHERE id = 2",
                    "ALTER TABLE customers ADD COLUMN a_new_column_with_a_long_name VARCHAR(20) DEFAULT 'x'",
                    "DELETE FROM customers WHERE id = 1");
            List<String> rows = log.untilRows(4).rows();
            assertThat(rows.get(0)).isEqualTo("INSERT customers [1, " + "a".repeat(500) + "]");
            assertThat(rows.get(2)).endsWith("-> [2, short]");
            assertThat(rows.get(3)).isEqualTo("DELETE customers [1, " + "a".repeat(500) + ", x]");
        } finally {
            server.execute("SET GLOBAL log_bin_compress = OFF", "SET GLOBAL log_bin_compress_min_len = 256");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MINIMAL", "NOBLOB"})
    void refusesRowsThatASessionDoesNotLogWhole(String image) throws Exception {
        server.execute("CREATE TABLE " + db + ".notes (id INT PRIMARY KEY, n INT, text LONGTEXT)");
        TableSchema notes = followed.schema(db, "notes");
        session("INSERT INTO notes VALUES (1, 1, 'text')");
        try (EventLog log = followed.follow(followed.position(), customers, notes)) {
            session(
                    "INSERT INTO customers VALUES (1, 'before')",
                    "SET SESSION binlog_row_image = '" + image + "'",
                    "UPDATE notes SET n = 2 WHERE id = 1");
            assertRefused(log, db + ".notes", "without column", "binlog_row_image = FULL");
            assertThat(log.rows()).noneMatch(row -> row.contains("notes"));
        }
    }

    @Test
    void passesPartsOfRowsOfOtherTables() throws Exception {
        try (EventLog log = followed.follow(followed.position(), customers)) {
            session(
                    "INSERT INTO other VALUES (1, 'x')",
                    "SET SESSION binlog_row_image = 'MINIMAL'",
                    "UPDATE other SET name = 'y'",
                    "DELETE FROM other",
                    "SET SESSION binlog_row_image = 'FULL'",
                    "INSERT INTO customers VALUES (2, 'x')");
            assertThat(log.untilRows(1).rows()).containsExactly("INSERT customers [2, x]");
        }
    }

    @Test
    void readsALogWhoseChecksumsAreSwitchedOffAndOnAgain() throws Exception {
        BinlogPosition start = followed.position();
        try (EventLog log = followed.follow(start, customers)) {
            server.execute("SET GLOBAL binlog_checksum = NONE");
            session("INSERT INTO customers VALUES (1, 'without')");
            BinlogPosition without = followed.position();
            session("INSERT INTO customers VALUES (2, 'without')");
            try (EventLog begunWithout = followed.follow(without, customers)) {
                assertThat(begunWithout.untilRows(1).rows()).containsExactly("INSERT customers [2, without]");
                server.execute("SET GLOBAL binlog_checksum = CRC32");
                session("INSERT INTO customers VALUES (3, 'with')");
                assertThat(begunWithout.untilRows(2).rows().get(1)).isEqualTo("INSERT customers [3, with]");
            }
            assertThat(log.untilRows(3).rows())
                    .containsExactly(
                            "INSERT customers [1, without]",
                            "INSERT customers [2, without]",
                            "INSERT customers [3, with]");
        } finally {
            server.execute("SET GLOBAL binlog_checksum = CRC32");
        }
    }
}
