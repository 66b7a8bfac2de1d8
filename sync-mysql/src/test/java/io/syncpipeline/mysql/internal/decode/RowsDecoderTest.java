package io.syncpipeline.mysql.internal.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.RowChange.Operation;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.internal.type.MySqlType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsDecoderTest {

    private static final Transaction TRANSACTION = new Transaction(7, 1234, Instant.EPOCH);

    /** Table id 42, shop.t: int, varchar(20). */
    private static final String MAP = "2A0000000000 0100 0473686F7000 017400 02 03 0F 02 5000 03";

    private static final String HEADER_V2 = "2A0000000000 0100 0200 02";
    private static final String HEADER_V1 = "2A0000000000 0100 02";

    private final List<RowChange> changes = new ArrayList<>();

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static TableMap map(String hex) {
        byte[] bytes = bytes(hex);
        return TableMap.parse(bytes, 0, bytes.length);
    }

    private static TableSchema schema(String... types) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            columns.add(MySqlType.column("c" + i, types[i], "utf8mb4", true, ""));
        }
        return new TableSchema(new TableId("shop", "t"), columns, List.of(), List.of(), "");
    }

    private long decode(int type, String hex) {
        RowsDecoder decoder = RowsDecoder.bind(map(MAP), schema("int", "varchar(20)"));
        byte[] body = bytes(hex);
        return decoder.decode(type, body, 0, body.length, TRANSACTION, 5, changes);
    }

    @Test
    void decodesInsertedRowsOfBothVersionsOfTheFormat() {
        String rows = "03 00 01000000 0161  02 02000000";

        assertThat(decode(30, HEADER_V2 + rows)).isEqualTo(2);
        assertThat(decode(23, HEADER_V1 + rows)).isEqualTo(2);

        assertThat(changes).extracting(RowChange::operation).containsOnly(Operation.INSERT);
        assertThat(changes).extracting(RowChange::index).containsExactly(5L, 6L, 5L, 6L);
        assertThat(changes).extracting(change -> change.after().get(0)).containsExactly(1, 2, 1, 2);
        assertThat(changes)
                .extracting(change -> change.after().get(1))
                .containsExactly(Text.of("a"), null, Text.of("a"), null);
        assertThat(changes.get(0).transaction()).isSameAs(TRANSACTION);
        assertThat(changes.get(0).after().byteSize()).isBetween(60, 250);
    }

    @Test
    void decodesUpdatesWithBothImagesAndDeletes() {
        decode(31, HEADER_V2 + "03 03  00 01000000 0161  00 01000000 0162");
        decode(25, HEADER_V1 + "03 00 01000000 0162");

        assertThat(changes.get(0).operation()).isEqualTo(Operation.UPDATE);
        assertThat(changes.get(0).before().get(1)).isEqualTo(Text.of("a"));
        assertThat(changes.get(0).after().get(1)).isEqualTo(Text.of("b"));
        assertThat(changes.get(1).operation()).isEqualTo(Operation.DELETE);
        assertThat(changes.get(1).before().get(1)).isEqualTo(Text.of("b"));
    }

    @Test
    void passesOverExtraData() {
        decode(30, "2A0000000000 0100 0500 AABBCC 02" + "03 00 01000000 0161");
        assertThat(changes).hasSize(1);
    }

    @Test
    void findsNoRowsInTheEventThatOnlyEndsAStatement() {
        assertThat(decode(30, "FFFFFF000000 0100 0200")).isZero();
    }

    @Test
    void refusesRowsThatAreNotLoggedWhole() {
        assertThatThrownBy(() -> decode(30, HEADER_V2 + "01 00 01000000"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("shop.t")
                .hasMessageContaining("c1")
                .hasMessageContaining("binlog_row_image = FULL");
        assertThatThrownBy(() -> decode(31, HEADER_V2 + "03 02 00 01000000 0161 00 0162"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("binlog_row_image = FULL");
    }

    @Test
    void refusesPartialJson() {
        assertThatThrownBy(() -> decode(39, HEADER_V2 + "03 03"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("binlog_row_value_options = ''");
    }

    @Test
    void namesTableRowAndColumnOfDamagedRows() {
        assertThatThrownBy(() -> decode(30, HEADER_V2 + "03 00 01000000 0161 00 02000000 0561"))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("Row 2")
                .hasMessageContaining("shop.t")
                .hasMessageContaining("c1 varchar(20)");
    }

    @Test
    void refusesRowsOfAnotherMapOrType() {
        assertThatThrownBy(() -> decode(30, "2B0000000000 0100 0200 02 03 00 01000000 0161"))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("43")
                .hasMessageContaining("42");
        assertThatThrownBy(() -> decode(19, HEADER_V2)).isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> decode(30, "2A0000000000 0100 0200 03 07")).isInstanceOf(DecodeException.class);
    }

    @Test
    void refusesASchemaOfAnotherShapeAndNamesBoth() {
        assertThatThrownBy(() -> RowsDecoder.bind(map(MAP), schema("int", "varchar(20)", "date")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("shop.t")
                .hasMessageContaining("2 columns against 3")
                .hasMessageContaining("[int, varchar or varbinary(80)]")
                .hasMessageContaining("c2 date");
        assertThatThrownBy(() -> RowsDecoder.bind(map(MAP), schema("bigint", "varchar(20)")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("c0 bigint was logged as int");
    }

    @Test
    void refusesOtherNamesLabelsAndCharacterSetsWhereTheMapHasThem() {
        String shape = "2A0000000000 0100 0473686F7000 017400 02 0F FE 04 5000 F701 03";
        String names = "0406 026330 026331";
        String labels = "0603 01 0161 0A01 2D";
        String collation = "0201 2D";

        RowsDecoder.bind(map(shape + names + labels + collation), schema("varchar(20)", "enum('a')"));
        assertThatThrownBy(
                        () -> RowsDecoder.bind(map(shape + "0406 026330 026332"), schema("varchar(20)", "enum('a')")))
                .hasMessageContaining("c1 was logged as c2");
        assertThatThrownBy(() -> RowsDecoder.bind(map(shape + labels), schema("varchar(20)", "enum('b')")))
                .hasMessageContaining("labels [a]");
        assertThatThrownBy(() -> RowsDecoder.bind(map(shape + "0201 08"), schema("varchar(20)", "enum('a')")))
                .hasMessageContaining("character set latin1, not utf8mb4");
    }

    @Test
    void refusesATableWithoutColumns() {
        assertThatThrownBy(() -> RowsDecoder.bind(map("2A0000000000 0100 0161 00 0162 00 00 00"), schema()))
                .isInstanceOf(SourceException.class);
    }
}
