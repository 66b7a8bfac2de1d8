package io.syncpipeline.mysql.internal.decode;

import io.syncpipeline.mysql.internal.decode.TypeCase.Servers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every column type, with the values at its edges. */
final class TypeCases {

    private final List<TypeCase> cases = new ArrayList<>();

    static List<TypeCase> all() {
        TypeCases all = new TypeCases();
        all.integers();
        all.otherNumbers();
        all.temporals();
        all.text();
        all.bytes();
        all.labels();
        all.json();
        all.spatial();
        all.specials();
        return all.cases;
    }

    private void add(Servers servers, String type, String... values) {
        cases.add(new TypeCase(servers, type, List.of(values)));
    }

    private void add(String type, String... values) {
        add(Servers.ALL, type, values);
    }

    private void integers() {
        add("tinyint", "-128", "-1", "0", "1", "127");
        add("tinyint unsigned", "0", "127", "128", "255");
        add("tinyint(1)", "-128", "0", "1", "2", "127");
        add("bool", "true", "false");
        add("tinyint(3) zerofill", "0", "7", "255");
        add("smallint", "-32768", "-1", "0", "32767");
        add("smallint unsigned", "0", "32768", "65535");
        add("mediumint", "-8388608", "-1", "0", "8388607");
        add("mediumint unsigned", "0", "8388608", "16777215");
        add("int", "-2147483648", "-1", "0", "2147483647");
        add("int unsigned", "0", "2147483648", "4294967295");
        add("int(8) zerofill", "0", "42", "4294967295");
        add("bigint", "-9223372036854775808", "-1", "0", "9223372036854775807");
        add("bigint unsigned", "0", "9223372036854775807", "9223372036854775808", "18446744073709551615");
        add("bigint zerofill", "0", "18446744073709551615");
    }

    private void otherNumbers() {
        add("decimal(10,2)", "-99999999.99", "-0.01", "0", "0.01", "99999999.99", "-1", "1.5");
        add("decimal(5,5)", "0.99999", "-0.00001", "0");
        add("decimal(9,0)", "999999999", "-999999999", "0");
        add("decimal(18,9)", "123456789.123456789", "-999999999.999999999", "0.000000001");
        add("decimal(18,18)", "0.123456789012345678", "-0.999999999999999999");
        add("decimal(19,4)", "123456789012345.6789", "-999999999999999.9999", "0.0001");
        add("decimal(38,18)", "12345678901234567890.123456789012345678", "-1", "0");
        add(
                "decimal(65,30)",
                "99999999999999999999999999999999999.999999999999999999999999999999",
                "-99999999999999999999999999999999999.999999999999999999999999999999",
                "0.000000000000000000000000000001",
                "-0.000000000000000000000000000001",
                "0");
        add("decimal(65,0)", "9".repeat(65), "-" + "9".repeat(65), "1", "0");
        add("decimal(30,30)", "0." + "9".repeat(30), "-0." + "9".repeat(30));
        add("decimal(10,2) unsigned zerofill", "0", "12.3", "99999999.99");
        add("numeric", "-9999999999", "9999999999");
        add(
                "float",
                "1.1",
                "-1.1",
                "0",
                "-0e0",
                "3.4028234e38",
                "-3.4028234e38",
                "1.17549435e-38",
                "1e-45",
                "16777217");
        add("float(7,3)", "1234.567", "-9999.999", "0.001", "-0e0");
        add("float unsigned", "1.5", "0");
        add("float zerofill", "1.5", "1e30");
        add(
                "double",
                "0.1",
                "-0.1",
                "0",
                "-0e0",
                "1.7976931348623157e308",
                "2.2250738585072014e-308",
                "4.9e-324",
                "123456789012345.67",
                "1e22",
                "1e23",
                "9007199254740993",
                "0.30000000000000004");
        add("double(10,2)", "12345678.91", "-0e0", "0.01", "99999999.99");
        add("double(255,30)", "1e200", "1e-20", "12345678901234567890123", "0");
        add("double unsigned zerofill", "1.5", "1e300");
        add("real", "1.25");
        add("bit(1)", "b'0'", "b'1'");
        add("bit(8)", "b'0'", "b'11111111'", "b'10000001'");
        add("bit(10)", "b'0'", "b'1111111111'", "b'1000000001'");
        add("bit(63)", "0", "9223372036854775807");
        add("bit(64)", "0", "9223372036854775808", "18446744073709551615");
        add("year", "1901", "2155", "2024", "0");
    }

