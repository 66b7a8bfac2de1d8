package io.syncpipeline.mysql.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.SslMode;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.TlsVersion;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.internal.binlog.BinlogSettings;
import io.syncpipeline.mysql.internal.connection.TlsOptions;
import io.syncpipeline.mysql.internal.connection.TrustMaterial;
import io.syncpipeline.mysql.testserver.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mode of encryption with right and wrong trust and host names, each copying and following rows, watched on the wire. */
@Timeout(120)
class TlsIT {

    @TempDir
    static Path directory;

    private static TlsServer tls;
    private static TestCertificates stranger;
    private static Path jks;

    private TappedSource tapped;

    @BeforeAll
    static void startServer() {
        tls = TlsServer.start(directory);
        stranger = TestCertificates.authority(directory.resolve("stranger"));
        jks = tls.certificates().trustStore(directory.resolve("truststore.jks"), "JKS");
    }

    @AfterAll
    static void stopServer() {
        tls.close();
    }

    @BeforeEach
    void tap() throws IOException {
        tapped = new TappedSource(tls.server());
    }

    @AfterEach
    void untap() throws IOException {
        tapped.close();
    }

    /** Whom the client trusts. */
    private enum Trust {
        JVM,
        PEM,
        PKCS12,
        JKS,
        STRANGER;

        TrustMaterial material() {
            return switch (this) {
                case JVM -> null;
                case PEM -> new TrustMaterial(tls.certificates().file("ca.pem"), "", true);
                case PKCS12 ->
                    new TrustMaterial(tls.certificates().file("truststore.p12"), TestCertificates.PASSWORD, false);
                case JKS -> new TrustMaterial(jks, TestCertificates.PASSWORD, false);
                case STRANGER -> new TrustMaterial(stranger.file("ca.pem"), "", true);
            };
        }
    }

    private record Case(SslMode mode, Trust trust, String host) {}

    static List<Case> encrypted() {
        List<Case> cases = new ArrayList<>();
        for (String host : List.of(TlsServer.NAMED_HOST, TlsServer.OTHER_HOST)) {
            cases.add(new Case(SslMode.PREFERRED, Trust.JVM, host));
            cases.add(new Case(SslMode.REQUIRED, Trust.JVM, host));
            for (Trust trust : List.of(Trust.PEM, Trust.PKCS12, Trust.JKS)) {
                cases.add(new Case(SslMode.VERIFY_CA, trust, host));
            }
        }
        for (Trust trust : List.of(Trust.PEM, Trust.PKCS12, Trust.JKS)) {
            cases.add(new Case(SslMode.VERIFY_IDENTITY, trust, TlsServer.NAMED_HOST));
        }
        return cases;
    }

    static List<Case> refused() {
        List<Case> cases = new ArrayList<>();
        for (String host : List.of(TlsServer.NAMED_HOST, TlsServer.OTHER_HOST)) {
            for (SslMode mode : List.of(SslMode.VERIFY_CA, SslMode.VERIFY_IDENTITY)) {
                cases.add(new Case(mode, Trust.STRANGER, host));
                cases.add(new Case(mode, Trust.JVM, host));
            }
        }
        for (Trust trust : List.of(Trust.PEM, Trust.PKCS12, Trust.JKS)) {
            cases.add(new Case(SslMode.VERIFY_IDENTITY, trust, TlsServer.OTHER_HOST));
        }
        return cases;
    }

    private MySqlSource source(Case tried) {
        MySqlSource.Builder source = tapped.source(tried.host(), tried.mode());
        TrustMaterial trust = tried.trust().material();
        if (trust != null && trust.pem()) {
            source.trustCertificate(trust.file());
        } else if (trust != null) {
            source.trustStore(trust.file(), trust.password());
        }
        return source.build();
    }

    @ParameterizedTest
    @MethodSource
    void encrypted(Case tried) throws InterruptedException {
        assertThat(tapped.copyAndFollow(source(tried))).isEqualTo(TappedSource.ENCRYPTED);
    }

