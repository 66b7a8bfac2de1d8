package io.syncpipeline.mysql.internal.session;

import io.syncpipeline.model.Finding;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.binlog.BinlogChangeReader;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.internal.binlog.BinlogSettings;
import io.syncpipeline.mysql.internal.binlog.LaterTables;
import io.syncpipeline.mysql.internal.binlog.TlsSettings;
import io.syncpipeline.mysql.internal.catalog.InformationSchema;
import io.syncpipeline.mysql.internal.check.ServerChecks;
import io.syncpipeline.mysql.internal.connection.ConnectionSettings;
import io.syncpipeline.mysql.internal.connection.MySqlConnector;
import io.syncpipeline.mysql.internal.connection.Server;
import io.syncpipeline.mysql.internal.ddl.ServerDialect;
import io.syncpipeline.mysql.internal.ddl.TrackedSchemas;
import io.syncpipeline.mysql.internal.snapshot.MySqlSnapshotReader;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.FollowedTable;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SnapshotReader;
import io.syncpipeline.spi.SourceSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A session with a MySQL or MariaDB server. Its own questions go over one connection, which is made anew when it was lost. */
public final class MySqlSourceSession implements SourceSession {

    private static final int MISSED_HEARTBEATS = 3;
    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(60);

    private final SessionConnection connection;
    private final MySqlConnector connector;
    private final Server server;
    private final ReplicationSettings replication;
    private final long readerId;
    private final SessionOptions options;

    private MySqlSourceSession(
            MySqlConnector connector,
            SessionConnection connection,
            Server server,
            ReplicationSettings replication,
            SessionOptions options) {
        this.connector = connector;
        this.connection = connection;
        this.server = server;
        this.replication = replication;
        this.readerId = replication.readerId();
        this.options = options;
    }

    /**
     * Connects.
     *
     * @throws SourceException when that fails
     */
    public static MySqlSourceSession open(
            ConnectionSettings settings, ReplicationSettings replication, SessionOptions options) {
        MySqlConnector connector = new MySqlConnector(settings, options.pipeline());
        SessionConnection connection = new SessionConnection(connector);
        try {
            Server server = connection.use("asking what kind of server it is", Server::of);
            return new MySqlSourceSession(connector, connection, server, replication, options);
        } catch (SourceException e) {
            connection.close();
            connector.close();
            throw e;
        }
    }

    @Override
    public List<Finding> check(Collection<TableId> tables, boolean following) {
        return connection.use(
                "checking the server", open -> ServerChecks.run(open, server, readerId, tables, following));
    }

    @Override
    public List<TableId> tables(Predicate<TableId> filter) {
        return connection.use("listing the tables", open -> new InformationSchema(open).tables(filter));
    }

    @Override
    public Map<TableId, Long> sizes(Collection<TableId> tables) {
        return connection.use("reading the sizes of " + tables.size() + " tables", open -> new InformationSchema(open)
                .dataBytes(tables));
    }

    @Override
    public Map<TableId, TableSchema> schemas(Collection<TableId> tables) {
        Map<TableId, TableSchema> schemas = new LinkedHashMap<>();
        connection
                .use("reading the definitions of " + tables.size() + " tables", open -> new InformationSchema(open)
                        .definitions(tables))
                .forEach((table, definition) -> schemas.put(table, definition.schema()));
        return schemas;
    }

    @Override
    public Position positionAt(StartPoint start) {
        return new StartPlaces(
                        connection,
                        server,
                        binlogSettings(),
                        connector.settings().address())
                .of(start)
                .toPosition();
    }

    @Override
    public Duration visibilityUncertainty() {
        return server.tellsVisibility() ? Duration.ZERO : replication.visibilityUncertainty();
    }

    @Override
    public ChangeReader follow(Position from, Collection<FollowedTable> tables, Predicate<TableId> joining) {
        BinlogPosition start = parse(from);
        List<TableSchema> schemas = new ArrayList<>();
        LaterTables later = new LaterTables();
        for (FollowedTable table : tables) {
            Position since = table.sinceOrNull();
            if (since == null) {
                schemas.add(table.schema());
            } else {
                later.add(table.schema(), parse(since));
            }
        }
        TrackedSchemas tracked = new TrackedSchemas(
                schemas,
                table -> !later.holds(table) && joining.test(table),
                dialect(),
                new SessionCatalog(connection, server.characterSet()));
        BinlogSettings settings = binlogSettings();
        boolean byGtids = settings.startsByGtids(start.readFrom());
        connection.use("comparing the log with the position " + start, open -> {
            new ResumeCheck(open, server, connector.settings().address(), start, byGtids).run();
            return start;
        });
        return BinlogChangeReader.open(settings, start, tracked, later, options);
    }

    @Override
    public boolean covers(Position position, Position other) {
        try {
            return BinlogPosition.parse(position).covers(BinlogPosition.parse(other));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private BinlogPosition parse(Position from) {
        try {
            return BinlogPosition.parse(from);
        } catch (IllegalArgumentException e) {
            throw SourceException.fatal(
                    "changes of " + connector.settings().address() + " cannot be followed from '" + from + "': "
                            + e.getMessage(),
                    e);
        }
    }

    private ServerDialect dialect() {
        return new ServerDialect(
                server.version().mariaDb(),
                server.version().number(),
                server.lowerCaseTableNames(),
                server.characterSet(),
                server.explicitDefaultsForTimestamp());
    }

    private BinlogSettings binlogSettings() {
        ConnectionSettings settings = connector.settings();
        Duration lost = replication.heartbeat().multipliedBy(MISSED_HEARTBEATS);
        BinlogSettings binlog = BinlogSettings.of(
                        settings.hostname(), settings.port(), settings.username(), settings.password())
                .server(server.version().mariaDb(), server.tellsVisibility(), server.uuid())
                .serverId(readerId)
                .timeouts(
                        replication.heartbeat(),
                        settings.connectTimeout(),
                        lost.compareTo(SHORTEST_SILENCE) > 0 ? lost : SHORTEST_SILENCE);
        TlsSettings tls = BinlogTls.of(settings.tls());
        return tls == null ? binlog : binlog.tls(tls);
    }

    @Override
    public SnapshotReader snapshotReader() {
        return new MySqlSnapshotReader(connector, server, replication.visibilityUncertainty(), options);
    }

    @Override
    public void close() {
        connection.close();
        connector.close();
    }
}
