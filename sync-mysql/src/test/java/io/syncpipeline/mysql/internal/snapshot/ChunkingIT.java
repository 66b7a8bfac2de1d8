package io.syncpipeline.mysql.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.spi.SnapshotReader;
import io.syncpipeline.spi.SourceSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chunks of a table hold each of its rows exactly once, whatever its key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChunkingIT {

    private static final int ROWS = 700;
    private static final int CHUNK_ROWS = 41;

    private static final List<String> ZERO_DATES = List.of(
            "'0000-00-00'",
            "'0000-01-01'",
            "'0000-12-31'",
            "'2020-00-00'",
            "'2020-00-15'",
            "'2020-01-00'",
            "'2020-01-01'",
            "'2020-02-30'",
            "'2020-02-31'",
            "'2020-12-00'",
            "'9999-12-31'",
            "'2019-12-31'");

    private final TestServer server = TestServer.shared();
    private String database = "";
    private SourceSession session = TestSources.open(server);

    @BeforeAll
    void open() {
        database = server.freshDatabase("chunking");
    }

    @AfterAll
    void close() {
        session.close();
    }

    /** A kind of key: its columns, and SQL literals for the key of row n. */
    private record Key(String name, String columns, List<String> splitKey, IntFunction<String> literals, int rows) {
        Key rows(int number) {
            return new Key(name, columns, splitKey, literals, number);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Key key(String name, String type, IntFunction<String> literal) {
        return new Key(name, "k " + type + " NOT NULL, PRIMARY KEY (k)", List.of("k"), literal, ROWS);
    }

    Stream<Key> keys() {
        List<Key> keys = new ArrayList<>(List.of(
                key("dense int", "INT", n -> "" + (n + 1)),
                key("dense int with holes", "INT", n -> "" + (n * 2 + (n % 3 == 0 ? 1 : 0))),
                key("sparse int", "INT", n -> "" + (n * 3_000_017L - 1_000_000_000L)),
                key("int with one far outlier", "INT", n -> n == 0 ? "2147483647" : "" + n),
                key("negative int", "INT", n -> "" + (n - 500)),
                key("tinyint", "TINYINT", n -> "" + (n - 128)).rows(256),
                key("smallint unsigned", "SMALLINT UNSIGNED", n -> "" + (65_535 - n)),
                key(
                        "bigint at its ends",
                        "BIGINT",
                        n -> n % 2 == 0 ? Long.toString(Long.MIN_VALUE + n) : Long.toString(Long.MAX_VALUE - n)),
                key("dense bigint unsigned above 2^63", "BIGINT UNSIGNED", n -> Long.toUnsignedString(-1L - n)),
                key(
                        "sparse bigint unsigned",
                        "BIGINT UNSIGNED",
                        n -> Long.toUnsignedString(n * 26_000_000_000_000_000L)),
                key("decimal", "DECIMAL(38,10)", n -> (n - 350) + "." + (n * 7919 % 1000) + "0000001"),
                key("float", "FLOAT", n -> (n - 350) * 1.1 + "e" + (n % 30 - 15)),
                key("double", "DOUBLE", n -> (n - 350) / 3.0 + "e" + (n % 300 - 150)),
                key("bit", "BIT(40)", n -> "" + n * 1_000_003L),
                key("year", "YEAR", n -> "" + (1901 + n)).rows(255),
                key("year with zero", "YEAR", n -> n == 0 ? "'0000'" : "" + (1960 + n))
                        .rows(100),
                key("date", "DATE", n -> "DATE '1970-01-01' + INTERVAL " + (n * 13 - 3000) + " DAY"),
                key("date with zero parts", "DATE", ZERO_DATES::get).rows(ZERO_DATES.size()),
                key(
                        "datetime(6)",
                        "DATETIME(6)",
                        n -> "TIMESTAMP '2020-02-28 23:59:59.999990' + INTERVAL " + (n * 700_003L) + " MICROSECOND"),
                key("datetime", "DATETIME", n -> "TIMESTAMP '1000-01-01 00:00:00' + INTERVAL " + n + " MONTH"),
                key(
                        "timestamp(3)",
                        "TIMESTAMP(3)",
                        n -> "TIMESTAMP '1970-01-01 00:00:01' + INTERVAL " + (n * 1_234_567_000L) + " MICROSECOND"),
                key(
                        "time(2)",
                        "TIME(2)",
                        n -> (n % 2 == 0 ? "'-" : "'") + (n % 838) + ":" + (n % 60) + ":01." + (n % 100) + "'"),
                key(
                        "varchar, case-insensitive",
                        "VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
                        ChunkingIT::mixedText),
                key(
                        "varchar, german accents",
                        "VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
                        ChunkingIT::accentedText),
                key(
                        "varchar, binary collation",
                        "VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
                        ChunkingIT::mixedText),
                key(
                        "varchar latin1",
                        "VARCHAR(60) CHARACTER SET latin1 COLLATE latin1_swedish_ci",
                        n -> text("ä" + n % 7 + "ö" + n)),
                key("varchar utf8 of three bytes", "VARCHAR(60) CHARACTER SET utf8", n -> text("é" + n % 7 + "€" + n)),
                key("varchar utf16", "VARCHAR(60) CHARACTER SET utf16", n -> text("é" + n * 7919 % 1000 + "€" + n)),
                key("varchar gbk", "VARCHAR(60) CHARACTER SET gbk", n -> text("中" + n % 13 + "文" + n)),
                key("char gbk", "CHAR(20) CHARACTER SET gbk", n -> text("标题" + n * 31 % 997 + "号" + n)),
                key("char with spaces", "CHAR(30)", n -> text("a" + " ".repeat(n % 4 + 1) + n)),
                key("quotes and backslashes", "VARCHAR(60)", n -> "CONCAT('a''\"\\\\`%_', " + n + ", '''')"),
                key("binary", "BINARY(8)", n -> "X'" + hex(n * 0x9E3779B97F4A7C15L, 16) + "'"),
                key("binary with trailing zeros", "BINARY(8)", n -> "X'" + hex(n, 4) + "'"),
                key(
                        "varbinary",
                        "VARBINARY(20)",
                        n -> "X'" + hex(n * 0x9E3779B97F4A7C15L, n % 8 * 2 + 2) + hex(n, 4) + "'"),
                key("set", "SET('z','a','m','b','y','c','x','d')", n -> "" + n).rows(256),
                key("set of 64", "SET(" + labels(64) + ")", n -> Long.toUnsignedString(-1L - n))
                        .rows(600),
                key("enum", "ENUM('zebra','ant','Mouse','bee','yak','cat','x','dog')", n -> "" + (n + 1))
                        .rows(8),
                composite(
                        "few tenants, many codes",
                        "a INT NOT NULL, b VARCHAR(30) NOT NULL",
                        n -> n % 2 + ", 'c" + n + "'"),
                composite(
                        "enum and number",
                        "a ENUM('small','big','Medium') NOT NULL, b INT NOT NULL",
                        n -> (n % 3 + 1) + ", " + -n),
                composite(
                        "date and text",
                        "a DATE NOT NULL, b CHAR(10) NOT NULL",
                        n -> "DATE '2024-01-01' + INTERVAL " + n % 5 + " DAY, 'C" + n + "'"),
                new Key(
                        "three columns",
                        "c INT NOT NULL, a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (a, b, c)",
                        List.of("a", "b", "c"),
                        n -> n % 10 + ", " + n / 100 + ", " + n / 10 % 10,
                        ROWS),
                new Key(
                        "unique key",
                        "k VARCHAR(30) NOT NULL, UNIQUE KEY (k)",
                        List.of("k"),
                        n -> text("U" + n * 7919 % 1009),
                        ROWS),
                new Key(
                        "nullable column",
                        "k INT, KEY (k)",
                        List.of("k"),
                        n -> n % 5 == 0 ? "NULL" : "" + n % 90 * 1_000_000,
                        ROWS),
                new Key(
                        "column that repeats",
                        "k VARCHAR(5), KEY (k)",
                        List.of("k"),
                        n -> n % 9 == 0 ? "NULL" : "'v" + n % 7 + "'",
                        ROWS),
                new Key("no key", "k INT", List.of(), n -> "" + n % 3, ROWS)));
        if (server.isMariaDb()) {
            keys.add(key(
                    "uuid",
                    "UUID",
                    n -> "'" + hex(n * 0x9E3779B97F4A7C15L, 8) + "-0000-1000-8000-" + hex(n, 12) + "'"));
            keys.add(key("inet6", "INET6", n -> "'::" + hex(n * 31 % 997, 3) + ":" + hex(n, 3) + "'"));
        }
        return keys.stream();
    }

    private static String labels(int number) {
        return IntStream.range(0, number).mapToObj(i -> "'s" + i + "'").collect(Collectors.joining(","));
    }

    private static Key composite(String name, String columns, IntFunction<String> literals) {
        return new Key(name, columns + ", PRIMARY KEY (a, b)", List.of("a", "b"), literals, ROWS);
    }

    // Unique without regard to case and trailing spaces, in an order that differs from that of the code points
    private static String mixedText(int n) {
        String letters =
                "" + (char) ((n % 2 == 0 ? 'a' : 'A') + n % 26) + (char) ((n % 3 == 0 ? 'A' : 'a') + n / 26 % 26);
        return text(letters + "_" + n + " ".repeat(n % 3));
    }

    private static String accentedText(int n) {
        return text(List.of("ä", "A", "z", "Ö", "ß", "é", "😀", "中").get(n % 8) + n);
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private static String hex(long number, int digits) {
        String all = String.format("%016x", number);
        return digits > 16 ? "0".repeat(digits - 16) + all : all.substring(16 - digits);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void chunksHoldEachRowOnce(Key key) throws SQLException {
        TableId table = new TableId(database, "t");
        fill(table, key);

        for (int chunkRows : List.of(1, CHUNK_ROWS, ROWS * 2)) {
            if (chunkRows == 1 && key.rows() == ROWS) {
                chunkRows = 3;
            }
            CopiedTable copied = CopiedTable.copy(session, table, key.splitKey(), chunkRows);

            assertThat(copied.values("n")).doesNotHaveDuplicates().hasSize(key.rows());
            if (!key.splitKey().isEmpty() && chunkRows == CHUNK_ROWS && key.rows() == ROWS) {
                assertThat(copied.chunks()).hasSizeBetween(3, ROWS / CHUNK_ROWS * 5);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void aCopyIsResumedAfterAnyChunk(Key key) throws SQLException, InterruptedException {
        TableId table = new TableId(database, "t");
        fill(table, key);
        CopiedTable whole = CopiedTable.copy(session, table, key.splitKey(), CHUNK_ROWS);
        int half = whole.chunks().size() / 2;
        if (half == 0) {
            return;
        }
        long before = 0;
        try (SnapshotReader reader = session.snapshotReader()) {
            CopyRequest request = new CopyRequest(CopiedTable.schema(session, table), key.splitKey(), "", CHUNK_ROWS);
            for (int i = 0; i < half; i++) {
                before += reader.read(request, whole.chunks().get(i), rows -> {});
            }

            CopiedTable rest =
                    CopiedTable.copyAfter(reader, request, whole.chunks().get(half - 1));

            assertThat(rest.chunks().get(0).number()).isEqualTo(half);
            assertThat(before + rest.rows().size()).isEqualTo(key.rows());
        }
    }

    private void fill(TableId table, Key key) throws SQLException {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, key.rows()).boxed().toList());
        Collections.shuffle(order, new Random(4711));
        String columns = key.columns();
        try (Connection root = server.root();
                Statement statement = root.createStatement()) {
            statement.execute("SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'");
            statement.execute("DROP TABLE IF EXISTS " + table);
            statement.execute("CREATE TABLE " + table + " (n INT NOT NULL, " + columns + ")");
            String names = insertColumns(columns);
            StringBuilder insert = new StringBuilder();
            for (int n : order) {
                insert.append(insert.isEmpty() ? "INSERT INTO " + table + " (n, " + names + ") VALUES " : ", ")
                        .append("(")
                        .append(n)
                        .append(", ")
                        .append(key.literals().apply(n))
                        .append(")");
            }
            statement.execute(insert.toString());
            statement.execute("ANALYZE TABLE " + table);
        }
    }

    private static String insertColumns(String columns) {
        if (columns.startsWith("c INT")) {
            return "a, b, c";
        }
        return columns.startsWith("k ") ? "k" : "a, b";
    }
}
