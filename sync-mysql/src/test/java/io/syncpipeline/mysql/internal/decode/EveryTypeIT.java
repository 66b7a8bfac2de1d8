package io.syncpipeline.mysql.internal.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.RowChange.Operation;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.internal.type.MySqlType;
import io.syncpipeline.mysql.internal.type.TextDecoder;
import io.syncpipeline.mysql.testserver.TestServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For every column type and edge value: what a copy reads through the text protocol is what the row decoder reads from the binlog. */
class EveryTypeIT {

    private static final Transaction TRANSACTION = new Transaction(1, 4, Instant.EPOCH);
    private static final TestServer SERVER = TestServer.shared();
    private static final Map<TypeCase, String> TABLES = new LinkedHashMap<>();
    private static final Map<String, List<RowChange>> CHANGES = new LinkedHashMap<>();
    private static final Map<String, RuntimeException> FAILURES = new LinkedHashMap<>();
    private static final Map<String, TableSchema> SCHEMAS = new LinkedHashMap<>();
    private static String database = "";

    @BeforeAll
    static void writeAndRead() throws Exception {
        database = SERVER.freshDatabase("every_type");
        String version = SERVER.version();
        RawBinlog binlog = RawBinlog.here(SERVER);
        try (Connection connection = session()) {
            int number = 0;
            for (TypeCase type : TypeCases.all()) {
                if (type.servers().have(version)) {
                    String table = "t" + number++;
                    TABLES.put(type, table);
                    write(connection, table, type);
                }
            }
            writeSpecialTables(connection, version);
            for (String table : TABLES.values()) {
                SCHEMAS.put(table, schema(connection, table));
            }
        }
        decode(binlog.readToEnd(database));
    }