    private void temporals() {
        add(
                "date",
                "'0000-00-00'",
                "'1000-01-01'",
                "'9999-12-31'",
                "'2024-02-29'",
                "'2023-02-30'",
                "'2023-02-31'",
                "'2024-00-00'",
                "'2024-05-00'",
                "'0000-01-01'",
                "'0001-01-01'",
                "'0099-12-31'",
                "'1582-10-10'",
                "'2023-04-31'");
        for (int digits = 0; digits <= 6; digits++) {
            String suffix = digits == 0 ? "" : "(" + digits + ")";
            add(
                    "datetime" + suffix,
                    "'0000-00-00 00:00:00'",
                    "'1000-01-01 00:00:00'",
                    "'9999-12-31 23:59:59'",
                    "'2024-02-29 12:34:56.123456'",
                    "'2024-02-29 12:34:56.000001'",
                    "'2023-02-30 01:02:03.999999'",
                    "'2024-00-00 10:11:12.5'",
                    "'0000-00-00 10:11:12.000009'",
                    "'0001-01-01 00:00:00.1'",
                    "'1970-01-01 00:00:00'");
            add(
                    "timestamp" + suffix + " NULL",
                    "'0000-00-00 00:00:00'",
                    "'1970-01-01 00:00:01'",
                    "'2038-01-19 03:14:07'",
                    "'2024-02-29 12:34:56.123456'",
                    "'2001-09-09 01:46:40.000001'",
                    "'2001-09-09 01:46:40.9'");
            add(
                    "time" + suffix,
                    "'00:00:00'",
                    "'-00:00:00.000001'",
                    "'-00:00:00.01'",
                    "'-00:00:00.5'",
                    "'-00:00:01'",
                    "'-00:00:01.25'",
                    "'-12:34:56.789'",
                    "'838:59:59'",
                    "'-838:59:59'",
                    "'100:00:00.123456'",
                    "'-100:00:00.123456'",
                    "'23:59:59.999'",
                    "'-01:00:00.99'",
                    "'00:00:00.000001'");
        }
    }