    @ParameterizedTest
    @MethodSource
    void refused(Case tried) {
        assertRefused(() -> source(tried).open(TestSources.options()).close())
                .hasMessageContaining(tried.host())
                .hasMessageContaining("sslMode " + tried.mode())
                .hasMessageContaining(
                        "server's certificate is " + (isOfAnotherHost(tried) ? "for another host" : "not signed by"));
    }

    private static boolean isOfAnotherHost(Case tried) {
        return !List.of(Trust.JVM, Trust.STRANGER).contains(tried.trust());
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(SourceException.class, e -> assertThat(e.isRetryable())
                .as(e.getMessage())
                .isFalse());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusedByTheConnectionThatFollowsToo(Case tried) {
        assertRefused(() -> follow(tried))
                .hasMessageContaining("no TLS connection to " + tls.server().user() + "@" + tried.host());
    }

    private void follow(Case tried) throws InterruptedException {
        TlsOptions options =
                new TlsOptions(tried.mode().name(), tried.trust().material(), null, List.of("TLSv1.2", "TLSv1.3"));
        LoneFollower.follow(
                BinlogSettings.of(
                        tried.host(),
                        tapped.port(),
                        tls.server().user(),
                        tls.server().password()),
                BinlogPosition.at("binlog.000001", 4),
                options);
    }

    @ParameterizedTest
    @EnumSource
    void aVersionThatBothKnowIsUsedAndAnotherIsRefused(TlsVersion version) throws InterruptedException, SQLException {
        MySqlSource source = tapped.source(TlsServer.NAMED_HOST, SslMode.REQUIRED)
                .tlsVersions(version)
                .build();
        String name = version == TlsVersion.TLS_1_2 ? "TLSv1.2" : "TLSv1.3";
        if (tls.versions().contains(name)) {
            assertThat(tapped.copyAndFollow(source)).isEqualTo(TappedSource.ENCRYPTED);
        } else {
            assertRefused(() -> source.open(TestSources.options()).close())
                    .hasMessageContaining("offers none of the TLS versions [" + name + "]");
        }
    }

    @Test
    void plainWhenSwitchedOff() throws InterruptedException {
        assertThat(tapped.copyAndFollow(
                        tapped.source(TlsServer.OTHER_HOST, SslMode.DISABLED).build()))
                .isEqualTo(TappedSource.PLAIN);
    }

    @Test
    void theAuthoritiesOfTheJavaRuntimeAreTrusted() throws InterruptedException {
        withTrustOfTheRuntime(tls.certificates().file("truststore.p12"), () -> {
            assertThat(tapped.copyAndFollow(source(new Case(SslMode.VERIFY_CA, Trust.JVM, TlsServer.OTHER_HOST))))
                    .isEqualTo(TappedSource.ENCRYPTED);
            assertThat(tapped.copyAndFollow(source(new Case(SslMode.VERIFY_IDENTITY, Trust.JVM, TlsServer.NAMED_HOST))))
                    .isEqualTo(TappedSource.ENCRYPTED);
        });
    }

    @Test
    void aRuntimeThatTrustsNobodyIsNamed() throws InterruptedException, IOException, GeneralSecurityException {
        Path empty = directory.resolve("empty.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (OutputStream out = Files.newOutputStream(empty)) {
            store.store(out, TestCertificates.PASSWORD.toCharArray());
        }
        Case tried = new Case(SslMode.VERIFY_CA, Trust.JVM, TlsServer.NAMED_HOST);
        withTrustOfTheRuntime(empty, () -> {
            assertRefused(() -> source(tried).open(TestSources.options()).close())
                    .hasMessageContaining("the Java runtime trusts no authority");
            assertRefused(() -> follow(tried)).hasMessageContaining("the Java runtime trusts no authority");
        });
    }

    @FunctionalInterface
    private interface Action {
        void run() throws InterruptedException;
    }

    private static void withTrustOfTheRuntime(Path store, Action action) throws InterruptedException {
        System.setProperty("javax.net.ssl.trustStore", store.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD);
        try {
            action.run();
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }
}
