package io.syncpipeline.mysql.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.SslMode;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.internal.binlog.BinlogSettings;
import io.syncpipeline.mysql.internal.connection.ClientIdentity;
import io.syncpipeline.mysql.internal.connection.Queries;
import io.syncpipeline.mysql.internal.connection.TlsOptions;
import io.syncpipeline.mysql.testserver.TestCertificates;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.SourceSession;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts of every kind: how they log in, and what they require of a connection; over JDBC and for the log. */
@Timeout(120)
class AccountsIT {

    private static final String USER = "sync_account";
    private static final String PASSWORD = "accöunt-secret";
    private static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

    @TempDir
    static Path directory;

    private static TlsServer tls;
    private static TestCertificates stranger;

    private final TestServer server = tls.server();
    private SslMode mode;
    private TappedSource tapped;

    @BeforeAll
    static void startServer() {
        tls = TlsServer.start(directory);
        stranger = TestCertificates.authority(directory.resolve("stranger")).sign("client", "RSA", "");
    }

    @AfterAll
    static void stopServer() {
        tls.close();
    }

    @BeforeEach
    void tap() throws IOException, SQLException {
        tapped = new TappedSource(server);
        mode = tls.versions().contains("TLSv1.2") ? SslMode.REQUIRED : SslMode.DISABLED;
    }

    @AfterEach
    void dropAccount() throws IOException {
        server.execute("DROP USER IF EXISTS " + USER + "@'%'", "DROP USER IF EXISTS " + USER + "@'10.9.8.7'");
        tapped.close();
    }

    /** Makes the account, which has never logged in. */
    private void create(String host, String identified, String required) {
        String account = USER + "@'" + host + "'";
        server.execute(
                "CREATE USER " + account + " " + identified + " " + required,
                "GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO " + account);
        forgetLogins();
    }

    private void create(String required) {
        create("%", "IDENTIFIED BY '" + PASSWORD + "'", required);
    }

    // The server remembers who has logged in by caching_sha2_password, and lets them in by a shorter way
    private void forgetLogins() {
        server.execute("FLUSH PRIVILEGES");
    }

    private MySqlSource.Builder source(SslMode mode, String password) {
        return tapped.source(TlsServer.NAMED_HOST, mode, USER, password);
    }

