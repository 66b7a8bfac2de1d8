package io.syncpipeline.maxcompute.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inserts rows of a session's schema into a table, which may have changed since. One transaction; one thread. */
final class RowInsert implements AutoCloseable {

    private final PreparedStatement statement;
    private final List<ColumnType> types = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private int firstParameter;

    /**
     * Prepares the statement.
     *
     * @param current the table as it is
     * @param sent the columns of the rows; those the table no longer has are passed over
     * @param partition where the rows go
     */
    RowInsert(Connection connection, TableDefinition current, List<TableColumn> sent, Partition partition)
            throws SQLException {
        List<String> names = new ArrayList<>();
        for (TableColumn column : current.partitionColumns()) {
            names.add(Names.h2(column.name()));
        }
        for (int place = 0; place < sent.size(); place++) {
            TableColumn column = current.column(sent.get(place).id()).orElse(null);
            if (column != null) {
                names.add(Names.h2(column.name()));
                types.add(sent.get(place).type());
                places.add(place);
            }
        }
        statement = connection.prepareStatement("INSERT INTO " + H2Tables.name(current) + "(" + String.join(",", names)
                + ") VALUES(" + "?,".repeat(names.size() - 1) + "?)");
        partition(partition);
    }

    /** Names the partition of the rows that follow. */
    void partition(Partition partition) throws SQLException {
        for (int i = 0; i < partition.values().size(); i++) {
            statement.setString(i + 1, partition.values().get(i));
        }
        firstParameter = partition.values().size() + 1;
    }

    void insert(@Nullable Object[] row) throws SQLException {
        for (int i = 0; i < types.size(); i++) {
            Cells.bind(statement, firstParameter + i, types.get(i), row[places.get(i)]);
        }
        statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
