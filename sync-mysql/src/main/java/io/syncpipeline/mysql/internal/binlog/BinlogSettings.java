package io.syncpipeline.mysql.internal.binlog;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How to connect to a server and ask for its log.
 *
 * @param host the server's host name or address
 * @param port its TCP port
 * @param user the account; needs REPLICATION SLAVE
 * @param password the account's password; never shown
 * @param tls how the connection is encrypted; null: it is not
 * @param serverId the id under which this reader registers at the server, unique among all that follow it, 1 to 2^32-1
 * @param gtidMode whether the server has GTIDs switched on, so that a position with GTIDs is resumed by them; for MariaDB true
 * @param mariaDb whether it is MariaDB
 * @param serverUuid the server's {@code server_uuid}, written into positions; null when it has none
 * @param heartbeat how often an idle server says so; it moves the delay of an idle source. Default 1 s
 * @param connectTimeout how long the TCP connect may take. Default 10 s
 * @param readTimeout how long the server may be silent, heartbeats included, before the connection counts as lost; much longer than
 *     {@code heartbeat}. Default 60 s
 * @param writeTimeout for how long the server bears with a reader that takes nothing ({@code net_write_timeout}). Default 1 h
 */
public record BinlogSettings(
        String host,
        int port,
        String user,
        String password,
        @Nullable TlsSettings tls,
        long serverId,
        boolean gtidMode,
        boolean mariaDb,
        @Nullable String serverUuid,
        Duration heartbeat,
        Duration connectTimeout,
        Duration readTimeout,
        Duration writeTimeout) {

    // above the ids that people give by hand
    private static final long FIRST_RANDOM_SERVER_ID = 1L << 30;
    private static final long MAX_SERVER_ID = (1L << 32) - 1;

    public BinlogSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (serverId < 1 || serverId > MAX_SERVER_ID) {
            throw new IllegalArgumentException("serverId is 1 to " + MAX_SERVER_ID + ", not " + serverId);
        }
        if (readTimeout.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "readTimeout " + readTimeout + " has to be at least twice the heartbeat " + heartbeat);
        }
    }

    /** Defaults for everything but the account: no TLS, a server id of its own, no GTIDs. */
    public static BinlogSettings of(String host, int port, String user, String password) {
        return new BinlogSettings(
                host,
                port,
                user,
                password,
                null,
                randomServerId(),
                false,
                false,
                null,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofHours(1));
    }

    /** The same, for a server of this kind. */
    public BinlogSettings server(boolean newMariaDb, boolean newGtidMode, @Nullable String newServerUuid) {
        return new BinlogSettings(
                host,
                port,
                user,
                password,
                tls,
                serverId,
                newGtidMode,
                newMariaDb,
                newServerUuid,
                heartbeat,
                connectTimeout,
                readTimeout,
                writeTimeout);
    }

    /** The same, encrypted. */
    public BinlogSettings tls(TlsSettings newTls) {
        return new BinlogSettings(
                host,
                port,
                user,
                password,
                newTls,
                serverId,
                gtidMode,
                mariaDb,
                serverUuid,
                heartbeat,
                connectTimeout,
                readTimeout,
                writeTimeout);
    }

    /** The same, registered under the given id. */
    public BinlogSettings serverId(long newServerId) {
        return new BinlogSettings(
                host,
                port,
                user,
                password,
                tls,
                newServerId,
                gtidMode,
                mariaDb,
                serverUuid,
                heartbeat,
                connectTimeout,
                readTimeout,
                writeTimeout);
    }

    /** The same, with other times. */
    public BinlogSettings timeouts(Duration newHeartbeat, Duration newConnectTimeout, Duration newReadTimeout) {
        return new BinlogSettings(
                host,
                port,
                user,
                password,
                tls,
                serverId,
                gtidMode,
                mariaDb,
                serverUuid,
                newHeartbeat,
                newConnectTimeout,
                newReadTimeout,
                writeTimeout);
    }

    /** The same, with another limit for readers that take nothing. */
    public BinlogSettings writeTimeout(Duration newWriteTimeout) {
        return new BinlogSettings(
                host,
                port,
                user,
                password,
                tls,
                serverId,
                gtidMode,
                mariaDb,
                serverUuid,
                heartbeat,
                connectTimeout,
                readTimeout,
                newWriteTimeout);
    }

    /** Whether following begins behind the position's GTIDs rather than at its file and offset. */
    public boolean startsByGtids(BinlogPosition from) {
        return from.gtids() != null
                && gtidMode
                && (from.file() == null || !from.gtids().isEmpty());
    }

    /** An id that no other reader is likely to have. */
    public static long randomServerId() {
        return ThreadLocalRandom.current().nextLong(FIRST_RANDOM_SERVER_ID, MAX_SERVER_ID);
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port + (tls == null ? "" : " with TLS") + " as server " + serverId;
    }
}
