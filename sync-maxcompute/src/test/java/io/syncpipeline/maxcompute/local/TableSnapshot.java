package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.engine.Constants;
import org.jspecify.annotations.Nullable;

/**
 * The committed rows of a table or partition at one moment: an open H2 transaction with snapshot isolation. One reader
 * at a time, who holds {@link #reading}. Rows come in the order of H2's row ids, the same for every range.
 */
final class TableSnapshot implements AutoCloseable {

    private static final long IDLE_NANOS = Duration.ofSeconds(60).toNanos();

    /** Held by the reader. */
    final ReentrantLock reading = new ReentrantLock();

    private final Connection connection;
    private final Table table;
    private final TableDefinition definition;
    private final Partition partition;
    private final long count;
    private final AtomicLong lastUse = new AtomicLong(System.nanoTime());
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes rows one by one; the array is used again for the next row. */
    @FunctionalInterface
    interface RowSink {
        void accept(@Nullable Object[] row) throws IOException;
    }

    TableSnapshot(Connection connection, Table table, Partition partition) throws SQLException {
        this.connection = connection;
        this.table = table;
        this.definition = table.definition();
        this.partition = partition;
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LAZY_QUERY_EXECUTION 1");
        }
        connection.setTransactionIsolation(Constants.TRANSACTION_SNAPSHOT);
        connection.setAutoCommit(false);
        try (PreparedStatement select = prepare("COUNT(*)", "");
                ResultSet result = select.executeQuery()) {
            result.next();
            this.count = result.getLong(1);
        }
    }

    Table table() {
        return table;
    }

    long count() {
        return count;
    }

    boolean isClosed() {
        return closed.get();
    }

    /** Whether nobody has read for a while; an open transaction makes the database keep old rows. */
    boolean isIdle() {
        return !reading.isLocked() && System.nanoTime() - lastUse.get() > IDLE_NANOS;
    }

    /** Reads a range of rows with the given columns. The caller holds {@link #reading}. */
    void read(long start, long rows, List<TableColumn> columns, RowSink sink) throws SQLException, IOException {
        List<String> names = new ArrayList<>();
        ColumnType[] types = new ColumnType[columns.size()];
        for (int i = 0; i < types.length; i++) {
            TableColumn column = columns.get(i);
            types[i] = column.type();
            names.add(Names.h2(column.name()));
        }
        @Nullable Object[] row = new Object[types.length];
        try (PreparedStatement select = prepare(
                        String.join(",", names), " OFFSET " + start + " ROWS FETCH NEXT " + rows + " ROWS ONLY");
                ResultSet result = select.executeQuery()) {
            while (result.next()) {
                for (int i = 0; i < types.length; i++) {
                    row[i] = Cells.read(result, i + 1, types[i]);
                }
                sink.accept(row);
            }
        } finally {
            lastUse.set(System.nanoTime());
        }
    }

    // No index: only a scan gives every range and every choice of columns the same order.
    private PreparedStatement prepare(String selected, String range) throws SQLException {
        PreparedStatement select = connection.prepareStatement("SELECT " + selected + " FROM "
                + H2Tables.name(definition) + " USE INDEX ()" + where(definition, partition) + range);
        for (int i = 0; i < partition.values().size(); i++) {
            select.setString(i + 1, partition.values().get(i));
        }
        return select;
    }

    /** The condition for the rows of a partition; empty for a table without. */
    static String where(TableDefinition table, Partition partition) {
        StringBuilder condition = new StringBuilder();
        for (int i = 0; i < partition.values().size(); i++) {
            condition
                    .append(i == 0 ? " WHERE " : " AND ")
                    .append(Names.h2(table.partitionColumns().get(i).name()))
                    .append(" = ?");
        }
        return condition.toString();
    }

    /** Ends the view; a reader in the middle of it fails. */
    @Override
    public void close() throws SQLException {
        if (closed.compareAndSet(false, true)) {
            connection.rollback();
            connection.close();
        }
    }
}
