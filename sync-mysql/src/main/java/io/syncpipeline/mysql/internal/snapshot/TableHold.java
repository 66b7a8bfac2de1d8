package io.syncpipeline.mysql.internal.snapshot;

import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.catalog.InformationSchema;
import io.syncpipeline.mysql.internal.connection.SqlText;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Keeps a table as it is while a chunk of it is read: DDL waits for the transaction that has looked at the table (MySQL manual, "Metadata
 * Locking"; MariaDB's are the same). Without it a statement could come between the look at the shape and the {@code SELECT}, and leave
 * columns of the same names behind that hold something else.
 */
final class TableHold implements AutoCloseable {

    private static final int NO_SUCH_TABLE = 1146;
    private static final int NO_SUCH_COLUMN = 1054;

    private final Connection connection;
    private final boolean asExpected;

    private TableHold(Connection connection, boolean asExpected) {
        this.connection = connection;
        this.asExpected = asExpected;
    }

    /** Begins a transaction, within which the connection may be used to read the table. */
    static TableHold begin(Connection connection, TableSchema expected) throws SQLException {
        execute(connection, "START TRANSACTION");
        try {
            execute(connection, "SELECT 1 FROM " + SqlText.table(expected.table()) + " LIMIT 0");
        } catch (SQLException e) {
            if (isChanged(e)) {
                return new TableHold(connection, false);
            }
            throw e;
        }
        Optional<TableSchema> present =
                new InformationSchema(connection).definition(expected.table()).map(table -> table.schema());
        return new TableHold(connection, present.isPresent() && present.get().hasColumnsOf(expected));
    }

    /** Whether an error says that a table, or a column of it, is not there. */
    static boolean isChanged(SQLException e) {
        return e.getErrorCode() == NO_SUCH_TABLE || e.getErrorCode() == NO_SUCH_COLUMN;
    }

    /** Whether the table is there with the expected columns. */
    boolean isAsExpected() {
        return asExpected;
    }

    /** Lets go of the table. */
    @Override
    public void close() throws SQLException {
        // a read that was broken off has cut the connection off, which ends the transaction too
        if (!connection.isClosed()) {
            execute(connection, "COMMIT");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