    private static Connection session() throws SQLException {
        Connection connection = SERVER.root();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00',"
                    + " character_set_results = NULL");
            statement.execute("USE " + database);
            // RawBinlog does not look into compressed transactions
            if (has(statement, "binlog_transaction_compression")) {
                statement.execute("SET SESSION binlog_transaction_compression = OFF");
            }
        }
        return connection;
    }

    private static boolean has(Statement statement, String variable) throws SQLException {
        try (ResultSet result = statement.executeQuery("SHOW VARIABLES LIKE '" + variable + "'")) {
            return result.next();
        }
    }

    private static void write(Connection connection, String table, TypeCase type) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, v " + type.type() + ", tail INT)");
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < type.values().size(); i++) {
                rows.append("(")
                        .append(i)
                        .append(", ")
                        .append(type.values().get(i))
                        .append(", ")
                        .append(-i)
                        .append("), ");
            }
            statement.execute("INSERT INTO " + table + " VALUES " + rows + "(1000, NULL, 7)");
            statement.execute("UPDATE " + table + " SET tail = tail - 1");
        } catch (SQLException e) {
            throw new SQLException(type + ": " + e.getMessage(), e);
        }
    }

    private static void writeSpecialTables(Connection connection, String version) throws SQLException {
        TypeCase wide = new TypeCase(TypeCase.Servers.ALL, "wide", List.of());
        TABLES.put(wide, "wide");
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE wide (id INT PRIMARY KEY, y YEAR, a INT UNSIGNED, b BIGINT UNSIGNED, c TINYINT,"
                            + " d SMALLINT UNSIGNED, e VARCHAR(10), f VARCHAR(300), g TEXT, h DECIMAL(20,4), i DATETIME(6),"
                            + " j TIMESTAMP(3) NULL, k TIME(2), l DOUBLE, m FLOAT UNSIGNED, n BLOB, o ENUM('p','q'), r SET('s','t'),"
                            + " u BIT(5), w DATE, x CHAR(3), z BINARY(3), aa MEDIUMINT UNSIGNED, bb TINYINT UNSIGNED)");
            statement.execute(
                    "INSERT INTO wide VALUES (1, 2024, 4294967295, 18446744073709551615, -1, 65535, 'e', 'f', 'g',"
                            + " -1.5, '2024-01-02 03:04:05.000006', '2024-01-02 03:04:05.006', '-01:02:03.04', 1.5, 2.5, 'n', 'q',"
                            + " 's,t', 21, '2024-02-29', 'x', 'z', 16777215, 255)");
            statement.execute("INSERT INTO wide (id) VALUES (2), (3)");
            statement.execute("INSERT INTO wide (id, a, e, x, bb) VALUES (4, 0, '', '', 0)");
            statement.execute("UPDATE wide SET e = 'new', g = NULL, n = x'00' WHERE id < 3");
            String generated = "CREATE TABLE computed (id INT PRIMARY KEY, a INT, v INT AS (a + 1) VIRTUAL,"
                    + " s INT AS (a + 2) STORED, t VARCHAR(20) AS (CONCAT('t', a)) VIRTUAL)";
            statement.execute(generated);
            statement.execute("INSERT INTO computed (id, a) VALUES (1, 10), (2, NULL)");
            statement.execute("UPDATE computed SET a = 11");
            TABLES.put(new TypeCase(TypeCase.Servers.ALL, "generated columns", List.of()), "computed");
            // MySQL 8.0 before 8.0.18 logs the hidden columns of functional indexes, which are refused as a shape of
            // their own.
            if (TypeCase.Servers.MYSQL_9.have(version)) {
                statement.execute("CREATE TABLE functional (id INT PRIMARY KEY, a INT, b JSON, KEY ((a + 1)))");
                statement.execute("INSERT INTO functional VALUES (1, 10, '[1]'), (2, NULL, NULL)");
                TABLES.put(new TypeCase(TypeCase.Servers.MYSQL_9, "functional index", List.of()), "functional");
            }
        }
    }

    private static TableSchema schema(Connection connection, String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET character_set_results = utf8mb4");
            try (ResultSet rows = statement.executeQuery(
                    "SELECT COLUMN_NAME, COLUMN_TYPE, CHARACTER_SET_NAME FROM information_schema.COLUMNS"
                            + " WHERE TABLE_SCHEMA = '" + database + "' AND TABLE_NAME = '" + table
                            + "' ORDER BY ORDINAL_POSITION")) {
                while (rows.next()) {
                    String charset = rows.getString(3);
                    columns.add(MySqlType.column(
                            rows.getString(1), rows.getString(2), charset == null ? "" : charset, true, ""));
                }
            }
            statement.execute("SET character_set_results = NULL");
        }
        return new TableSchema(new TableId(database, table), columns, List.of("id"), List.of(), "");
    }

    private static void decode(List<RawEvent> events) {
        Map<Long, TableMap> maps = new LinkedHashMap<>();
        for (RawEvent event : events) {
            if (event.isTableMap()) {
                TableMap map = TableMap.parse(event.body(), 0, event.body().length);
                maps.put(map.tableId(), map);
            } else if (event.isRows()) {
                Cursor cursor = new Cursor(event.body(), 0, event.body().length);
                TableMap map = maps.get(cursor.unsignedInt48());
                if (map != null && map.database().equals(database) && !FAILURES.containsKey(map.table())) {
                    decode(map, event);
                }
            }
        }
    }

    private static void decode(TableMap map, RawEvent event) {
        try {
            RowsDecoder decoder = RowsDecoder.bind(map, known(SCHEMAS, map.table()));
            List<RowChange> changes = CHANGES.computeIfAbsent(map.table(), name -> new ArrayList<>());
            decoder.decode(event.type(), event.body(), 0, event.body().length, TRANSACTION, 0, changes);
        } catch (DecodeException | SourceException e) {
            FAILURES.put(map.table(), e);
        }
    }

    private static List<RowChange> changes(String table) {
        if (FAILURES.containsKey(table)) {
            throw new AssertionError("Rows of " + table + " could not be decoded", known(FAILURES, table));
        }
        return known(CHANGES, table);
    }

    private static <K, V> V known(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), () -> "nothing known of " + key);
    }

    private static Integer id(Row row) {
        return (Integer) Objects.requireNonNull(row.get(0));
    }

    static List<TypeCase> types() {
        return List.copyOf(TABLES.keySet());
    }

    @ParameterizedTest
    @MethodSource("types")
    void readsTheSameFromTheTextProtocolAndTheBinlog(TypeCase type) throws Exception {
        String table = known(TABLES, type);
        TableSchema schema = known(SCHEMAS, table);
        List<Row> copied = copy(schema);
        Map<Integer, Row> streamed = new LinkedHashMap<>();
        for (RowChange change : changes(table)) {
            if (change.operation() == Operation.UPDATE) {
                assertSame(schema, known(streamed, id(change.before())), change.before());
            }
            streamed.put(id(change.after()), change.after());
        }
        assertThat(streamed).hasSameSizeAs(copied);
        for (Row row : copied) {
            assertKinds(schema, row);
            assertSame(schema, row, known(streamed, id(row)));
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void printsTextAsTheServerConvertsIt(TypeCase type) throws Exception {
        String table = known(TABLES, type);
        TableSchema schema = known(SCHEMAS, table);
        Map<Integer, Row> streamed = new LinkedHashMap<>();
        changes(table).forEach(change -> streamed.put(id(change.after()), change.after()));
        for (int i = 0; i < schema.columns().size(); i++) {
            Column column = schema.columns().get(i);
            if (!column.charset().isEmpty()) {
                String sql = "SELECT id, CONVERT(`" + column.name() + "` USING utf8mb4) FROM " + table;
                try (Connection connection = session();
                        Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery(sql)) {
                    while (rows.next()) {
                        byte[] expected = rows.getBytes(2);
                        Object actual = known(streamed, rows.getInt(1)).get(i);
                        assertThat(actual)
                                .as("%s of row %s", column, rows.getInt(1))
                                .isEqualTo(expected == null ? null : Text.ofUtf8(expected));
                    }
                }
            }
        }
    }

    @Test
    void givesTheSameTypeForItsOwnNormalForm() {
        for (TableSchema schema : SCHEMAS.values()) {
            for (Column column : schema.columns()) {
                MySqlType type = MySqlType.of(column);
                assertThat(type.normalForm()).isEqualTo(column.nativeType());
                assertThat(type.dataType()).isEqualTo(column.type());
            }
        }
    }

    private static List<Row> copy(TableSchema schema) throws SQLException {
        List<TextDecoder> decoders = new ArrayList<>();
        StringBuilder select = new StringBuilder("SELECT ");
        for (Column column : schema.columns()) {
            MySqlType type = MySqlType.of(column);
            select.append(decoders.isEmpty() ? "" : ", ").append(type.selectExpression("`" + column.name() + "`"));
            decoders.add(type.textDecoder());
        }
        List<Row> copied = new ArrayList<>();
        try (Connection connection = session();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        select + " FROM " + schema.table().table())) {
            while (rows.next()) {
                @Nullable Object[] values = new @Nullable Object[decoders.size()];
                for (int i = 0; i < values.length; i++) {
                    byte[] bytes = rows.getBytes(i + 1);
                    values[i] = bytes == null ? null : decoders.get(i).decode(bytes);
                }
                copied.add(new Row(values, 0));
            }
        }
        return copied;
    }

    private static void assertSame(TableSchema schema, Row expected, Row actual) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i))
                    .as("%s of row %s", schema.columns().get(i), expected.get(0))
                    .isEqualTo(expected.get(i));
        }
    }

    private static void assertKinds(TableSchema schema, Row row) {
        for (int i = 0; i < row.size(); i++) {
            Object value = row.get(i);
            if (value != null && !(value instanceof InvalidDate)) {
                assertThat(value)
                        .isInstanceOf(classOf(schema.columns().get(i).type().kind()));
            }
            if (value instanceof BigDecimal decimal) {
                assertThat(decimal.scale())
                        .isEqualTo(schema.columns().get(i).type().scale());
            }
        }
    }

    private static Class<?> classOf(Kind kind) {
        return switch (kind) {
            case BOOLEAN -> Boolean.class;
            case INT8 -> Byte.class;
            case INT16 -> Short.class;
            case INT32 -> Integer.class;
            case INT64 -> Long.class;
            case DECIMAL -> BigDecimal.class;
            case FLOAT32 -> Float.class;
            case FLOAT64 -> Double.class;
            case TEXT, JSON -> Text.class;
            case BINARY -> byte[].class;
            case DATE -> LocalDate.class;
            case TIME -> Duration.class;
            case DATETIME -> LocalDateTime.class;
            case TIMESTAMP -> Instant.class;
            case FLOAT_VECTOR -> float[].class;
        };
    }
}
