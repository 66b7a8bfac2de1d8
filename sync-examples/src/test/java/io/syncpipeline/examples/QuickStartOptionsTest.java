package io.syncpipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuickStartOptionsTest {

    @Test
    void withoutOptionsBothSidesAreStarted() {
        QuickStartOptions options = QuickStartOptions.parse(Map.of());
        assertThat(options.ownSource()).isFalse();
        assertThat(options.ownDestination()).isFalse();
        assertThat(options.rows()).isEqualTo(100_000);
        assertThat(options.commitInterval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void takesTheUsersServersAndSecretsFromTheEnvironment() {
        QuickStartOptions options = QuickStartOptions.parse(
                Map.of("MYSQL_PASSWORD", "pw", "MAXCOMPUTE_ACCESS_ID", "id", "MAXCOMPUTE_ACCESS_KEY", "key"),
                "--mysql-host=db1",
                "--mysql-user",
                "sync",
                "--databases",
                "shop",
                "--maxcompute-endpoint",
                "http://mc/api",
                "--maxcompute-project",
                "dw");
        assertThat(options.source()).isEqualTo(new SourceDatabase("db1", 3306, "sync", "pw", "PREFERRED"));
        assertThat(options.destination()).isEqualTo(new DestinationProject("http://mc/api", "", "dw", "id", "key"));
        assertThat(options.commitInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.source().toString()).doesNotContain("pw");
        assertThat(options.destination().toString()).doesNotContain("key");
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> QuickStartOptions.parse(
                        Map.of(), "--rows", "12", "--tables", ".*", "--colour=red", "--maxcompute-endpoint"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--rows is a number from 1000 to 10000000, not '12'")
                .hasMessageContaining("--tables needs --mysql-host")
                .hasMessageContaining("there is no option --colour")
                .hasMessageContaining("--maxcompute-endpoint needs a value");
    }

    @Test
    void theHelpNamesEveryOption() {
        assertThat(QuickStartOptions.HELP)
                .contains(QuickStartOptions.NAMES.stream()
                        .map(n -> "--" + n + " ")
                        .toList());
    }
}
