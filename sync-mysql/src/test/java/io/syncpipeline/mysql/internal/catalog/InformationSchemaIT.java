package io.syncpipeline.mysql.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.internal.ddl.ServerTable;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.SourceSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InformationSchemaIT {

    private final TestServer server = TestServer.shared();
    private final SourceSession session = TestSources.open(server);
    private String database = "";

    @BeforeEach
    void freshDatabase() {
        database = server.freshDatabase("catalog");
    }

    @AfterEach
    void close() {
        session.close();
        server.execute("DROP DATABASE " + database);
    }

    private TableId table(String name) {
        return new TableId(database, name);
    }

    private TableSchema schema(String name) {
        return Objects.requireNonNull(session.schemas(List.of(table(name))).get(table(name)));
    }

    @Test
    void listsTablesButNoViewsInOrder() {
        server.execute(
                "USE " + database,
                "CREATE TABLE b (id INT)",
                "CREATE TABLE a (id INT)",
                "CREATE TABLE `odd ``name` (id INT)",
                "CREATE VIEW v AS SELECT * FROM a");

        assertThat(session.tables(table -> table.database().equals(database)))
                .containsExactly(table("a"), table("b"), table("odd `name"));
        assertThat(session.tables(table -> table.equals(table("b")))).containsExactly(table("b"));
    }

    @Test
    void tellsHowLargeTablesAre() {
        server.execute(
                "USE " + database,
                "CREATE TABLE none (id INT PRIMARY KEY)",
                "CREATE TABLE some (id INT PRIMARY KEY, v LONGBLOB)",
                "INSERT INTO some VALUES (1, REPEAT('x', 4000000))",
                "ANALYZE TABLE some");

        Map<TableId, Long> sizes = session.sizes(List.of(table("none"), table("some"), table("missing")));

        assertThat(sizes).containsOnlyKeys(table("none"), table("some"));
        assertThat(sizes.get(table("some")))
                .isGreaterThan(sizes.get(table("none")))
                .isBetween(3_000_000L, 40_000_000L);
    }

    @Test
    void listsNoSystemTables() {
        assertThat(session.tables(table -> true))
                .extracting(TableId::database)
                .doesNotContain("mysql", "sys", "information_schema", "performance_schema");
    }

    @Test
    void describesColumnsKeysAndComments() {
        server.execute(
                "CREATE TABLE " + table("t") + " (b VARCHAR(10) CHARACTER SET latin1 NOT NULL COMMENT 'the \"b\"',"
                        + " a BIGINT UNSIGNED NOT NULL, v INT AS (a + 1), s INT AS (a + 2) STORED, e ENUM('x','y'), d DECIMAL(10,2) NOT NULL,"
                        + " PRIMARY KEY (b, a), UNIQUE KEY u1 (d, a), UNIQUE KEY nullable (e), UNIQUE KEY prefix (b(3)), KEY plain (a))"
                        + " COMMENT 'a table'");

        TableSchema schema = schema("t");

        assertThat(schema.columnNames()).containsExactly("b", "a", "v", "s", "e", "d");
        Column first = schema.columns().get(0);
        assertThat(first.nativeType()).isEqualTo("varchar(10)");
        assertThat(first.charset()).isEqualTo("latin1");
        assertThat(first.nullable()).isFalse();
        assertThat(first.comment()).isEqualTo("the \"b\"");
        assertThat(schema.columns().get(1).nativeType()).startsWith("bigint").endsWith("unsigned");
        assertThat(schema.columns().get(2).nullable()).isTrue();
        assertThat(schema.primaryKey()).containsExactly("b", "a");
        assertThat(schema.uniqueKeys()).containsExactly(List.of("d", "a"));
        assertThat(schema.comment()).isEqualTo("a table");
    }

    @Test
    void keepsWhatLaterStatementsReferTo() throws SQLException {
        server.execute("CREATE TABLE " + table("t")
                + " (a INT PRIMARY KEY, b INT, c INT, UNIQUE KEY u1 (b), UNIQUE KEY u2 (c, b), d VARCHAR(20), UNIQUE KEY p (d(3)))"
                + " CHARACTER SET gbk");

        try (Connection root = server.root()) {
            ServerTable definition =
                    new InformationSchema(root).definition(table("t")).orElseThrow();

            assertThat(definition.charset()).isEqualTo("gbk");
            assertThat(definition.uniqueKeys())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("u1", List.of("b"), "u2", List.of("c", "b")));
            assertThat(new InformationSchema(root).databaseCharset(database)).contains("utf8mb4");
            assertThat(new InformationSchema(root).databaseCharset("not_there")).isEmpty();
        }
    }

    @Test
    void aPrimaryKeyOnTheBeginningOfAColumnIsAKeyOnTheColumn() {
        server.execute(
                "CREATE TABLE " + table("t") + " (a VARCHAR(200) NOT NULL, b INT NOT NULL, PRIMARY KEY (b, a(10)))");

        assertThat(schema("t").primaryKey()).containsExactly("b", "a");
    }

    @Test
    void invisibleColumnsAreAmongTheColumns() {
        String version = server.version();
        assumeThat(server.isMariaDb() || version.startsWith("9"))
                .as("has invisible columns: " + version)
                .isTrue();
        server.execute("CREATE TABLE " + table("t") + " (a INT PRIMARY KEY, b INT " + "INVISIBLE, c INT)");

        assertThat(schema("t").columnNames()).containsExactly("a", "b", "c");
    }

    @Test
    void expressionKeysAreNoKeys() {
        assumeThat(server.isMariaDb() || server.version().startsWith("5"))
                .as("has no keys on expressions")
                .isFalse();
        server.execute("CREATE TABLE " + table("t") + " (a INT NOT NULL, b INT NOT NULL, UNIQUE KEY e ((a + b)))");

        assertThat(schema("t").uniqueKeys()).isEmpty();
    }

    @Test
    void primaryKeysThatTheServerMadeUpAreSeen() {
        assumeThat(server.version()).startsWith("9");
        server.execute("SET GLOBAL sql_generate_invisible_primary_key = ON");
        try {
            server.execute("CREATE TABLE " + table("t") + " (a INT)");
        } finally {
            server.execute("SET GLOBAL sql_generate_invisible_primary_key = OFF");
        }

        assertThat(schema("t").primaryKey()).containsExactly("my_row_id");
    }

    @Test
    void aTableThatDoesNotExistIsMissing() {
        server.execute("CREATE TABLE " + table("t") + " (a INT)");

        assertThat(session.schemas(List.of(table("gone"), table("t")))).containsOnlyKeys(table("t"));
    }

    @Test
    void systemVersionedTablesAreRefused() {
        assumeThat(server.isMariaDb()).isTrue();
        server.execute("CREATE TABLE " + table("t") + " (a INT PRIMARY KEY) WITH SYSTEM VERSIONING");

        assertThat(session.tables(table -> table.equals(table("t")))).hasSize(1);
        assertThatThrownBy(() -> schema("t"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(table("t") + " is system-versioned");
        assertThat(session.check(List.of(table("t")), false)).anySatisfy(finding -> assertThat(finding.subject())
                .isEqualTo(table("t").toString()));
    }

    @Test
    void manyTablesTakeAFewQueries() {
        List<TableId> tables = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            tables.add(table("t" + i));
            statements.add("CREATE TABLE " + table("t" + i) + " (id INT PRIMARY KEY, c" + i + " VARCHAR(9))");
        }
        server.execute(statements.toArray(String[]::new));

        Map<TableId, TableSchema> schemas = session.schemas(tables);

        assertThat(schemas).hasSize(60);
        TableSchema one = Objects.requireNonNull(schemas.get(table("t37")));
        assertThat(one.columnNames()).containsExactly("id", "c37");
        assertThat(one.primaryKey()).containsExactly("id");
    }
}
