package io.syncpipeline.mysql.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.SourceException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {

    private static SourceException connecting(SQLException failure, ClientIdentity identity) {
        return Failures.connecting(
                new ConnectionSettings(
                        "db1",
                        3306,
                        "sync",
                        "s3cret",
                        new TlsOptions("REQUIRED", null, identity, List.of("TLSv1.3")),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Map.of()),
                failure);
    }

    /** Error numbers that a test server gives only when it lets nobody in any more. */
    @ParameterizedTest
    @CsvSource({
        "1129, false, has blocked this host after too many failed connections",
        "1130, false, lets no account in from this host; check the host part of the account",
        "1862, false, The account's password has expired; set a new one",
        "1040, true, Too many",
    })
    void aRefusalSaysWhatToDoAndWhetherToTryAgain(int code, boolean retryable, String hint) {
        SourceException failure = connecting(new SQLException("Too many or too few.", "HY000", code), null);

        assertThat(failure.isRetryable()).isEqualTo(retryable);
        assertThat(failure)
                .hasMessageContaining("cannot connect to db1:3306 as sync")
                .hasMessageContaining("(error " + code + ")")
                .hasMessageContaining(hint)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void anAlertOfTheServerIsPutDownToTheClientsCertificate() {
        SQLException failure = new SQLException(
                "no connection", "08S01", new SSLHandshakeException("Received fatal alert: unknown_ca"));

        assertThat(connecting(failure, null).isRetryable()).isFalse();
        assertThat(connecting(failure, null)).hasMessageContaining("give clientCertificate or clientKeyStore");
        assertThat(connecting(failure, new ClientIdentity(Path.of("client.p12"), null, "s3cret")))
                .hasMessageContaining("the client's certificate client.p12")
                .hasMessageNotContaining("s3cret");
    }
}
