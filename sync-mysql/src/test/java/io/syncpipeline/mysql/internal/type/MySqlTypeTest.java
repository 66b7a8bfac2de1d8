package io.syncpipeline.mysql.internal.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "tinyint | tinyint | INT8",
                "TINYINT(4) UNSIGNED | tinyint unsigned | INT16",
                "tinyint(1) | tinyint(1) | INT8",
                "tinyint(1) unsigned | tinyint unsigned | INT16",
                "BOOLEAN | tinyint(1) | INT8",
                "bool | tinyint(1) | INT8",
                "int1 | tinyint | INT8",
                "smallint(6) | smallint | INT16",
                "smallint unsigned | smallint unsigned | INT32",
                "MIDDLEINT | mediumint | INT32",
                "mediumint(8) unsigned | mediumint unsigned | INT32",
                "Integer | int | INT32",
                "int(11) signed | int | INT32",
                "int(10) unsigned zerofill | int unsigned | INT64",
                "int zerofill | int unsigned | INT64",
                "bigint(20) | bigint | INT64",
                "bigint(20) unsigned | bigint unsigned | DECIMAL(20,0)",
                "SERIAL | bigint unsigned | DECIMAL(20,0)",
                "decimal | decimal(10,0) | DECIMAL(10,0)",
                "DEC(5) | decimal(5,0) | DECIMAL(5,0)",
                "numeric(65 , 30) unsigned | decimal(65,30) unsigned | DECIMAL(65,30)",
                "fixed(3,3) | decimal(3,3) | DECIMAL(3,3)",
                "float | float | FLOAT32",
                "float(7,3) unsigned | float(7,3) unsigned | FLOAT32",
                "float(24) | float | FLOAT32",
                "float(25) | double | FLOAT64",
                "double precision | double | FLOAT64",
                "DOUBLE(10,2) | double(10,2) | FLOAT64",
                "real | double | FLOAT64",
                "bit | bit(1) | BOOLEAN",
                "bit(8) | bit(8) | INT64",
                "bit(64) | bit(64) | DECIMAL(20,0)",
                "year(4) | year | INT32",
                "date | date | DATE",
                "time | time | TIME",
                "time(3) | time(3) | TIME(3)",
                "datetime(0) | datetime | DATETIME",
                "datetime(6) | datetime(6) | DATETIME(6)",
                "timestamp /* mariadb-5.3 */ | timestamp | TIMESTAMP",
                "char | char(1) | TEXT(1)",
                "CHARACTER(20) | char(20) | TEXT(20)",
                "nchar(5) | char(5) | TEXT(5)",
                "character varying(20) | varchar(20) | TEXT(20)",
                "national varchar(7) | varchar(7) | TEXT(7)",
                "nvarchar(7) | varchar(7) | TEXT(7)",
                "varchar(20) binary | varchar(20) | TEXT(20)",
                "varchar(20) charset latin1 collate latin1_bin | varchar(20) | TEXT(20)",
                "varchar(20) CHARACTER SET = binary | varbinary(20) | BINARY(20)",
                "char(10) byte | binary(10) | BINARY(10)",
                "char(5) collate binary | binary(5) | BINARY(5)",
                "binary | binary(1) | BINARY(1)",
                "varbinary(300) | varbinary(300) | BINARY(300)",
                "tinytext | tinytext | TEXT(255)",
                "text | text | TEXT(65535)",
                "text(60) | tinytext | TEXT(255)",
                "text(20000) | mediumtext | TEXT(16777215)",
                "text character set binary | blob | BINARY(65535)",
                "long | mediumtext | TEXT(16777215)",
                "long varbinary | mediumblob | BINARY(16777215)",
                "blob(300) | blob | BINARY(65535)",
                "longblob | longblob | BINARY(4294967295)",
                "varchar(100) /*M!100301 COMPRESSED*/ | varchar(100) | TEXT(100)",
                "varchar(100) compressed | varchar(100) | TEXT(100)",
                "ENUM('a','b''c') | enum('a','b''c') | TEXT(3)",
                "enum ( \"a\" , 'B\\\\c' ) character set latin1 | enum('a','B\\\\c') | TEXT(3)",
                "set('x','yy') | set('x','yy') | TEXT(4)",
                "json | json | JSON",
                "POINT | point | TEXT",
                "geometry srid 4326 | geometry | TEXT",
                "geomcollection | geometrycollection | TEXT",
                "vector | vector(2048) | FLOAT_VECTOR",
                "vector(3) | vector(3) | FLOAT_VECTOR",
                "uuid | uuid | TEXT(36)",
                "inet6 | inet6 | TEXT(39)",
                "inet4 | inet4 | TEXT(15)",
            })
    void bringsADeclaredTypeIntoItsNormalForm(String declared, String normalForm, String dataType) {
        MySqlType type = MySqlType.parse(declared, "utf8mb4");

        assertThat(type.normalForm()).isEqualTo(normalForm);
        assertThat(type.dataType()).hasToString(dataType);
        assertThat(MySqlType.parse(type.normalForm(), "utf8mb4").normalForm()).isEqualTo(normalForm);
    }

    @Test
    void keepsLabelsWithEveryEscape() {
        MySqlType type = MySqlType.parse("enum('a\\'b','c\\\\d','e\\nf','g\\0h','','(,)')", "utf8mb4");

        assertThat(type.labels()).containsExactly("a'b", "c\\d", "e\nf", "g\0h", "", "(,)");
        assertThat(MySqlType.parse(type.normalForm(), "utf8mb4").labels()).isEqualTo(type.labels());
    }

    @Test
    void resolvesTheCharacterSetOfAColumn() {
        Column column = MySqlType.column("c", "VARCHAR(10) COLLATE latin2_general_ci", "utf8mb4", true, "");
        assertThat(column.charset()).isEqualTo("latin2");
        assertThat(MySqlType.column("c", "varchar(10)", "utf8", true, "").charset())
                .isEqualTo("utf8mb3");
        assertThat(MySqlType.column("c", "varchar(10) collate uca1400_ai_ci", "utf8mb4", true, "")
                        .charset())
                .isEqualTo("utf8mb4");
        assertThat(MySqlType.column("c", "int", "utf8mb4", true, "").charset()).isEmpty();
        assertThat(MySqlType.of(column).normalForm()).isEqualTo("varchar(10)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "foo",
                "int(",
                "int unsigned nonsense",
                "varchar",
                "decimal(66,1)",
                "decimal(5,6)",
                "bit(65)",
                "datetime(7)",
                "enum",
                "enum(a)",
                "enum('a'",
                "varchar(10) character set klingon",
                "xmltype"
            })
    void refusesWhatItDoesNotKnowAndNamesIt(String declared) {
        assertThatThrownBy(() -> MySqlType.parse(declared, "utf8mb4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(declared);
    }

    @Test
    void refusesTextWithoutACharacterSet() {
        assertThatThrownBy(() -> MySqlType.column("town", "varchar(10)", "", true, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Column town")
                .hasMessageContaining("varchar(10)");
    }

    @Test
    void selectsFloatsAndLabelsSoThatNothingIsLost() {
        assertThat(MySqlType.parse("float", "").selectExpression("`f`")).isEqualTo("`f`*1e0");
        assertThat(MySqlType.parse("double(10,2)", "").selectExpression("`f`")).isEqualTo("`f`*1e0");
        assertThat(MySqlType.parse("set('a')", "ascii").selectExpression("`s`")).isEqualTo("CAST(`s` AS UNSIGNED)");
        assertThat(MySqlType.parse("json", "").selectExpression("`j`")).isEqualTo("`j`");
    }

    @Test
    void namesTheDataTypeOfTimesWithTheirDigits() {
        assertThat(MySqlType.parse("timestamp(3)", "").dataType()).isEqualTo(DataType.of(Kind.TIMESTAMP, 3));
    }
}
