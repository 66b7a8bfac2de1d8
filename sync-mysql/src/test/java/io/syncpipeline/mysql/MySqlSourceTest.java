package io.syncpipeline.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.DefinitionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MySqlSourceTest {

    private static MySqlSource.Builder complete() {
        return MySqlSource.builder().hostname("db1").username("sync").password("s3cret-word");
    }

    private static void refuses(Consumer<MySqlSource.Builder> option, String message) {
        ThrowingCallable call = () -> option.accept(MySqlSource.builder());
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void isNamedByItsAddress() {
        assertThat(complete().build().name()).isEqualTo("db1:3306");
        assertThat(complete().port(3307).build().name()).isEqualTo("db1:3307");
        assertThat(MySqlSource.builder()
                        .hostname("::1")
                        .username("u")
                        .password("")
                        .build()
                        .name())
                .isEqualTo("[::1]:3306");
    }

    @Test
    void showsNoSecret() {
        MySqlSource.Builder builder = complete()
                .sslMode(SslMode.VERIFY_CA)
                .trustStore(Path.of("trust.p12"), "trust-s3cret")
                .clientKeyStore(Path.of("client.p12"), "key-s3cret")
                .connectionProperty("xdevapiSslKeyStorePassword", "property-s3cret");

        assertThat(builder.toString() + builder.build()).contains("db1", "sync").doesNotContain("s3cret");
        assertThatThrownBy(() -> builder.password("other-s3cret")).hasMessage("password is already set to ***");
        assertThatThrownBy(() -> builder.trustStore(Path.of("b"), "other-s3cret"))
                .hasMessage("trustStore is already set to trust.p12");
        assertThatThrownBy(() -> builder.trustCertificate(Path.of("ca.pem")).build())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
    }

    @Test
    void refusesValuesOutOfRange() {
        refuses(b -> b.hostname(" "), "hostname is empty");
        refuses(b -> b.username(""), "username is empty");
        refuses(b -> b.port(0), "port is 1 to 65535, not 0");
        refuses(b -> b.port(65_536), "port is 1 to 65535, not 65536");
        refuses(b -> b.serverId(0), "serverId is 1 to 4294967295, not 0");
        refuses(b -> b.serverId(1L << 32), "serverId is 1 to 4294967295, not 4294967296");
        refuses(b -> b.connectTimeout(Duration.ZERO), "connectTimeout is PT0.001S to PT24H, not PT0S");
        refuses(b -> b.readTimeout(Duration.ofDays(2)), "readTimeout is PT1S to PT24H, not PT48H");
        refuses(b -> b.heartbeatInterval(Duration.ofMillis(1)), "heartbeatInterval is PT0.1S to PT10M, not PT0.001S");
        refuses(
                b -> b.visibilityUncertainty(Duration.ofSeconds(-1)),
                "visibilityUncertainty is PT0S to PT1H, not PT-1S");
        refuses(b -> b.tlsVersions(), "tlsVersions is empty");
        refuses(b -> b.connectionProperty("", "x"), "name is empty");
    }

    @Test
    void refusesASecondValueAndShowsTheFirst() {
        refuses(b -> b.hostname("a").hostname("b"), "hostname is already set to a");
        refuses(b -> b.port(1).port(2), "port is already set to 1");
        refuses(b -> b.sslMode(SslMode.REQUIRED).sslMode(SslMode.REQUIRED), "sslMode is already set to REQUIRED");
        refuses(b -> b.serverId(5).serverId(6), "serverId is already set to 5");
        refuses(
                b -> b.connectionProperty("tcpRcvBuf", "1").connectionProperty("tcpRcvBuf", "2"),
                "the connection property tcpRcvBuf is already set to 1");
    }

    @Test
    void refusesConnectionPropertiesItReliesOn() {
        for (String name : List.of(
                "useCursorFetch",
                "USECURSORFETCH",
                "sslMode",
                "connectionTimeZone",
                "user",
                "autoReconnect",
                "tlsVersions")) {
            refuses(
                    b -> b.connectionProperty(name, "x"),
                    "the connection property " + name
                            + " is set by MySqlSource and cannot be changed; use the builder's own options");
        }
    }

    @Test
    void reportsAllContradictionsAtOnce() {
        assertThatThrownBy(() -> MySqlSource.builder()
                        .trustStore(Path.of("trust.p12"), "")
                        .trustCertificate(Path.of("ca.pem"))
                        .build())
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "the MySQL source cannot be built: hostname is missing; username is missing; password is missing;"
                                + " trustStore trust.p12 has no effect with sslMode PREFERRED; use VERIFY_CA or VERIFY_IDENTITY;"
                                + " trustCertificate ca.pem has no effect with sslMode PREFERRED; use VERIFY_CA or VERIFY_IDENTITY;"
                                + " trustStore trust.p12 and trustCertificate ca.pem exclude each other");
    }

    @Test
    void refusesWhatPlainConnectionsDoNotUse() {
        assertThatThrownBy(() -> complete()
                        .sslMode(SslMode.DISABLED)
                        .trustCertificate(Path.of("ca.pem"))
                        .clientKeyStore(Path.of("client.p12"), "")
                        .clientCertificate(Path.of("client-cert.pem"), Path.of("client-key.pem"))
                        .tlsVersions(TlsVersion.TLS_1_3)
                        .build())
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "the MySQL source cannot be built: trustCertificate ca.pem has no effect with sslMode DISABLED; use VERIFY_CA"
                                + " or VERIFY_IDENTITY; clientKeyStore client.p12 has no effect with sslMode DISABLED; use another mode;"
                                + " clientCertificate client-cert.pem with client-key.pem has no effect with sslMode DISABLED; use another"
                                + " mode; tlsVersions [TLS_1_3] has no effect with sslMode DISABLED; use another mode; clientKeyStore"
                                + " client.p12 and clientCertificate client-cert.pem with client-key.pem exclude each other");
    }

    @Test
    void choosesAServerIdOfItsOwn() {
        assertThat(complete().build().toString()).contains("serverId random");
        assertThat(complete().serverId(77).build().toString()).contains("serverId 77");
    }
}
