package io.syncpipeline.mysql.internal.snapshot;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.internal.catalog.InformationSchema;
import io.syncpipeline.mysql.internal.connection.MySqlConnector;
import io.syncpipeline.mysql.internal.connection.Server;
import io.syncpipeline.mysql.internal.connection.SqlText;
import io.syncpipeline.mysql.internal.ddl.ServerTable;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SnapshotChunk;
import io.syncpipeline.spi.SnapshotReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies tables of a MySQL or MariaDB server over one connection, which is opened when it is first needed. */
public final class MySqlSnapshotReader implements SnapshotReader {

    private static final int BATCH_ROWS = 500;
    private static final int BATCH_BYTES = 256 << 10;

    private final SnapshotConnection connection;
    private final Visibility visibility;
    private final LogPlace logPlace;
    private final Clock clock;
    private final ChunkFinder chunks = new ChunkFinder();

    /**
     * A reader over a connection of its own.
     *
     * @param connector opens the connection; stays the caller's
     * @param server what kind of server it is
     * @param visibilityUncertainty after which time a logged change counts as visible where the server cannot be asked
     * @param options the pipeline and its clock
     */
    public MySqlSnapshotReader(
            MySqlConnector connector, Server server, Duration visibilityUncertainty, SessionOptions options) {
        this.connection = new SnapshotConnection(connector, options.pipeline());
        this.visibility = new Visibility(server, visibilityUncertainty);
        this.logPlace = new LogPlace(server.version());
        this.clock = options.clock();
    }

    @Override
    public long estimateRows(CopyRequest request) {
        TableId table = request.schema().table();
        return connection.use(
                "estimating the rows of " + table, open -> new InformationSchema(open).estimatedRows(table));
    }

    @Override
    public Optional<SnapshotChunk> nextChunk(CopyRequest request, @Nullable SnapshotChunk previous)
            throws InterruptedException {
        checkInterrupt();
        String doing = "finding chunk " + (previous == null ? 0 : previous.number() + 1) + " of "
                + request.schema().table();
        return connection.use(doing, open -> {
            try {
                return chunks.next(open, request, previous);
            } catch (SQLException e) {
                if (TableHold.isChanged(e)) {
                    throw SourceException.retryable(
                            doing + " came upon a table that is being changed: " + e.getMessage(), e);
                }
                throw e;
            }
        });
    }

    @Override
    public void awaitVisible(Position dispatched) throws InterruptedException {
        visibility.await(connection, BinlogPosition.parse(dispatched));
    }

    @Override
    public Optional<TableSchema> currentSchema(TableSchema tracked) {
        TableId table = tracked.table();
        return connection.use(
                "reading the definition of " + table,
                open -> new InformationSchema(open).definition(table).map(ServerTable::schema));
    }

    @Override
    public long read(CopyRequest request, SnapshotChunk chunk, RowHandler handler) throws InterruptedException {
        String doing = "reading chunk " + chunk.number() + " of " + chunk.table();
        Connection open = connection.open();
        boolean complete = false;
        connection.busy(true);
        try (TableHold hold = TableHold.begin(open, request.schema());
                Statement statement = streaming(open)) {
            if (!hold.isAsExpected()) {
                complete = true;
                return -1;
            }
            Transaction transaction = logPlace.at(open, clock.instant());
            RowDecoding decoding = new RowDecoding(request.schema());
            long rows = stream(
                    statement, query(request, chunk, decoding), decoding, request.schema(), transaction, handler);
            complete = true;
            return rows;
        } catch (SQLException e) {
            throw connection.failure(doing, e);
        } finally {
            connection.busy(false);
            if (!complete) {
                connection.drop();
            }
        }
    }

    // A streaming statement reads the rest of its rows when it is closed, so the connection has to be cut off before
    // that
    private Statement streaming(Connection open) throws SQLException {
        Statement statement = open.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(Integer.MIN_VALUE);
        return statement;
    }

    private long stream(
            Statement statement,
            String query,
            RowDecoding decoding,
            TableSchema schema,
            Transaction transaction,
            RowHandler handler)
            throws SQLException, InterruptedException {
        long index = 0;
        boolean complete = false;
        try (ResultSet result = statement.executeQuery(query)) {
            try {
                List<RowChange> batch = new ArrayList<>(BATCH_ROWS);
                int bytes = 0;
                while (result.next()) {
                    Row row = decoding.row(result);
                    batch.add(RowChange.copy(schema, row, transaction, index++));
                    bytes += row.byteSize();
                    if (batch.size() >= BATCH_ROWS || bytes >= BATCH_BYTES) {
                        checkInterrupt();
                        handler.rows(batch);
                        batch = new ArrayList<>(BATCH_ROWS);
                        bytes = 0;
                    }
                }
                if (!batch.isEmpty()) {
                    handler.rows(batch);
                }
                complete = true;
            } finally {
                if (!complete) {
                    connection.drop();
                }
            }
        }
        return index;
    }

    private static String query(CopyRequest request, SnapshotChunk chunk, RowDecoding decoding) {
        StringBuilder query = new StringBuilder("SELECT ")
                .append(decoding.selected())
                .append(" FROM ")
                .append(SqlText.table(chunk.table()));
        String range = "";
        if (chunk.after() != null || chunk.upTo() != null) {
            SplitKey key = SplitKey.of(request.schema(), request.splitKey());
            query.append(key.indexHint());
            range = key.between(boundary(chunk, chunk.after(), key), boundary(chunk, chunk.upTo(), key));
        }
        // On a line of its own the parenthesis closes a condition that ends in a comment
        String condition = request.condition().isBlank() ? "" : "(" + request.condition() + "\n)";
        if (!range.isEmpty() || !condition.isEmpty()) {
            query.append(" WHERE ").append(range);
            query.append(range.isEmpty() || condition.isEmpty() ? "" : " AND ").append(condition);
        }
        return query.toString();
    }

    private static @Nullable Boundary boundary(SnapshotChunk chunk, @Nullable String token, SplitKey key) {
        return token == null ? null : Boundary.parse(chunk.table(), token, key.size());
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while copying");
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
