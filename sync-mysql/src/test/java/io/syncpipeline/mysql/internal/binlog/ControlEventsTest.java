package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.mysql.internal.decode.DecodeException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that servers logged. */
class ControlEventsTest {

    private static final String SOURCE = "e222c551-e83e-11f1-aa61-02fc00000001";

    private static GtidSet previousGtids(String hex) {
        byte[] bytes = HexFormat.of().parseHex("ff" + hex);
        return ControlEvents.previousGtids(bytes, 1, bytes.length - 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "0100000000000000e222c551e83e11f1aa6102fc00000001020000000000000001000000000000000500000000000000"
                        + "07000000000000000800000000000000|" + SOURCE + ":1-4:7",
                "0102000000000001e222c551e83e11f1aa6102fc000000010001000000000000000100000000000000050000000000"
                        + "0000e222c551e83e11f1aa6102fc0000000108626c7565010000000000000001000000000000000200000000000000|"
                        + SOURCE + ":1-4:blue:1"
            })
    void readsTheTransactionsInTheFilesBefore(String hex, String set) {
        assertThat(previousGtids(hex)).isEqualTo(GtidSet.parse(set == null ? "" : set, false));
    }

    @Test
    void refusesMoreIntervalsThanThereIsRoomFor() {
        assertThatThrownBy(() -> previousGtids("0100000000000000e222c551e83e11f1aa6102fc00000001ffffff7f00000000"))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("2147483647 intervals");
    }

    @Test
    void takesATaggedGtidThatIsCutShortForDamage() {
        byte[] body = HexFormat.of().parseHex("0270000000028903441503");
        assertThatThrownBy(() -> ControlEvents.taggedGtid(body, 0, body.length)).isInstanceOf(DecodeException.class);
    }
}
