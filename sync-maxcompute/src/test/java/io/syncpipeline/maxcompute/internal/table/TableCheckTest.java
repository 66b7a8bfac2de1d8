package io.syncpipeline.maxcompute.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits, types and statements, without a service. */
class TableCheckTest {

    private static final DataType TEXT = DataType.of(DataType.Kind.TEXT);
    private static final DestinationColumn ID =
            new DestinationColumn("id", "BIGINT", DataType.of(DataType.Kind.INT64), false, "");

    private static DestinationTable table(String name, List<String> key, int buckets, List<DestinationColumn> columns) {
        return new DestinationTable(name, TableKind.PK_DELTA, columns, key, List.of(), buckets, "", Map.of());
    }

    private static List<String> errors(DestinationTable table) {
        return TableCheck.of(table).stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .peek(finding -> assertThat(finding.hint()).isNotEmpty())
                .map(Finding::message)
                .toList();
    }

    private static List<String> errorsOf(DestinationColumn... more) {
        List<DestinationColumn> columns = new ArrayList<>(List.of(ID));
        columns.addAll(List.of(more));
        return errors(table("t", List.of("id"), 0, columns));
    }

    @Test
    void findsNothingWrongWithAGoodTable() {
        assertThat(TableCheck.of(table("t", List.of("ID"), 16, List.of(ID)))).isEmpty();
    }

    @Test
    void findsNamesThatTheServiceRefuses() {
        assertThat(errors(table("a-b", List.of("id"), 0, List.of(ID))))
                .containsExactly("Table name 'a-b' has characters other than letters, digits and underscores");
        assertThat(errors(table("x".repeat(129), List.of("id"), 0, List.of(ID))))
                .singleElement()
                .asString()
                .endsWith("has 129 bytes; MaxCompute takes 1 to 128");
        assertThat(TableCheck.of(table("order", List.of("id"), 0, List.of(ID))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING));
    }

    @Test
    void findsTwoColumnsOfOneName() {
        assertThat(errorsOf(new DestinationColumn("ID", "STRING", TEXT, true, "")))
                .containsExactly("It has two columns named 'ID'; MaxCompute does not tell upper from lower case");
    }

    @Test
    void findsTypesThatDoNotExistOrCannotStoreTheValues() {
        assertThat(errorsOf(new DestinationColumn("c", "VARCHAR2(10)", TEXT, true, "")))
                .containsExactly("Column 'c': MaxCompute has no type 'VARCHAR2(10)'");
        assertThat(errorsOf(new DestinationColumn("c", "DECIMAL(39,2)", DataType.decimal(39, 2), true, "")))
                .containsExactly("Column 'c': the precision of 'DECIMAL(39,2)' must be 1 to 38, not 39");
        assertThat(errorsOf(new DestinationColumn("c", "DECIMAL(30,19)", DataType.decimal(30, 19), true, "")))
                .containsExactly("Column 'c': the scale of 'DECIMAL(30,19)' must be 0 to 18, not 19");
        assertThat(errorsOf(new DestinationColumn("c", "BIGINT", TEXT, true, "")))
                .containsExactly("Column 'c' of type BIGINT cannot store TEXT values");
        assertThat(errorsOf(new DestinationColumn("c", "MAP<STRING,STRING>", TEXT, true, "")))
                .containsExactly("Column 'c' of type OTHER cannot store TEXT values");
    }

    @Test
    void findsKeysThatCannotBe() {
        assertThat(errors(table("t", List.of(), 0, List.of(ID))))
                .containsExactly("A PK Delta table needs a primary key");
        assertThat(errors(table("t", List.of("no"), 0, List.of(ID))))
                .containsExactly("Its key column 'no' does not exist");
        assertThat(errors(table("t", List.of("id", "ID"), 0, List.of(ID))))
                .containsExactly("Its key names the column 'ID' twice");
        DestinationColumn nullable = new DestinationColumn("c", "STRING", TEXT, true, "");
        assertThat(errors(table("t", List.of("c"), 0, List.of(nullable))))
                .containsExactly("Its key column 'c' may be NULL");
        DestinationColumn real = new DestinationColumn("c", "DOUBLE", DataType.of(DataType.Kind.FLOAT64), false, "");
        assertThat(errors(table("t", List.of("c"), 0, List.of(real))))
                .containsExactly("Its key column 'c' is DOUBLE, which cannot be a key");
        DestinationColumn big = new DestinationColumn("c", "DECIMAL(20,0)", DataType.decimal(20, 0), false, "");
        assertThat(TableCheck.of(table("t", List.of("c"), 0, List.of(big))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO));
    }

    private static DestinationTable partitioned(List<String> key, String... columns) {
        List<DestinationColumn> partitions = new ArrayList<>();
        for (String column : columns) {
            String[] parts = column.split(" ", 2);
            partitions.add(new DestinationColumn(parts[0], parts[1], TEXT, true, ""));
        }
        return new DestinationTable("t", TableKind.PK_DELTA, List.of(ID), key, partitions, 0, "", Map.of());
    }

    @Test
    void takesPartitionColumnsOfTheTypesThatTheServiceTakes() {
        assertThat(TableCheck.of(partitioned(
                        List.of("id"), "a STRING", "b BIGINT", "c INT", "d SMALLINT", "e TINYINT", "f VARCHAR(10)")))
                .isEmpty();
        assertThat(TableCheck.of(partitioned(List.of("id"), "a CHAR(3)"))).isEmpty();
    }