    private MySqlSource.Builder source(SslMode mode) {
        return source(mode, PASSWORD);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.isRetryable()).as(e.getMessage()).isFalse())
                .hasMessageNotContaining("secret");
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(MySqlSource.Builder source) {
        return assertRefused(() -> source.build().open(TestSources.options()).close());
    }

    private AbstractThrowableAssert<?, ?> assertFollowingRefused(String password, TlsOptions options) {
        BinlogSettings settings = BinlogSettings.of(TlsServer.NAMED_HOST, tapped.port(), USER, password)
                .server(server.isMariaDb(), false, null);
        return assertRefused(() -> LoneFollower.follow(settings, BinlogPosition.at("binlog.000001", 4), options));
    }

    private static TlsOptions options(SslMode mode, ClientIdentity identity) {
        return new TlsOptions(mode.name(), null, identity, PROTOCOLS);
    }

    private void assumeTls() {
        assumeThat(mode).as("what the server's TLS allows").isEqualTo(SslMode.REQUIRED);
    }

    private boolean offers(String plugin) throws SQLException {
        try (Connection connection = server.root()) {
            return Queries.text(
                            connection,
                            "SELECT 1 FROM information_schema.PLUGINS WHERE PLUGIN_STATUS = 'ACTIVE' AND PLUGIN_NAME = '"
                                    + plugin + "'")
                    .isPresent();
        }
    }

    private String identified(String plugin, String password) {
        return server.isMariaDb()
                ? "IDENTIFIED VIA " + plugin + " USING PASSWORD('" + password + "')"
                : "IDENTIFIED WITH " + plugin + " BY '" + password + "'";
    }

    @ParameterizedTest
    @CsvSource({
        "caching_sha2_password, DISABLED, accöunt-secret",
        "caching_sha2_password, PREFERRED, accöunt-secret",
        "caching_sha2_password, REQUIRED, accöunt-secret",
        "caching_sha2_password, DISABLED, ''",
        "caching_sha2_password, REQUIRED, ''",
        "mysql_native_password, DISABLED, accöunt-secret",
        "mysql_native_password, REQUIRED, accöunt-secret",
        "mysql_native_password, DISABLED, ''",
        "mysql_native_password, REQUIRED, ''",
    })
    void logsInForTheFirstTime(String plugin, SslMode used, String password) throws InterruptedException, SQLException {
        assumeThat(offers(plugin)).as("the server has " + plugin).isTrue();
        if (used != SslMode.DISABLED) {
            assumeTls();
        }
        create("%", identified(plugin, password), "");

        assertThat(tapped.copyAndFollow(source(used, password).build(), this::forgetLogins))
                .isEqualTo(used == SslMode.DISABLED ? TappedSource.PLAIN : TappedSource.ENCRYPTED);
    }

    @ParameterizedTest
    @EnumSource(names = {"DISABLED", "REQUIRED"})
    void aWrongPasswordIsRefused(SslMode used) {
        if (used != SslMode.DISABLED) {
            assumeTls();
        }
        create("");
        assertRefused(source(used, "wrong-secret")).hasMessageContaining("error 1045", "Wrong username or password");
        assertFollowingRefused("wrong-secret", options(used, null)).hasMessageContaining("check its password");
    }

    @Test
    void anEmptyPasswordForAnAccountThatHasOneIsRefused() {
        create("");
        assertRefused(source(mode, "")).hasMessageContaining("error 1045");
        assertFollowingRefused("", options(mode, null)).hasMessageContaining("error 1045");
    }

    @Test
    void anExpiredPasswordIsNamed() {
        create("");
        server.execute("ALTER USER " + USER + "@'%' PASSWORD EXPIRE");
        assertRefused(source(mode)).hasMessageContaining("password has expired; set a new one");
        assertFollowingRefused(PASSWORD, options(mode, null))
                .hasMessageContaining("password has expired; set a new one");
    }

    @Test
    void aLockedAccountIsNamed() {
        create("ACCOUNT LOCK");
        assertRefused(source(mode)).hasMessageContaining("The account is locked");
        assertFollowingRefused(PASSWORD, options(mode, null)).hasMessageContaining("locked");
    }

    @Test
    void anAccountOfAnotherHostIsRefused() {
        create("10.9.8.7", "IDENTIFIED BY '" + PASSWORD + "'", "");
        assertRefused(source(mode)).hasMessageContaining("not allowed from this host");
        // MySQL asks for a login method of its choice when no account fits, so as not to tell which accounts there are
        assertFollowingRefused(PASSWORD, options(mode, null))
                .hasMessageMatching("(?s).*(may not follow the log|unsupported authentication method).*");
    }

    @Test
    void anAccountThatRequiresTlsLogsInWithIt() throws InterruptedException {
        assumeTls();
        create("REQUIRE SSL");
        assertThat(tapped.copyAndFollow(source(SslMode.REQUIRED).build(), this::forgetLogins))
                .isEqualTo(TappedSource.ENCRYPTED);
        assertRefused(source(SslMode.DISABLED)).hasMessageContaining("it requires TLS");
        assertFollowingRefused(PASSWORD, options(SslMode.DISABLED, null))
                .hasMessageContaining("what it requires of connections");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAccountThatRequiresACertificateLogsInWithIt(boolean pem) throws InterruptedException {
        assumeTls();
        create("REQUIRE X509");
        MySqlSource.Builder source = source(SslMode.VERIFY_IDENTITY)
                .trustCertificate(tls.certificates().file("ca.pem"));
        if (pem) {
            source.clientCertificate(
                    tls.certificates().file("client-cert.pem"),
                    tls.certificates().file("client-key.pem"));
        } else {
            source.clientKeyStore(tls.certificates().file("client.p12"), TestCertificates.PASSWORD);
        }
        assertThat(tapped.copyAndFollow(source.build(), this::forgetLogins)).isEqualTo(TappedSource.ENCRYPTED);
    }

    @Test
    void anAccountThatRequiresACertificateIsRefusedWithoutOne() {
        assumeTls();
        create("REQUIRE X509");
        assertRefused(source(SslMode.REQUIRED)).hasMessageContaining("requires TLS or a client certificate");
        assertFollowingRefused(PASSWORD, options(SslMode.REQUIRED, null))
                .hasMessageContaining("what it requires of connections");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() {
        assumeTls();
        create("REQUIRE X509");
        ClientIdentity identity =
                new ClientIdentity(stranger.file("client-cert.pem"), stranger.file("client-key.pem"), "");
        // Whether the server's answer or the end of the connection comes first is not certain, so neither is whether
        // trying again may help
        assertThatThrownBy(() -> source(SslMode.REQUIRED)
                        .clientCertificate(stranger.file("client-cert.pem"), stranger.file("client-key.pem"))
                        .build()
                        .open(TestSources.options())
                        .close())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("client's certificate " + stranger.file("client-cert.pem"));
        BinlogSettings settings = BinlogSettings.of(TlsServer.NAMED_HOST, tapped.port(), USER, PASSWORD);
        assertThatThrownBy(() -> LoneFollower.follow(
                        settings, BinlogPosition.at("binlog.000001", 4), options(SslMode.REQUIRED, identity)))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void aMethodThatOnlyJdbcKnowsIsNamed() throws SQLException {
        assumeThat(offers("sha256_password"))
                .as("the server has sha256_password")
                .isTrue();
        create("%", identified("sha256_password", PASSWORD), "");
        assertFollowingRefused(PASSWORD, options(mode, null)).hasMessageContaining("sha256_password", "ALTER USER");
        try (SourceSession session = source(mode).build().open(TestSources.options())) {
            assertThat(session.check(List.of(), true))
                    .filteredOn(finding -> finding.subject().equals("login"))
                    .singleElement()
                    .asString()
                    .startsWith("ERROR login: the account logs in with sha256_password")
                    .contains("ALTER USER");
            assertThat(session.check(List.of(), false)).as("copying works").noneMatch(finding -> finding.subject()
                    .equals("login"));
        }
    }

    @Test
    void aMethodThatNobodyKnowsIsNamed() throws IOException {
        try (PluginServer other = new PluginServer("client_ed25519")) {
            assertRefused(MySqlSource.builder()
                            .hostname("127.0.0.1")
                            .port(other.port())
                            .username(USER)
                            .password(PASSWORD))
                    .hasMessageContaining("client_ed25519", "ALTER USER");
            assertRefused(() -> LoneFollower.follow(
                            BinlogSettings.of("127.0.0.1", other.port(), USER, PASSWORD),
                            BinlogPosition.at("binlog.000001", 4),
                            options(SslMode.PREFERRED, null)))
                    .hasMessageContaining("client_ed25519", "ALTER USER");
        }
    }
}
