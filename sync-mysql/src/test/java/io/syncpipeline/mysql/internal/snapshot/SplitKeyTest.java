package io.syncpipeline.mysql.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.type.MySqlType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitKeyTest {

    private static final TableSchema SCHEMA = new TableSchema(
            new TableId("shop", "t"),
            List.of(
                    MySqlType.column("a", "int(11)", "", false, ""),
                    MySqlType.column("b`", "varchar(10)", "gbk", false, ""),
                    MySqlType.column("c", "enum('x','y')", "utf8mb4", false, ""),
                    MySqlType.column("d", "double", "", true, ""),
                    MySqlType.column("e", "varbinary(4)", "", false, "")),
            List.of("a", "b`", "c"),
            List.of(),
            "");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void comparesColumnByColumnSoThatTheIndexIsUsed() {
        SplitKey key = SplitKey.of(SCHEMA, List.of("A", "b`", "c"));

        assertThat(key.between(new Boundary(List.of("1", "_gbk X'41'", "2")), null))
                .isEqualTo(
                        "`a` >= 1 AND (`a` > 1 OR `a` = 1 AND `b``` >= _gbk X'41' AND (`b``` > _gbk X'41' OR `b``` = _gbk X'41'"
                                + " AND `c` > 2))");
        assertThat(key.between(null, new Boundary(List.of("1", "_gbk X'41'", "2"))))
                .isEqualTo(
                        "`a` <= 1 AND (`a` < 1 OR `a` = 1 AND `b``` <= _gbk X'41' AND (`b``` < _gbk X'41' OR `b``` = _gbk X'41'"
                                + " AND `c` <= 2))");
        assertThat(key.ascending()).isEqualTo("`a`, `b```, `c`");
        assertThat(key.selected()).isEqualTo("`a`, `b```, CAST(`c` AS UNSIGNED)");
        assertThat(key.indexHint()).isEqualTo(" FORCE INDEX (PRIMARY)");
    }

    @Test
    void rowsWithNullBelongToTheFirstChunk() {
        SplitKey key = SplitKey.of(SCHEMA, List.of("d"));

        assertThat(key.between(null, new Boundary(List.of("5e0")))).isEqualTo("(`d` <= 5e0 OR `d` IS NULL)");
        assertThat(key.between(new Boundary(List.of("5e0")), null)).isEqualTo("`d` > 5e0");
        assertThat(key.indexHint()).isEmpty();
    }

    @Test
    void severalColumnsOfWhichOneMayBeNullAreRefused() {
        assertThatThrownBy(() -> SplitKey.of(SCHEMA, List.of("a", "d")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("shop.t cannot be split by [a, d], as one of these columns may be NULL");
    }

    @Test
    void aColumnThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> SplitKey.of(SCHEMA, List.of("z")))
                .hasMessage("shop.t has no column 'z' to be split by; it has [a, b`, c, d, e]");
    }

    @Test
    void literalsLoseNothing() {
        SplitKey key = SplitKey.of(SCHEMA, List.of("a", "b`", "c", "e"));

        assertThat(key.column(0).literal(ascii("-5"))).isEqualTo("-5");
        assertThat(key.column(1).literal(new byte[] {(byte) 0xd6, (byte) 0xd0, '\''}))
                .isEqualTo("_gbk X'd6d027'");
        assertThat(key.column(1).literal(new byte[0])).isEqualTo("_gbk X''");
        assertThat(key.column(3).literal(new byte[] {0, -1})).isEqualTo("_binary X'00ff'");
        assertThat(SplitKey.of(SCHEMA, List.of("d")).column(0).literal(ascii("0.1")))
                .isEqualTo("0.1e0");
        assertThat(SplitKey.of(SCHEMA, List.of("d")).column(0).literal(ascii("1.5e-7")))
                .isEqualTo("1.5e-7");
    }

    @Test
    void boundariesSurviveACheckpoint() {
        Boundary boundary = new Boundary(
                List.of("18446744073709551615", "_utf8mb4 X'e4b8ad'", "'2020-01-01 10:00:00.5'", "-1.5e-300"));

        assertThat(Boundary.parse(SCHEMA.table(), boundary.token(), 4)).isEqualTo(boundary);
    }
}