    private void text() {
        add("char(10)", "''", "'abc'", "'abc  '", "'  abc'", "'0123456789'", "'日本語'", "'\uD83D\uDE00'");
        add("char(255)", "''", "'x'", "repeat('é', 255)", "repeat(_utf8mb4 x'F09F9880', 255)");
        add("char(0)", "''");
        add("varchar(0)", "''");
        add("varchar(20)", "''", "'a'", "'trailing  '", "'\uD83D\uDE00é€'", "'a\\0b'", "'quote\\'s \\\\ \"'");
        add("varchar(64)", "repeat('x', 64)", "''");
        add("varchar(255)", "repeat('x', 255)", "repeat('é', 255)", "''");
        add("varchar(256)", "repeat('x', 256)", "''");
        add("varchar(3000)", "repeat('é', 3000)", "'short'");
        add("varchar(300) character set latin1", "repeat('é', 300)", "_latin1 x'80818D8F909DFF'", "''");
        add("char(20) character set latin1", "'é  '", "_latin1 x'A4E9FC'", "''");
        add("varchar(20) character set ascii", "'plain'", "''");
        add("varchar(20) character set utf8", "'é€'", "''");
        add("varchar(20) character set gbk", "_gbk x'D6D0CEC4'", "'中文 mixed'", "''");
        add("char(20) character set gbk", "_gbk x'D6D0CEC420'", "'中'");
        add("varchar(20) character set gb2312", "_gb2312 x'D6D0CEC4'");
        add(Servers.MYSQL, "varchar(20) character set gb18030", "_gb18030 x'D6D0CEC4'", "_utf8mb4 x'F09F9880'");
        add("varchar(20) character set big5", "_big5 x'A4A4A4E5'", "'中文'");
        add("varchar(20) character set sjis", "_sjis x'93FA967B8CEA'", "_sjis x'B1B2'", "_sjis x'815F'");
        add("varchar(20) character set cp932", "_cp932 x'93FA967B8740'");
        add("varchar(20) character set ujis", "_ujis x'C6FCCBDC'", "_ujis x'8FB0A1'", "_ujis x'8EB1'");
        add("varchar(20) character set eucjpms", "_eucjpms x'C6FCADA1'");
        add("varchar(20) character set euckr", "_euckr x'C7D1B1DB'", "_euckr x'8141'");
        add("varchar(20) character set ucs2", "'aé中'", "''");
        add("char(20) character set ucs2", "'aé中'", "'a  '", "''", "_ucs2 x'20200020'");
        add("varchar(20) character set utf16", "_utf8mb4 x'F09F988061C3A9'", "''");
        add("char(20) character set utf16", "_utf8mb4 x'F09F988061C3A9'", "'a '");
        add("varchar(20) character set utf16le", "_utf8mb4 x'F09F988061C3A9'", "'a '");
        add("char(20) character set utf16le", "_utf8mb4 x'F09F988061C3A9'", "'a '");
        add("varchar(20) character set utf32", "_utf8mb4 x'F09F988061C3A9'", "''");
        add("char(20) character set utf32", "_utf8mb4 x'F09F988061C3A9'", "'a '", "''");
        for (String charset : List.of(
                "latin2",
                "latin5",
                "latin7",
                "greek",
                "hebrew",
                "cp1250",
                "cp1251",
                "cp1256",
                "cp1257",
                "koi8r",
                "koi8u",
                "cp850",
                "cp852",
                "cp866",
                "macroman",
                "macce",
                "tis620",
                "armscii8",
                "geostd8",
                "keybcs2",
                "dec8",
                "hp8")) {
            add("varchar(200) character set " + charset, "_" + charset + " x'41E1E4'", "'ascii'");
        }
        add("varchar(20) character set swe7", "_swe7 x'405B5C5D7B7C7D'");
        add("tinytext", "''", "repeat('x', 255)");
        add("text", "''", "repeat('é', 30000)", "'t  '");
        add("mediumtext", "''", "repeat('é', 70000)");
        add("longtext", "''", "repeat('long ', 210000)");
        add("text character set latin1", "'é'", "repeat('é', 60000)");
    }

    private void bytes() {
        add("binary(8)", "''", "x'0102030405060708'", "x'01020000'", "x'0000'", "'ab  '", "x'FFFFFFFFFFFFFFFF'");
        add("binary(0)", "''");
        add("binary(255)", "''", "repeat(x'FF', 255)", "x'00'");
        add("varbinary(20)", "''", "x'00'", "x'010000'", "x'FF20'");
        add("varbinary(300)", "''", "repeat(x'00FF', 150)");
        add("char(5) character set binary", "'ab'", "x'FF00'");
        add("tinyblob", "''", "x'00FF'", "repeat(x'01', 255)");
        add("blob", "''", "repeat(x'00', 65535)");
        add("mediumblob", "''", "repeat(x'00FF10', 350000)");
        add("longblob", "''", "x'DEADBEEF'", "repeat(x'00FF10', 350000)");
    }

