package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.mysql.internal.ddl.SqlMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Blocks of status variables as MySQL writes them: flags, the mode, the catalog, character sets. */
final class StatementVariablesTest {

    private static final String FLAGS = "0000000000";
    private static final String CATALOG = "0603737464";
    private static final String GBK = "041c001c00ff00";

    private static StatementVariables read(String hex) {
        byte[] bytes = HexFormat.of().parseHex("ffff" + hex + "ffff");
        return StatementVariables.read(bytes, 2, bytes.length - 4);
    }

    @Test
    void theModeAndTheCharacterSetAreThoseOfTheSession() {
        StatementVariables variables = read(FLAGS + "01" + "0500100000000000" + CATALOG + GBK);
        assertThat(variables.mode()).isEqualTo(new SqlMode(true, false, true, false, false));
        assertThat(variables.charset()).isEqualTo(Charset.forName("GBK"));
    }

    @Test
    void aModeThatChangesNoReadingIsTheUsualOne() {
        assertThat(read(FLAGS + "01" + "2000a05000000000" + CATALOG).mode()).isEqualTo(SqlMode.USUAL);
        assertThat(read(FLAGS + "01" + "0002000000000000").mode())
                .isEqualTo(new SqlMode(false, true, false, false, true));
    }

    @Test
    void whatIsNotThereIsAsUsual() {
        assertThat(read("")).isEqualTo(new StatementVariables(SqlMode.USUAL, StandardCharsets.UTF_8));
        assertThat(read(FLAGS + CATALOG)).isEqualTo(new StatementVariables(SqlMode.USUAL, StandardCharsets.UTF_8));
    }

    @Test
    void nothingIsReadBehindAVariableThatIsNotKnown() {
        assertThat(read("01" + "0400000000000000" + "7f0102" + GBK))
                .isEqualTo(
                        new StatementVariables(new SqlMode(true, true, false, false, false), StandardCharsets.UTF_8));
    }
}
