package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.ddl.ServerCatalog;
import io.syncpipeline.mysql.internal.ddl.ServerDialect;
import io.syncpipeline.mysql.internal.ddl.ServerTable;
import io.syncpipeline.mysql.internal.ddl.TrackedSchemas;
import io.syncpipeline.mysql.internal.type.MySqlType;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.SessionOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a test has to know of a server in order to follow it. */
final class FollowedServer {

    private final TestServer server;
    private final boolean mariaDb;

    FollowedServer(TestServer server) {
        this.server = server;
        this.mariaDb = server.isMariaDb();
    }

    TestServer server() {
        return server;
    }

    boolean mariaDb() {
        return mariaDb;
    }

    boolean atLeast(int major) {
        return !mariaDb && Integer.parseInt(server.version().split("\\.", 2)[0]) >= major;
    }

    boolean hasGtids() {
        return mariaDb || "ON".equals(value("SELECT @@GLOBAL.gtid_mode", 1).orElse(""));
    }

    BinlogSettings settings() {
        return settings(server.host(), server.port());
    }

    /** Settings for the server that answers at another address. */
    BinlogSettings settings(String host, int port) {
        return BinlogSettings.of(host, port, server.user(), server.password())
                .server(
                        mariaDb,
                        hasGtids(),
                        mariaDb ? null : value("SELECT @@server_uuid", 1).orElseThrow());
    }

    /** The end of the log, by file, offset and GTIDs. */
    BinlogPosition position() {
        String status = !mariaDb && atLeast(9) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
        String gtids = value(mariaDb ? "SELECT @@gtid_binlog_pos" : "SELECT @@GLOBAL.gtid_executed", 1)
                .orElseThrow();
        return new BinlogPosition(
                value(status, 1).orElseThrow(),
                Long.parseLong(value(status, 2).orElseThrow()),
                GtidSet.parse(gtids, mariaDb),
                null);
    }

    /** The end of the log, by file and offset only. */
    BinlogPosition filePosition() {
        BinlogPosition position = position();
        return BinlogPosition.at(Objects.requireNonNull(position.file()), position.offset());
    }

    TableSchema schema(String database, String table) {
        String sql = "SELECT COLUMN_NAME, COLUMN_TYPE, COALESCE(CHARACTER_SET_NAME, ''), IS_NULLABLE, COLUMN_KEY"
                + " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '" + database + "' AND TABLE_NAME = '" + table
                + "' ORDER BY ORDINAL_POSITION";
        List<Column> columns = new ArrayList<>();
        List<String> primaryKey = new ArrayList<>();
        try (Connection connection = server.root();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                columns.add(MySqlType.column(
                        result.getString(1),
                        result.getString(2),
                        result.getString(3),
                        result.getString(4).equals("YES"),
                        ""));
                if (result.getString(5).equals("PRI")) {
                    primaryKey.add(result.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TableSchema(new TableId(database, table), columns, primaryKey, List.of(), "");
    }

    TrackedSchemas tracked(List<TableSchema> schemas) {
        ServerDialect dialect = new ServerDialect(mariaDb, mariaDb ? 110405 : 80015, 0, "utf8mb4", true);
        ServerCatalog catalog = new ServerCatalog() {
            @Override
            public String databaseCharset(String database) {
                return "utf8mb4";
            }

            @Override
            public Map<TableId, ServerTable> tables(Collection<TableId> tables) {
                return schemas.stream()
                        .filter(schema -> tables.contains(schema.table()))
                        .collect(Collectors.toMap(
                                TableSchema::table, schema -> new ServerTable(schema, "utf8mb4", Map.of())));
            }
        };
        return new TrackedSchemas(schemas, table -> false, dialect, catalog);
    }

    /** Follows tables from a place. */
    EventLog follow(BinlogPosition from, TableSchema... schemas) {
        return follow(settings(), from, 64L << 20, schemas);
    }

    EventLog follow(BinlogSettings settings, BinlogPosition from, long memoryBytes, TableSchema... schemas) {
        SessionOptions options = new SessionOptions("test", memoryBytes, 3, Clock.systemUTC());
        return new EventLog(
                BinlogChangeReader.open(settings, from, tracked(List.of(schemas)), new LaterTables(), options));
    }

    /** The connections over which the log is sent at present, by their ids. */
    List<Long> dumpThreads() {
        return values("SELECT ID FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'").stream()
                .map(Long::valueOf)
                .toList();
    }

    /** The first column of a query. */
    List<String> values(String sql) {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** One value of the first row of a query. */
    Optional<String> value(String sql, int column) {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? Optional.ofNullable(result.getString(column)) : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
