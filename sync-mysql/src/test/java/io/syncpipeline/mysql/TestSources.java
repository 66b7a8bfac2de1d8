package io.syncpipeline.mysql;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SourceSession;
import java.time.Clock;
import java.time.Duration;

/** Sources and sessions for tests. */
public final class TestSources {

    private TestSources() {}

    /** A description of the server, with the account that has what change capture needs. */
    public static MySqlSource.Builder source(TestServer server) {
        return source(server, server.user(), server.password());
    }

    /** A description of the server with another account. Changes are visible within a second of being logged, as on any server at rest. */
    public static MySqlSource.Builder source(TestServer server, String user, String password) {
        return MySqlSource.builder()
                .hostname(server.host())
                .port(server.port())
                .username(user)
                .password(password)
                .sslMode(SslMode.DISABLED)
                .visibilityUncertainty(Duration.ofSeconds(1));
    }

    /** Options with room enough for tests. */
    public static SessionOptions options() {
        return new SessionOptions("test", 64L << 20, 2, Clock.systemUTC());
    }

    /** A session with the server. */
    public static SourceSession open(TestServer server) {
        return source(server).build().open(options());
    }

    /** The end of the server's log. */
    public static Position positionOf(TestServer server) {
        try (SourceSession session = open(server)) {
            return session.positionAt(StartPoint.latest());
        }
    }
}
