package io.syncpipeline.mysql.internal.session;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.internal.binlog.BinlogChangeReader;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.internal.binlog.BinlogSettings;
import io.syncpipeline.mysql.internal.binlog.LaterTables;
import io.syncpipeline.mysql.internal.binlog.TlsSettings;
import io.syncpipeline.mysql.internal.connection.TlsOptions;
import io.syncpipeline.mysql.internal.ddl.ServerCatalog;
import io.syncpipeline.mysql.internal.ddl.ServerDialect;
import io.syncpipeline.mysql.internal.ddl.ServerTable;
import io.syncpipeline.mysql.internal.ddl.TrackedSchemas;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The connection that follows the log by itself, where those that come before it in a session would be refused first. */
final class LoneFollower {

    private static final int MAX_POLLS = 100;

    private LoneFollower() {}

    /**
     * Follows until the first event.
     *
     * @param settings the server, the account and the timeouts
     * @param from a place before the end of the log
     */
    static void follow(BinlogSettings settings, BinlogPosition from, TlsOptions options) throws InterruptedException {
        TlsSettings tls = BinlogTls.of(options);
        ServerCatalog none = new ServerCatalog() {
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
                List.of(), table -> false, new ServerDialect(settings.mariaDb(), 80015, 0, "utf8mb4", true), none);
        try (BinlogChangeReader reader = BinlogChangeReader.open(
                tls == null ? settings : settings.tls(tls), from, tracked, new LaterTables(), TestSources.options())) {
            for (int i = 0; i < MAX_POLLS; i++) {
                if (!reader.poll(Duration.ofMillis(200)).isEmpty()) {
                    return;
                }
            }
            throw new AssertionError("nothing came");
        }
    }
}
