package io.syncpipeline.mysql.internal.connection;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How to reach the server over JDBC. Immutable. Its {@code toString} shows no secret.
 *
 * @param hostname name or address
 * @param port TCP port
 * @param username account
 * @param password its password
 * @param tls whether and how connections are encrypted
 * @param connectTimeout how long connecting may take
 * @param readTimeout how long the server may be silent within an answer
 * @param properties more properties for Connector/J
 */
public record ConnectionSettings(
        String hostname,
        int port,
        String username,
        String password,
        TlsOptions tls,
        Duration connectTimeout,
        Duration readTimeout,
        Map<String, String> properties) {

    public ConnectionSettings {
        Objects.requireNonNull(hostname, "hostname");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        Objects.requireNonNull(readTimeout, "readTimeout");
        properties = Map.copyOf(properties);
    }

    /** The server's address for people, such as {@code db1:3306}. */
    public String address() {
        return hostname.contains(":") ? "[" + hostname + "]:" + port : hostname + ":" + port;
    }

    @Override
    public String toString() {
        return username + "@" + address();
    }
}
