package io.syncpipeline.mysql;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.mysql.internal.connection.ClientIdentity;
import io.syncpipeline.mysql.internal.connection.ConnectionSettings;
import io.syncpipeline.mysql.internal.connection.TlsOptions;
import io.syncpipeline.mysql.internal.connection.TrustMaterial;
import io.syncpipeline.mysql.internal.session.MySqlSourceSession;
import io.syncpipeline.mysql.internal.session.ReplicationSettings;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.Source;
import io.syncpipeline.spi.SourceSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A MySQL (5.7 or later) or MariaDB (10.5 or later) server as a source. It has to write a row-based binlog with full row images, and the
 * account needs {@code SELECT} on the tables and {@code REPLICATION SLAVE, REPLICATION CLIENT ON *.*}; a pipeline's check says what is
 * missing.
 *
 * <pre>{@code
 * MySqlSource source = MySqlSource.builder().hostname("db1").username("sync").password(secret).build();
 * }</pre>
 *
 * <p>Immutable and thread-safe; makes no connection before it is opened. All times are read in UTC, whatever the server's time zone.
 */
public final class MySqlSource implements Source {

    private final ConnectionSettings connection;
    private final ReplicationSettings replication;

    private MySqlSource(ConnectionSettings connection, ReplicationSettings replication) {
        this.connection = connection;
        this.replication = replication;
    }

    /** Starts the description of a server. */
    public static Builder builder() {
        return new Builder();
    }

    /** The server's address, such as {@code db1:3306}. */
    @Override
    public String name() {
        return connection.address();
    }

    @Override
    public SourceSession open(SessionOptions options) {
        return MySqlSourceSession.open(connection, replication, options);
    }

    /** The address and the account, without the password. */
    @Override
    public String toString() {
        return "MySqlSource[" + connection + ", sslMode " + connection.tls() + ", " + replication + "]";
    }

    /** Describes a server. Each option is set at most once. Not thread-safe. */
    public static final class Builder {

        private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

        // Set by this class; another value would make copied values differ from streamed ones, or a lost connection go
        // unnoticed.
        private static final Set<String> RESERVED_PROPERTIES = lowerCase(
                "user",
                "password",
                "password1",
                "password2",
                "password3",
                "sslMode",
                "useSSL",
                "requireSSL",
                "verifyServerCertificate",
                "trustCertificateKeyStoreUrl",
                "trustCertificateKeyStoreType",
                "trustCertificateKeyStorePassword",
                "fallbackToSystemTrustStore",
                "clientCertificateKeyStoreUrl",
                "clientCertificateKeyStoreType",
                "clientCertificateKeyStorePassword",
                "fallbackToSystemKeyStore",
                "tlsVersions",
                "enabledTLSProtocols",
                "allowPublicKeyRetrieval",
                "connectTimeout",
                "socketTimeout",
                "characterEncoding",
                "characterSetResults",
                "connectionCollation",
                "connectionTimeZone",
                "serverTimezone",
                "forceConnectionTimeZoneToSession",
                "sessionVariables",
                "jdbcCompliantTruncation",
                "useServerPrepStmts",
                "useCursorFetch",
                "defaultFetchSize",
                "maxRows",
                "autoReconnect",
                "autoReconnectForPools",
                "allowMultiQueries",
                "allowLoadLocalInfile",
                "netTimeoutForStreamingResults",
                "connectionAttributes",
                "useUnicode",
                "queryInterceptors",
                "databaseTerm");

        private final Map<String, String> properties = new LinkedHashMap<>();
        private @Nullable String hostname;
        private @Nullable Integer port;
        private @Nullable String username;
        private @Nullable Secret password;
        private @Nullable SslMode sslMode;
        private @Nullable TrustMaterial trustStore;
        private @Nullable TrustMaterial trustCertificate;
        private @Nullable ClientIdentity clientKeyStore;
        private @Nullable ClientIdentity clientCertificate;
        private @Nullable Set<TlsVersion> tlsVersions;
        private @Nullable Long serverId;
        private @Nullable Duration connectTimeout;
        private @Nullable Duration readTimeout;
        private @Nullable Duration heartbeatInterval;
        private @Nullable Duration visibilityUncertainty;

