package io.syncpipeline.mysql.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {

    @ParameterizedTest
    @CsvSource({
        "5.7.22-log, false, 50722",
        "8.0.15, false, 80015",
        "9.7.4-2, false, 90704",
        "5.5.5-10.11.5-MariaDB-log, true, 101105",
        "11.4.5-MariaDB-log, true, 110405",
        "10.6.12-MariaDB-0ubuntu0.22.04.1, true, 100612"
    })
    void readsWhatServersShow(String text, boolean mariaDb, int number) {
        assertThat(ServerVersion.parse(text)).isEqualTo(new ServerVersion(text, mariaDb, number));
    }

    @Test
    void refusesWhatIsNoVersion() {
        assertThatThrownBy(() -> ServerVersion.parse("eight")).hasMessage("not a MySQL or MariaDB version: eight");
    }

    @Test
    void comparesWithinItsProductOnly() {
        assertThat(ServerVersion.parse("8.0.15").isMySqlFrom(8, 0, 15)).isTrue();
        assertThat(ServerVersion.parse("8.0.15").isMySqlFrom(8, 0, 16)).isFalse();
        assertThat(ServerVersion.parse("11.4.5-MariaDB").isMySqlFrom(5, 7, 0)).isFalse();
        assertThat(ServerVersion.parse("11.4.5-MariaDB").isMariaDbFrom(10, 5, 0))
                .isTrue();
    }
}