    @Test
    void findsPartitionColumnsThatCannotBe() {
        assertThat(errors(partitioned(List.of("id"), "a DATE")))
                .containsExactly("Partition column 'a' is DATE, which cannot be a partition column");
        assertThat(errors(partitioned(List.of("id"), "a DECIMAL(5,0)")))
                .containsExactly("Partition column 'a' is DECIMAL(5,0), which cannot be a partition column");
        assertThat(errors(partitioned(List.of("id"), "a TEXT")))
                .containsExactly("Column 'a': MaxCompute has no type 'TEXT'");
        assertThat(errors(partitioned(List.of("id"), "ID STRING")))
                .containsExactly("It has two columns named 'ID'; MaxCompute does not tell upper from lower case");
        assertThat(errors(partitioned(List.of("id"), "a-b STRING")))
                .containsExactly(
                        "Partition column name 'a-b' has characters other than letters, digits and underscores");
        assertThat(errors(partitioned(List.of("id", "DT"), "dt STRING")))
                .containsExactly("Its key column 'DT' is a partition column");
        assertThat(errors(partitioned(
                        List.of("id"),
                        "a STRING",
                        "b STRING",
                        "c STRING",
                        "d STRING",
                        "e STRING",
                        "f STRING",
                        "g STRING")))
                .containsExactly("It has 7 partition columns; MaxCompute takes 6");
        assertThat(TableCheck.of(partitioned(List.of("id"), "date STRING")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING));
    }

    @Test
    void findsTooMuchOfSomething() {
        List<DestinationColumn> many = new ArrayList<>(List.of(ID));
        for (int i = 0; i < 1_200; i++) {
            many.add(new DestinationColumn("c" + i, "STRING", TEXT, true, ""));
        }
        assertThat(errors(table("t", List.of("id"), 0, many)))
                .containsExactly("It has 1201 columns; MaxCompute takes 1 to 1200");
        assertThat(errors(table("t", List.of("id"), 4_097, List.of(ID))))
                .containsExactly("It has 4097 buckets; MaxCompute takes 1 to 4096");
        assertThat(errorsOf(new DestinationColumn("c", "STRING", TEXT, true, "ü".repeat(513))))
                .containsExactly("Column c: its comment has 1026 bytes; MaxCompute takes 1024");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    INT   | BIGINT        | true
                    BIGINT| INT           | false
                    BIGINT| DECIMAL(20,0) | true
                    BIGINT| DECIMAL(18,0) | false
                    DECIMAL(10,2) | DECIMAL(12,4) | true
                    DECIMAL(10,2) | DECIMAL(11,4) | false
                    FLOAT | DOUBLE        | true
                    BIGINT| DOUBLE        | false
                    DATE  | STRING        | true
                    BINARY| STRING        | false
                    VARCHAR(10) | VARCHAR(20) | true
                    VARCHAR(20) | VARCHAR(10) | false
                    STRING| BIGINT        | false
                    """)
    void allowsChangesOfTypeThatLoseNothing(String from, String to, boolean allowed) {
        assertThat(Widening.isAllowed(
                        io.syncpipeline.maxcompute.internal.record.ColumnType.parse(from),
                        io.syncpipeline.maxcompute.internal.record.ColumnType.parse(to)))
                .isEqualTo(allowed);
    }

    @Test
    void quotesEveryNameAndText() {
        SqlText sql = new SqlText("p`x", Optional.of("s"));
        DestinationTable table = new DestinationTable(
                "t",
                TableKind.PK_DELTA,
                List.of(ID, new DestinationColumn("a`b", "STRING", TEXT, true, "it's\\")),
                List.of("id"),
                List.of(),
                0,
                "\\'",
                Map.of("b", "2"));
        assertThat(sql.create(table, 8, Map.of("a", "1", "b", "1"), 7))
                .isEqualTo("CREATE TABLE IF NOT EXISTS `p``x`.`s`.`t` (`id` BIGINT NOT NULL, `a``b` STRING COMMENT"
                        + " 'it\\'s\\\\', PRIMARY KEY(`id`)) COMMENT '\\\\\\'' TBLPROPERTIES('a'='1', 'b'='2',"
                        + " 'transactional'='true', 'write.bucket.num'='8') LIFECYCLE 7;");
        assertThat(sql.renameColumn("t", "a", "b`"))
                .isEqualTo("ALTER TABLE `p``x`.`s`.`t` CHANGE COLUMN `a` RENAME TO `b```;");
    }

    @Test
    void quotesPartitions() {
        SqlText sql = new SqlText("p", Optional.empty());
        DestinationTable table = new DestinationTable(
                "t",
                TableKind.PK_DELTA,
                List.of(ID),
                List.of("id"),
                List.of(
                        new DestinationColumn("d`t", "STRING", TEXT, true, "the 'day'"),
                        new DestinationColumn("hh", "INT", TEXT, true, "")),
                0,
                "",
                Map.of());
        assertThat(sql.create(table, 1, Map.of(), 0))
                .isEqualTo("CREATE TABLE IF NOT EXISTS `p`.`t` (`id` BIGINT NOT NULL, PRIMARY KEY(`id`))"
                        + " PARTITIONED BY (`d``t` STRING COMMENT 'the \\'day\\'', `hh` INT)"
                        + " TBLPROPERTIES('transactional'='true', 'write.bucket.num'='1');");
        List<Partition> partitions =
                List.of(new Partition(List.of("a\\'b", "1"), ""), new Partition(List.of("50%", "2"), ""));
        assertThat(sql.addPartitions(table, partitions))
                .isEqualTo("ALTER TABLE `p`.`t` ADD IF NOT EXISTS PARTITION (`d``t`='a\\\\\\'b', `hh`='1')"
                        + " PARTITION (`d``t`='50%', `hh`='2');");
        assertThat(sql.truncatePartitions(table, partitions.subList(1, 2)))
                .isEqualTo("TRUNCATE TABLE `p`.`t` PARTITION (`d``t`='50%', `hh`='2');");
    }
}