    private void labels() {
        add("enum('a','b''c','','d\\\\e','comma,')", "'a'", "'b''c'", "''", "'d\\\\e'", "'unknown'", "5");
        add("enum('é','€','日本') character set latin1", "'é'", "'€'");
        add("enum('中','文') character set gbk", "'中'", "'文'");
        String many =
                IntStream.rangeClosed(1, 300).mapToObj(i -> "'label" + i + "'").collect(Collectors.joining(","));
        add("enum(" + many + ")", "'label1'", "'label255'", "'label256'", "'label300'", "'none'");
        add("set('x','y','z')", "''", "'x'", "'z,x'", "'x,y,z'", "'nope'");
        add("set('é','b''q') character set latin1", "'é'", "'é,b''q'", "''");
        String full = IntStream.rangeClosed(1, 64).mapToObj(i -> "'s" + i + "'").collect(Collectors.joining(","));
        add("set(" + full + ")", "'s1'", "'s64'", "'s1,s33,s63,s64'", "18446744073709551615", "0");
        String nine = Arrays.stream(full.split(",")).limit(9).collect(Collectors.joining(","));
        add("set(" + nine + ")", "'s9'", "'s1,s9'", "511");
        String twenty = Arrays.stream(full.split(",")).limit(20).collect(Collectors.joining(","));
        add("set(" + twenty + ")", "'s20'", "'s1,s9,s17'");
        String forty = Arrays.stream(full.split(",")).limit(40).collect(Collectors.joining(","));
        add("set(" + forty + ")", "'s40'", "'s1,s33'");
    }

    private void json() {
        String numbers = "'[0, -1, 32767, 32768, 65535, 65536, -32768, -32769, 2147483647, 2147483648, 4294967295,"
                + " 4294967296, -2147483648, -2147483649, 9223372036854775807, 9223372036854775808,"
                + " 18446744073709551615, 18446744073709551616, -9223372036854775808, -9223372036854775809]'";
        String doubles =
                "'[1.0, -0.0, 0.0, 1e20, 1e15, 1e14, 123456789012345.6, 0.1, 1e-5, 1e-14, 1e-15, 1e-16, 5e-324,"
                        + " 1.7976931348623157e308, 2.2250738585072014e-308, 0.30000000000000004, 100, 1e22, 1e23, 2e-3,"
                        + " 9007199254740993.0, 5.684341886080802e-14, 123e45]'";
        add(
                Servers.MYSQL,
                "json",
                "'null'",
                "'true'",
                "'false'",
                "'{}'",
                "'[]'",
                "'\"\"'",
                "'\"text\"'",
                "'{\"a\":1,\"b\":[1,2.5,{\"c\":null}],\"longer\":\"x\",\"\":0}'",
                numbers,
                doubles,
                "'[\"\\\\\"\\\\\\\\/\\\\b\\\\f\\\\n\\\\r\\\\t\\\\u0001\\\\u001f\\\\u007f\\\\u00e9\\\\ud83d\\\\ude00\"]'",
                "'{\"日本\":\"\uD83D\uDE00\"}'",
                "json_array(cast('2015-01-15' as date), cast('-838:59:59' as time), cast('10:11:12.5' as time(1)),"
                        + " cast('-00:00:01.25' as time(2)), cast('2015-01-15 23:24:25.12' as datetime(2)))",
                "json_array(cast(-1.10 as decimal(10,2)), cast(0.5 as decimal(5,3)), cast(" + "9".repeat(35) + "."
                        + "9".repeat(30) + " as decimal(65,30)), 1.5, -0.001)",
                "json_array(cast(18446744073709551615 as unsigned), cast(-5 as signed), 1.5e0, 3e0)",
                "json_object('bits', b'101', 'bytes', x'00FF', 'long', repeat(x'00FF', 200))",
                "json_array(repeat('x', 127), repeat('y', 128), repeat('z', 16383), repeat('w', 16384))",
                "json_object('big', repeat('x', 70000), 'n', 70000, 'u', cast(3000000000 as unsigned), 'small', 5)",
                "json_array(repeat('x', 1000000))",
                nested(99),
                manyKeys());
    }