        private Builder() {}

        /** The server's host name or IP address. Required. */
        public Builder hostname(String hostname) {
            this.hostname = once("hostname", this.hostname, text("hostname", hostname));
            return this;
        }

        /** The server's TCP port, 1 to 65535. Default 3306. */
        public Builder port(int port) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port is 1 to 65535, not " + port);
            }
            this.port = once("port", this.port, port);
            return this;
        }

        /** The account's name. Required. */
        public Builder username(String username) {
            this.username = once("username", this.username, text("username", username));
            return this;
        }

        /** The account's password; empty when it has none. Required. It is never shown. */
        public Builder password(String password) {
            this.password = once("password", this.password, new Secret(Objects.requireNonNull(password, "password")));
            return this;
        }

        /** Whether and how connections are encrypted. Default {@link SslMode#PREFERRED}. */
        public Builder sslMode(SslMode sslMode) {
            this.sslMode = once("sslMode", this.sslMode, Objects.requireNonNull(sslMode, "sslMode"));
            return this;
        }

        /**
         * A Java trust store (JKS or PKCS12) with the authorities to trust, for {@link SslMode#VERIFY_CA} and {@link
         * SslMode#VERIFY_IDENTITY}. Default: the authorities that the Java runtime trusts.
         *
         * @param file where it is; read when the source is opened
         * @param password its password; empty when it has none
         */
        public Builder trustStore(Path file, String password) {
            Objects.requireNonNull(password, "password");
            this.trustStore = once(
                    "trustStore",
                    this.trustStore,
                    new TrustMaterial(Objects.requireNonNull(file, "file"), password, false));
            return this;
        }

        /**
         * Certificates in PEM form of the authorities to trust, such as the {@code ca.pem} of the server. An alternative to {@link
         * #trustStore}.
         *
         * @param file where they are; read when the source is opened
         */
        public Builder trustCertificate(Path file) {
            this.trustCertificate = once(
                    "trustCertificate",
                    this.trustCertificate,
                    new TrustMaterial(Objects.requireNonNull(file, "file"), "", true));
            return this;
        }

        /**
         * A Java key store (JKS or PKCS12) with one private key and its certificate, which the client shows to a server that asks for
         * it, as for accounts that {@code REQUIRE X509}. With every {@link SslMode} but {@link SslMode#DISABLED}. Default: none is
         * shown, not even a key store that the Java runtime is configured with.
         *
         * @param file where it is; read when the source is opened
         * @param password its password, which is also that of the key; empty when it has none
         */
        public Builder clientKeyStore(Path file, String password) {
            Objects.requireNonNull(password, "password");
            this.clientKeyStore = once(
                    "clientKeyStore",
                    this.clientKeyStore,
                    new ClientIdentity(Objects.requireNonNull(file, "file"), null, password));
            return this;
        }

        /**
         * The client's certificate and private key in PEM form, such as the {@code client-cert.pem} and {@code client-key.pem} that MySQL
         * makes. An alternative to {@link #clientKeyStore}.
         *
         * @param certificate where the certificate is, followed by those of intermediate authorities; read when the source is opened
         * @param key where the private key is, without a password: PKCS #8 ({@code BEGIN PRIVATE KEY}) or an RSA key in PKCS #1 form
         *     ({@code BEGIN RSA PRIVATE KEY}). It may be the same file
         */
        public Builder clientCertificate(Path certificate, Path key) {
            this.clientCertificate = once(
                    "clientCertificate",
                    this.clientCertificate,
                    new ClientIdentity(
                            Objects.requireNonNull(certificate, "certificate"),
                            Objects.requireNonNull(key, "key"),
                            ""));
            return this;
        }

        /**
         * The versions of TLS that connections may use, at least one. Client and server take the latest that both know. Default: all of
         * {@link TlsVersion}.
         */
        public Builder tlsVersions(TlsVersion... versions) {
            Set<TlsVersion> set = new TreeSet<>(List.of(versions));
            if (set.isEmpty()) {
                throw new IllegalArgumentException("tlsVersions is empty");
            }
            this.tlsVersions = once("tlsVersions", this.tlsVersions, set);
            return this;
        }

        /**
         * The id under which the pipeline registers at the server when it follows changes, 1 to 4294967295: different from the ids of the
         * server, of its replicas and of other readers, so that a source with an id of its own serves one pipeline. Default: a random number
         * above 1073741824 for each start.
         */
        public Builder serverId(long serverId) {
            if (serverId < 1 || serverId > 4_294_967_295L) {
                throw new IllegalArgumentException("serverId is 1 to 4294967295, not " + serverId);
            }
            this.serverId = once("serverId", this.serverId, serverId);
            return this;
        }

        /** How long connecting may take, up to a day. Default 10 seconds. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = once(
                    "connectTimeout",
                    this.connectTimeout,
                    duration("connectTimeout", timeout, Duration.ofMillis(1), LONGEST_TIMEOUT));
            return this;
        }

        /**
         * How long the server may be silent within an answer before the connection counts as lost, up to a day. Raise it when a full
         * condition makes the server search for long before it finds a row. Default 10 minutes.
         */
        public Builder readTimeout(Duration timeout) {
            this.readTimeout = once(
                    "readTimeout",
                    this.readTimeout,
                    duration("readTimeout", timeout, Duration.ofSeconds(1), LONGEST_TIMEOUT));
            return this;
        }

        /**
         * How often an idle server says that nothing has changed, which keeps the delay true and tells a lost connection from a quiet one:
         * after 60 seconds, or three of these times when that is longer, without a sign the connection counts as lost. 100 milliseconds to
         * 10 minutes. Default 1 second.
         */
        public Builder heartbeatInterval(Duration interval) {
            this.heartbeatInterval = once(
                    "heartbeatInterval",
                    this.heartbeatInterval,
                    duration("heartbeatInterval", interval, Duration.ofMillis(100), Duration.ofMinutes(10)));
            return this;
        }

        /**
         * For how long a change may stand in the binlog before reads see it, on a MySQL server without GTIDs; changes of that age are
         * written once more after each chunk of a copy. Raise it when semi-synchronous replication may delay commits for longer. Other
         * servers are asked instead. Up to an hour. Default 10 seconds.
         */
        public Builder visibilityUncertainty(Duration time) {
            this.visibilityUncertainty = once(
                    "visibilityUncertainty",
                    this.visibilityUncertainty,
                    duration("visibilityUncertainty", time, Duration.ZERO, Duration.ofHours(1)));
            return this;
        }

        /**
         * One more property of MySQL Connector/J for the connections that copy tables, such as {@code useCompression}. Properties on which
         * the right reading of values depends are refused. Adds to those set before.
         */
        public Builder connectionProperty(String name, String value) {
            text("name", name);
            Objects.requireNonNull(value, "value");
            if (RESERVED_PROPERTIES.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the connection property " + name
                        + " is set by MySqlSource and cannot be changed; use the builder's own options");
            }
            String first = properties.putIfAbsent(name, value);
            if (first != null) {
                throw new IllegalArgumentException("the connection property " + name + " is already set to " + first);
            }
            return this;
        }

        /**
         * The described source.
         *
         * @throws DefinitionException when options are missing or contradict each other; its message names all of them
         */
        public MySqlSource build() {
            List<String> contradictions = contradictions();
            if (!contradictions.isEmpty()) {
                throw new DefinitionException("the MySQL source cannot be built: " + String.join("; ", contradictions));
            }
            ConnectionSettings connection = new ConnectionSettings(
                    Objects.requireNonNull(hostname),
                    orDefault(port, 3306),
                    Objects.requireNonNull(username),
                    Objects.requireNonNull(password).value(),
                    new TlsOptions(
                            orDefault(sslMode, SslMode.PREFERRED).name(),
                            trustStore != null ? trustStore : trustCertificate,
                            clientKeyStore != null ? clientKeyStore : clientCertificate,
                            orDefault(tlsVersions, EnumSet.allOf(TlsVersion.class)).stream()
                                    .map(TlsVersion::protocol)
                                    .toList()),
                    orDefault(connectTimeout, Duration.ofSeconds(10)),
                    orDefault(readTimeout, Duration.ofMinutes(10)),
                    properties);
            ReplicationSettings replication = new ReplicationSettings(
                    serverId,
                    orDefault(heartbeatInterval, Duration.ofSeconds(1)),
                    orDefault(visibilityUncertainty, Duration.ofSeconds(10)));
            return new MySqlSource(connection, replication);
        }

        private List<String> contradictions() {
            List<String> found = new ArrayList<>();
            requirePresent(found, "hostname", hostname);
            requirePresent(found, "username", username);
            requirePresent(found, "password", password);
            SslMode mode = orDefault(sslMode, SslMode.PREFERRED);
            if (mode != SslMode.VERIFY_CA && mode != SslMode.VERIFY_IDENTITY) {
                String remedy = "use VERIFY_CA or VERIFY_IDENTITY";
                refuseUnused(found, "trustStore", trustStore, mode, remedy);
                refuseUnused(found, "trustCertificate", trustCertificate, mode, remedy);
            }
            if (mode == SslMode.DISABLED) {
                String remedy = "use another mode";
                refuseUnused(found, "clientKeyStore", clientKeyStore, mode, remedy);
                refuseUnused(found, "clientCertificate", clientCertificate, mode, remedy);
                refuseUnused(found, "tlsVersions", tlsVersions, mode, remedy);
            }
            refuseBoth(found, "trustStore", trustStore, "trustCertificate", trustCertificate);
            refuseBoth(found, "clientKeyStore", clientKeyStore, "clientCertificate", clientCertificate);
            return found;
        }

        private static void requirePresent(List<String> found, String option, @Nullable Object value) {
            if (value == null) {
                found.add(option + " is missing");
            }
        }

        private static void refuseUnused(
                List<String> found, String option, @Nullable Object value, SslMode mode, String remedy) {
            if (value != null) {
                found.add(option + " " + value + " has no effect with sslMode " + mode + "; " + remedy);
            }
        }

        private static void refuseBoth(
                List<String> found,
                String option,
                @Nullable Object value,
                String otherOption,
                @Nullable Object otherValue) {
            if (value != null && otherValue != null) {
                found.add(option + " " + value + " and " + otherOption + " " + otherValue + " exclude each other");
            }
        }

        private static <T> T once(String option, @Nullable T first, T value) {
            if (first != null) {
                throw new IllegalArgumentException(option + " is already set to " + first);
            }
            return value;
        }

        private static <T> T orDefault(@Nullable T value, T defaultValue) {
            return value == null ? defaultValue : value;
        }

        private static String text(String name, String value) {
            if (Objects.requireNonNull(value, name).isBlank()) {
                throw new IllegalArgumentException(name + " is empty");
            }
            return value;
        }

        private static Duration duration(String name, Duration value, Duration least, Duration most) {
            if (Objects.requireNonNull(value, name).compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(name + " is " + least + " to " + most + ", not " + value);
            }
            return value;
        }

        private static Set<String> lowerCase(String... names) {
            Set<String> set = new TreeSet<>();
            for (String name : names) {
                set.add(name.toLowerCase(Locale.ROOT));
            }
            return Set.copyOf(set);
        }

        /** The address and the account set so far. */
        @Override
        public String toString() {
            return "MySqlSource.Builder[" + username + "@" + hostname + ":" + port + "]";
        }
    }

    /** A value that is never shown. */
    private record Secret(String value) {
        @Override
        public String toString() {
            return "***";
        }
    }
}
