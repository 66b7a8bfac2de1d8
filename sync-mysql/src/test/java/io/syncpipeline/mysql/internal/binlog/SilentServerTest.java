package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.ddl.ServerCatalog;
import io.syncpipeline.mysql.internal.ddl.ServerDialect;
import io.syncpipeline.mysql.internal.ddl.ServerTable;
import io.syncpipeline.mysql.internal.ddl.TrackedSchemas;
import io.syncpipeline.spi.SessionOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that accept a connection and say nothing, or nothing sensible. */
class SilentServerTest {

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private BinlogChangeReader follow(Duration silence) {
        ServerCatalog catalog = new ServerCatalog() {
            @Override
            public String databaseCharset(String database) {
                return "utf8mb4";
            }

            @Override
            public Map<TableId, ServerTable> tables(Collection<TableId> tables) {
                return Map.of();
            }
        };
        TrackedSchemas tracked = new TrackedSchemas(
                List.of(), table -> false, new ServerDialect(false, 80015, 0, "utf8mb4", true), catalog);
        BinlogSettings settings = BinlogSettings.of("127.0.0.1", server.getLocalPort(), "sync", "secret")
                .timeouts(Duration.ofMillis(10), Duration.ofSeconds(1), silence);
        return BinlogChangeReader.open(
                settings,
                BinlogPosition.at("binlog.000001", 4),
                tracked,
                new LaterTables(),
                new SessionOptions("silent", 1 << 20, 1, Clock.systemUTC()));
    }

    @Test
    void countsAConnectionAsLostOnWhichNothingComes() {
        try (BinlogChangeReader reader = follow(Duration.ofMillis(200))) {
            assertThatThrownBy(() -> reader.poll(Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                            .isTrue())
                    .hasMessageContaining("no byte came from sync@127.0.0.1")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void endsPromptlyWhenClosedWhileItConnects() throws IOException {
        BinlogChangeReader reader = follow(Duration.ofMinutes(5));
        try (Socket accepted = server.accept()) {
            long begin = System.nanoTime();
            reader.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            assertThat(accepted.isConnected()).isTrue();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("sync-silent-"));
    }

    @Test
    void saysThatTryingAgainMayHelpWhenNobodyListens() throws IOException {
        server.close();
        try (BinlogChangeReader reader = follow(Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> reader.poll(Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                            .isTrue())
                    .hasMessageContaining("refused");
        }
    }
}