    private static String nested(int depth) {
        return "'" + "[".repeat(depth) + "1" + "]".repeat(depth) + "'";
    }

    private static String manyKeys() {
        return IntStream.range(0, 3000)
                .mapToObj(i ->
                        "\"key" + i + "\":" + (i % 3 == 0 ? "\"v" + i + "\"" : i % 3 == 1 ? "" + i * 100_000 : "[1]"))
                .collect(Collectors.joining(",", "'{", "}'"));
    }

    private void spatial() {
        add("point", "ST_GeomFromText('POINT(1 2)')", "ST_GeomFromText('POINT(-1.5 1e20)')");
        add("linestring", "ST_GeomFromText('LINESTRING(0 0, 1 1, 2.5 3.25)')");
        add("polygon", "ST_GeomFromText('POLYGON((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 4 2, 4 4, 2 4, 2 2))')");
        add("multipoint", "ST_GeomFromText('MULTIPOINT(0 0, 1 1)')");
        add("multilinestring", "ST_GeomFromText('MULTILINESTRING((0 0, 1 1), (2 2, 3 3))')");
        add("multipolygon", "ST_GeomFromText('MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))')");
        add(
                "geometrycollection",
                "ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 1),"
                        + " GEOMETRYCOLLECTION(POINT(3 4)))')");
        add(Servers.MYSQL, "geometrycollection", "ST_GeomFromText('GEOMETRYCOLLECTION()')");
        add(Servers.MARIADB, "geometrycollection", "ST_GeomFromText('GEOMETRYCOLLECTION EMPTY')");
        add(
                "geometry",
                "ST_GeomFromText('POINT(1 2)')",
                "ST_GeomFromText('POINT(10 20)', 4326)",
                "ST_GeomFromText('LINESTRING(0 0, 0.1 0.2)')");
    }

    private void specials() {
        add(
                Servers.MYSQL_9,
                "vector(3)",
                "string_to_vector('[1,2.5,-3e10]')",
                "string_to_vector('[0,-1.25e-30,3.4e38]')");
        add(Servers.MYSQL_9, "vector", "string_to_vector('[1]')");
        add(
                Servers.MARIADB,
                "uuid",
                "'123e4567-e89b-12d3-a456-426655440000'",
                "'00000000-0000-0000-0000-000000000000'",
                "'ffffffff-ffff-ffff-ffff-ffffffffff00'",
                "'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'",
                "'0190163d-8694-739b-aea5-966c26f8ad91'",
                "'6ccd780c-baba-1026-9564-5b8c656024db'",
                "'6ccd780c-baba-6026-9564-5b8c656024db'",
                "'6ccd780c-baba-8026-9564-5b8c65602400'",
                "'6ccd780c-baba-4026-1564-5b8c65602400'");
        add(
                Servers.MARIADB,
                "inet6",
                "'::'",
                "'::1'",
                "'2001:db8::ff00:42:8329'",
                "'::ffff:192.0.2.1'",
                "'::192.0.2.1'",
                "'1:0:0:2:0:0:0:3'",
                "'1:2:3:4:5:6:7:8'",
                "'1::'",
                "'1:0:2:3:4:5:6:7'",
                "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'",
                "'fe80::2000'");
        add(Servers.MARIADB, "inet4", "'0.0.0.0'", "'192.0.2.32'", "'255.255.255.255'", "'10.0.0.0'");
        add(Servers.MARIADB, "json", "'{\"a\":1,  \"b\":[1,2]}'");
        add(Servers.MARIADB, "varchar(1000) compressed", "''", "'short'", "repeat('compress me ', 80)");
        add(Servers.MARIADB, "longtext compressed", "''", "repeat('é', 100000)", "'s'");
        add(Servers.MARIADB, "blob compressed", "''", "repeat(x'00', 60000)", "x'00'");
        add(Servers.MARIADB, "varbinary(200) compressed", "''", "repeat(x'00', 200)");
    }
}
