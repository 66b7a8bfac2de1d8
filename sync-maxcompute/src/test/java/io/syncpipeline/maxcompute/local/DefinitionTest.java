package io.syncpipeline.maxcompute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.odps.Column;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.Table;
import com.aliyun.odps.TableSchema;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.type.TypeInfoFactory;
import com.aliyun.odps.type.TypeInfoParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that define tables, sent and read back by the real SDK. */
final class DefinitionTest {

    private LocalMaxCompute server;
    private SdkClient client;

    @BeforeEach
    void start() {
        server = LocalMaxCompute.builder().start();
        client = new SdkClient(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void createKeyed() throws Exception {
        client.sql("CREATE TABLE t (id BIGINT NOT NULL, a INT, b STRING COMMENT 'bee', PRIMARY KEY(id))"
                + " TBLPROPERTIES('transactional'='true','write.bucket.num'='1');");
        client.write("t", null, (session, stream) -> {
            Record record = session.newRecord();
            record.set("id", 1L);
            record.set("a", 5);
            record.set("b", "x");
            stream.upsert(record);
        });
    }

    private Table table(String name) {
        return client.odps().tables().get(name);
    }

    private List<String> columns(String name) {
        return table(name).getSchema().getColumns().stream()
                .map(column -> column.getName() + " " + column.getTypeInfo().getTypeName())
                .toList();
    }

    @Test
    void createsWhatTheSdkBuilds() throws Exception {
        TableSchema schema = TableSchema.builder()
                .withColumn(Column.newBuilder("Id", TypeInfoFactory.BIGINT)
                        .notNull()
                        .build())
                .withColumn(Column.newBuilder("amount", TypeInfoParser.getTypeInfoFromTypeString("DECIMAL(20,3)"))
                        .withComment("money")
                        .build())
                .withPartitionColumn(
                        Column.newBuilder("dt", TypeInfoFactory.STRING).build())
                .build();
        client.odps()
                .tables()
                .newTableCreator("local", "Made", schema)
                .deltaTable()
                .withPrimaryKeys(List.of("Id"))
                .withDeltaTableBucketNum(7)
                .withTblProperties(Map.of("acid.data.retain.hours", "48"))
                .withComment("a table")
                .withLifeCycle(30L)
                .ifNotExists()
                .create();

        Table made = table("made");
        assertThat(columns("made")).containsExactly("id BIGINT", "amount DECIMAL(20,3)");
        assertThat(made.getSchema().getColumn(0).isNullable()).isFalse();
        assertThat(made.getSchema().getColumn(1).getComment()).isEqualTo("money");
        assertThat(made.getSchema().getPartitionColumns())
                .extracting(Column::getName)
                .containsExactly("dt");
        assertThat(made.isDeltaTable()).isTrue();
        assertThat(made.getPrimaryKey()).containsExactly("id");
        assertThat(made.getComment()).isEqualTo("a table");
        assertThat(made.getLife()).isEqualTo(30);
        assertThat(client.odps().tables().exists("made")).isTrue();
        assertThat(client.odps().tables().exists("other")).isFalse();
    }

    @Test
    void listsTables() throws Exception {
        for (int i = 0; i < 5; i++) {
            client.sql("CREATE TABLE list_" + i + " (a INT);");
        }
        List<String> names = new ArrayList<>();
        client.odps().tables().iterator().forEachRemaining(table -> names.add(table.getName()));

        assertThat(names).containsExactly("list_0", "list_1", "list_2", "list_3", "list_4");
        assertThat(client.sql("SHOW TABLES;")).contains(":list_0\n").contains(":list_4\n");
        assertThat(client.sql("SHOW TABLES LIKE 'list_3*';")).isEqualTo("ALIYUN$local:list_3\n");
    }

    @Test
    void addsDropsAndRenamesColumnsAndKeepsTheRows() throws Exception {
        createKeyed();
        String version = table("t").getSchemaVersion();

        client.sql("ALTER TABLE t ADD COLUMNS (c DOUBLE COMMENT 'new', d DATE);");
        client.sql("ALTER TABLE t ADD COLUMNS IF NOT EXISTS (c DOUBLE, e INT);");
        client.sql("ALTER TABLE t CHANGE COLUMN a RENAME TO aa;");
        client.sql("ALTER TABLE t DROP COLUMNS b, d;");

        assertThat(columns("t")).containsExactly("id BIGINT", "aa INT", "c DOUBLE", "e INT");
        assertThat(client.rows("t")).containsExactly("1|5|null|null");
        assertThat(table("t").getSchemaVersion()).isNotEqualTo(version);
    }

    @Test
    void addsAndDropsColumnsThroughTheSdk() throws Exception {
        createKeyed();
        table("t").addColumns(List.of(new Column("more", TypeInfoFactory.STRING)), true);
        table("t").dropColumns(List.of("b"));
        table("t").changeColumnName("a", "renamed");
        table("t").alterColumnType("renamed", TypeInfoFactory.BIGINT);
        table("t").rename("u");

        assertThat(columns("u")).containsExactly("id BIGINT", "renamed BIGINT", "more STRING");
        table("u").truncate();
        assertThat(client.rows("u")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    TINYINT | SMALLINT
                    TINYINT | BIGINT
                    INT | BIGINT
                    INT | DECIMAL(10,0)
                    INT | STRING
                    BIGINT | STRING
                    FLOAT | DOUBLE
                    DECIMAL(10,2) | DECIMAL(12,3)
                    DECIMAL(10,2) | STRING
                    VARCHAR(5) | VARCHAR(6)
                    CHAR(5) | STRING
                    DATETIME | STRING
                    """)
    void widensTypes(String from, String to) throws Exception {
        client.sql("CREATE TABLE w (c " + from + ");");

        assertThat(client.sql("ALTER TABLE w CHANGE COLUMN c c " + to + ";")).isEmpty();

        assertThat(columns("w")).containsExactly("c " + to);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    BIGINT | INT
                    INT | DECIMAL(9,0)
                    STRING | VARCHAR(10)
                    STRING | BIGINT
                    DOUBLE | FLOAT
                    DECIMAL(10,2) | DECIMAL(10,3)
                    VARCHAR(5) | VARCHAR(4)
                    DATETIME | TIMESTAMP
                    BINARY | STRING
                    """)
    void refusesToNarrowTypes(String from, String to) throws Exception {
        client.sql("CREATE TABLE w (c " + from + ");");

        assertRefused(
                "ALTER TABLE w CHANGE COLUMN c c " + to + ";",
                "ODPS-0130071",
                "changing column data type from " + from + " to " + to + " is not supported");
    }

    private void assertRefused(String statement, String... parts) {
        assertThatThrownBy(() -> client.sql(statement))
                .isInstanceOf(OdpsException.class)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(parts));
    }

    @Test
    void refusesToTouchTheKey() throws Exception {
        createKeyed();

        assertRefused("ALTER TABLE t DROP COLUMNS id;", "part of the primary key");
        assertRefused("ALTER TABLE t CHANGE COLUMN id id STRING;", "is not supported for a primary key column");
        assertRefused("ALTER TABLE t SET TBLPROPERTIES('write.bucket.num'='8');", "ErrorCode: 151");
        assertRefused("ALTER TABLE t SET TBLPROPERTIES('transactional'='false');", "ErrorCode: 151");
    }

    @Test
    void changesCommentLifecycleAndProperties() throws Exception {
        createKeyed();
        client.sql("ALTER TABLE t SET COMMENT 'about \\'t\\'';");
        client.sql("ALTER TABLE t SET LIFECYCLE 12;");
        client.sql("ALTER TABLE t SET TBLPROPERTIES('acid.data.retain.hours'='36');");
        client.sql("ALTER TABLE t CHANGE COLUMN a COMMENT 'ay';");

        assertThat(table("t").getComment()).isEqualTo("about 't'");
        assertThat(table("t").getLife()).isEqualTo(12);
        assertThat(table("t").getSchema().getColumn("a").getComment()).isEqualTo("ay");
        assertThat(client.sql("SHOW CREATE TABLE t;"))
                .isEqualTo("CREATE TABLE IF NOT EXISTS `local`.`t` (`id` BIGINT NOT NULL, `a` INT COMMENT 'ay',"
                        + " `b` STRING COMMENT 'bee', PRIMARY KEY(`id`)) COMMENT 'about \\'t\\''"
                        + " TBLPROPERTIES ('acid.data.retain.hours'='36', 'transactional'='true',"
                        + " 'write.bucket.num'='1') LIFECYCLE 12;");
        assertThat(client.sql("DESC EXTENDED t;")).contains("BucketNum: 1").contains("| b | string |");
        assertThat(client.sql("DESC t;")).contains("TableComment: about 't'");
    }

    @Test
    void makesAgainWhatShowCreateTableShows() throws Exception {
        client.sql("CREATE TABLE `odd` (`select` STRING COMMENT 'back\\\\slash \\n line', x ARRAY<STRUCT<a:INT>>)"
                + " COMMENT 'c' PARTITIONED BY (dt STRING COMMENT 'day', n INT);");
        String shown = client.sql("SHOW CREATE TABLE odd;");
        client.sql("DROP TABLE odd;");
        client.sql(shown);

        assertThat(client.sql("SHOW CREATE TABLE odd;")).isEqualTo(shown);
    }

    @Test
    void namesWhatIsMissingOrThereAlready() throws Exception {
        createKeyed();

        assertRefused("DROP TABLE nothing;", "ODPS-0130131:[1,1] Table not found - table local.nothing");
        assertRefused("SELECT * FROM nothing;", "ODPS-0130131", "nothing");
        assertRefused("ALTER TABLE t DROP COLUMNS zzz;", "ODPS-0130071", "column zzz cannot be resolved");
        assertRefused("CREATE TABLE t (a INT);", "already exists");
        assertRefused("CREATE TABEL t (a INT);", "ODPS-0130161:[1,1] Parse exception - invalid token 'CREATE'");
        assertRefused("CREATE TABLE x (a INT;", "ODPS-0130161:[1,22] Parse exception", "expected ')'");
        assertRefused("ALTER TABLE t ADD COLUMNS (A INT);", "column a already exists");
        assertThat(client.sql("CREATE TABLE IF NOT EXISTS t (a INT);")).isEmpty();
        assertThat(client.sql("DROP TABLE IF EXISTS nothing;")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a DECIMAL(39,2)|decimal precision 39",
                "a DECIMAL(30,19)|decimal scale 19",
                "a VARCHAR(65536)|VARCHAR length 65536",
                "a CHAR(256)|CHAR length 256",
                "a UNSIGNED|unknown type 'UNSIGNED'",
                "select INT|invalid token 'select': a reserved word must be quoted",
                "`näme` INT|letters, digits and underscores",
                "`with space` INT|letters, digits and underscores",
                "a INT, A STRING|duplicate column name a",
                "id BIGINT, PRIMARY KEY(id)|must be NOT NULL",
                "id BIGINT NOT NULL, PRIMARY KEY(x)|primary key column x is not a column",
                "id JSON NOT NULL, PRIMARY KEY(id)|which cannot be a key",
                "id ARRAY<INT> NOT NULL, PRIMARY KEY(id)|which cannot be a key"
            })
    void refusesColumnsTheServiceRefuses(String sample) {
        String[] parts = sample.split("\\|", -1);

        assertRefused("CREATE TABLE r (" + parts[0] + ") TBLPROPERTIES('transactional'='true');", parts[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'write.bucket.num'='0','transactional'='true'|it must be in [1, 4096]",
                "'write.bucket.num'='4097','transactional'='true'|it must be in [1, 4096]",
                "'write.bucket.num'='many','transactional'='true'|it must be in [1, 4096]",
                "'transactional'='maybe'|it must be true or false",
                "'other'='x'|a primary key needs TBLPROPERTIES('transactional'='true')"
            })
    void refusesPropertiesTheServiceRefuses(String sample) {
        String[] parts = sample.split("\\|", -1);

        assertRefused("CREATE TABLE r (id INT NOT NULL, PRIMARY KEY(id)) TBLPROPERTIES(" + parts[0] + ");", parts[1]);
    }

    @Test
    void refusesWhatIsTooLong() throws Exception {
        String name = "n".repeat(128);
        assertThat(client.sql("CREATE TABLE " + name + " (" + name + " INT COMMENT '" + "c".repeat(1024) + "');"))
                .isEmpty();
        assertRefused("CREATE TABLE n" + name + " (a INT);", "129 bytes, the limit is 128");
        assertRefused("CREATE TABLE x (n" + name + " INT);", "129 bytes, the limit is 128");
        assertRefused("CREATE TABLE x (a INT COMMENT '" + "c".repeat(1025) + "');", "1025 bytes, the limit is 1024");
        assertRefused("CREATE TABLE x (a INT) COMMENT '" + "ü".repeat(513) + "';", "1026 bytes, the limit is 1024");
    }

    @Test
    void refusesMoreThan1200Columns() throws Exception {
        StringBuilder columns = new StringBuilder("c0 INT");
        for (int i = 1; i < 1200; i++) {
            columns.append(",c").append(i).append(" INT");
        }

        assertThat(client.sql("CREATE TABLE wide (" + columns + ");")).isEmpty();
        assertRefused("CREATE TABLE wider (" + columns + ", one_more INT);", "1201 columns, the limit is 1200");
        assertRefused("ALTER TABLE wide ADD COLUMNS (one_more INT);", "1201 columns, the limit is 1200");
    }

    @Test
    void keepsTablesInSchemasWhenAsked() throws Exception {
        try (LocalMaxCompute schemas =
                        LocalMaxCompute.builder().schemasEnabled(true).start();
                SdkClient inSchemas = new SdkClient(schemas)) {
            inSchemas.sql("CREATE SCHEMA sales;");
            inSchemas.sql("CREATE TABLE local.sales.orders (id BIGINT);");
            inSchemas.sql("CREATE TABLE orders (name STRING);");

            Table inSchema = inSchemas.odps().tables().get("local", "sales", "orders");
            assertThat(inSchema.getSchema().getColumn(0).getName()).isEqualTo("id");
            assertThat(inSchemas.query("SELECT COUNT(*) FROM local.sales.orders;"))
                    .containsExactly(List.of("0"));
            assertThat(inSchemas.odps().schemas().exists("sales")).isTrue();
            assertThat(inSchemas.odps().schemas().exists("none")).isFalse();
            inSchemas.odps().schemas().create("local", "made", "", true);
            inSchemas.odps().schemas().create("local", "made", "", true);
            inSchemas.odps().schemas().delete("made");
            assertThat(inSchemas.odps().schemas().exists("made")).isFalse();
        }
        assertRefused("CREATE SCHEMA sales;", "has no schemas enabled");
    }
}
