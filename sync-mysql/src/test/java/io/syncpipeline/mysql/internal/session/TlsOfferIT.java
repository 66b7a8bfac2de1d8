package io.syncpipeline.mysql.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.SslMode;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.TlsVersion;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.internal.binlog.BinlogSettings;
import io.syncpipeline.mysql.internal.connection.Queries;
import io.syncpipeline.mysql.internal.connection.TlsOptions;
import io.syncpipeline.mysql.testserver.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that offer no TLS, or less than the client wants. */
@Timeout(120)
class TlsOfferIT {

    private static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(SourceException.class, e -> assertThat(e.isRetryable())
                .as(e.getMessage())
                .isFalse());
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(MySqlSource.Builder source) {
        return assertRefused(() -> source.build().open(TestSources.options()).close());
    }

    private static AbstractThrowableAssert<?, ?> assertFollowingRefused(
            TestServer server, int port, SslMode mode, String... protocols) {
        return assertRefused(() -> LoneFollower.follow(
                BinlogSettings.of(TlsServer.NAMED_HOST, port, server.user(), server.password()),
                BinlogPosition.at("binlog.000001", 4),
                new TlsOptions(mode.name(), null, null, List.of(protocols))));
    }

    private static Map<String, String> variables(TestServer server) throws SQLException {
        try (Connection connection = server.root()) {
            return Queries.globalVariables(connection, "have_ssl", "tls_version");
        }
    }

    private static TestServer withoutTls() throws SQLException {
        TestServer server = TestServer.shared();
        // Newer servers have no such variable, and TLS always
        assumeThat(variables(server).getOrDefault("have_ssl", "YES"))
                .as("have_ssl")
                .isEqualTo("DISABLED");
        return server;
    }

    @Test
    void preferredIsPlainWithoutTls() throws IOException, SQLException, InterruptedException {
        try (TappedSource tapped = new TappedSource(withoutTls())) {
            assertThat(tapped.copyAndFollow(tapped.source(TlsServer.NAMED_HOST, SslMode.PREFERRED)
                            .build()))
                    .isEqualTo(TappedSource.PLAIN);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"})
    void otherModesAreRefusedWithoutTls(SslMode mode) throws IOException, SQLException {
        TestServer server = withoutTls();
        try (TappedSource tapped = new TappedSource(server)) {
            assertRefused(tapped.source(TlsServer.NAMED_HOST, mode))
                    .hasMessageContaining("sslMode " + mode)
                    .hasMessageContaining("The server offers no TLS");
            assertFollowingRefused(server, tapped.port(), mode, "TLSv1.2", "TLSv1.3")
                    .hasMessageContaining("the server offers no TLS");
        }
    }

    @Test
    void aServerOfTheLatestVersionOnlyIsFollowed(@TempDir Path directory) throws IOException, InterruptedException {
        try (TlsServer tls = TlsServer.embedded(directory, "--tls-version=TLSv1.3");
                TappedSource tapped = new TappedSource(tls.server())) {
            assertThat(tapped.copyAndFollow(tapped.source(TlsServer.NAMED_HOST, SslMode.PREFERRED)
                            .build()))
                    .isEqualTo(TappedSource.ENCRYPTED);
            assertRefused(tapped.source(TlsServer.NAMED_HOST, SslMode.PREFERRED).tlsVersions(TlsVersion.TLS_1_2))
                    .hasMessageContaining("offers none of the TLS versions [TLSv1.2]");
            assertFollowingRefused(tls.server(), tapped.port(), SslMode.REQUIRED, "TLSv1.2")
                    .hasMessageContaining("the TLS versions of the server");
        }
    }

    @Test
    void aServerOfAnEarlierVersionIsNamed(@TempDir Path directory) throws IOException, InterruptedException {
        try (TlsServer tls = TlsServer.embedded(directory, "--tls-version=TLSv1.1");
                TappedSource tapped = new TappedSource(tls.server())) {
            assertNamesItsVersion(tls.server(), tapped);
            assertThat(tapped.copyAndFollow(tapped.source(TlsServer.NAMED_HOST, SslMode.DISABLED)
                            .build()))
                    .isEqualTo(TappedSource.PLAIN);
        }
    }

    @Test
    void aRealServerOfAnEarlierVersionIsNamed() throws IOException, SQLException {
        TestServer server = TestServer.shared();
        Map<String, String> variables = variables(server);
        assumeThat(variables.get("have_ssl")).isEqualTo("YES");
        assumeThat(variables.get("tls_version")).doesNotContain("TLSv1.2");
        try (TappedSource tapped = new TappedSource(server)) {
            assertNamesItsVersion(server, tapped);
        }
    }

    private static void assertNamesItsVersion(TestServer server, TappedSource tapped) {
        assertRefused(tapped.source(TlsServer.NAMED_HOST, SslMode.PREFERRED))
                .hasMessageContaining("sslMode PREFERRED")
                .hasMessageContaining("offers none of the TLS versions [TLSv1.2, TLSv1.3]")
                .hasMessageContaining("MySQL before 5.7.28")
                .hasMessageContaining("sslMode(SslMode.DISABLED) connects without TLS");
        // A server that hangs up looks like one that went down, to the connection that follows alone
        assertThatThrownBy(() -> LoneFollower.follow(
                        BinlogSettings.of(TlsServer.NAMED_HOST, tapped.port(), server.user(), server.password()),
                        BinlogPosition.at("binlog.000001", 4),
                        new TlsOptions(SslMode.PREFERRED.name(), null, null, List.of("TLSv1.2", "TLSv1.3"))))
                .isInstanceOf(SourceException.class);
    }
}
