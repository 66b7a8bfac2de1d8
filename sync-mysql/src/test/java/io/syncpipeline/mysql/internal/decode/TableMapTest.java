package io.syncpipeline.mysql.internal.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableMapTest {

    /** Table id, flags, names, then the columns int, varchar(20), char(300 bytes), enum, set, decimal(10,2). */
    private static final String SHAPE =
            "2A0000000000 0100 0473686F7000 066F726465727300" + "06 03 0F FE FE FE F6 0A 5000 EE2C F701 F801 0A02 3E";

    private static final String METADATA = "0101 00" // signedness of two numbers
            + "0201 2D" // all text in utf8mb4_general_ci
            + "0A01 08" // labels in latin1
            + "0416 026964 046E616D65 0463697479 046B696E64 0174 0161"
            + "0604 01 0261E9" // one ENUM label
            + "0505 02 0178 0179" // two SET labels
            + "0801 00" // primary key: the first column
            + "0C01 FC"; // all visible

    private static TableMap parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return TableMap.parse(bytes, 0, bytes.length);
    }

    @Test
    void readsTheShape() {
        TableMap map = parse(SHAPE);

        assertThat(map.tableId()).isEqualTo(42);
        assertThat(map.database()).isEqualTo("shop");
        assertThat(map.table()).isEqualTo("orders");
        assertThat(map.columnCount()).isEqualTo(6);
        assertThat(List.of(
                        map.columnType(0),
                        map.columnType(1),
                        map.columnType(2),
                        map.columnType(3),
                        map.columnType(4),
                        map.columnType(5)))
                .containsExactly(3, 15, 254, 247, 248, 246);
        assertThat(map.columnMeta(1)).isEqualTo(80);
        assertThat(map.columnMeta(2)).isEqualTo(300);
        assertThat(map.columnMeta(3)).isEqualTo(1);
        assertThat(map.columnMeta(5)).isEqualTo(10 + 256 * 2);
        assertThat(map.metadata()).isEmpty();
        assertThat(map.hasMetadata()).isFalse();
    }

    @Test
    void readsTheMetadata() {
        TableMapMetadata metadata = parse(SHAPE + METADATA).metadata().orElseThrow();

        assertThat(metadata.names()).containsExactly("id", "name", "city", "kind", "t", "a");
        assertThat(metadata.collations()).containsExactly(0, 45, 45, 8, 8, 0);
        assertThat(metadata.labels().get(3)).containsExactly("aé");
        assertThat(metadata.labels().get(4)).containsExactly("x", "y");
        assertThat(metadata.primaryKey()).containsExactly(0);
        assertThat(metadata.invisible()).isEmpty();
    }

    @Test
    void takesUnreadableMetadataForNone() {
        TableMap map = parse(SHAPE + "04FF");
        assertThat(map.metadata()).isEmpty();
        assertThat(map.hasMetadata()).isTrue();
    }

    @Test
    void refusesTypesThatItCannotRead() {
        assertThatThrownBy(() -> parse("2A0000000000 0100 0161 00 0162 00 01 14 00 01"))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("type number 20");
    }

    @Test
    void refusesAShapeThatIsCutShort() {
        byte[] bytes = HexFormat.of().parseHex(SHAPE.replace(" ", ""));
        for (int length = 0; length < bytes.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> TableMap.parse(bytes, 0, cut)).isInstanceOf(DecodeException.class);
        }
    }
}
