package io.syncpipeline.maxcompute.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes and deletes rows by key. A whole row replaces everything, with NULL in columns the session does not know; a
 * partial row changes the columns it names. One transaction; one thread.
 */
final class RowUpsert implements AutoCloseable {

    /** The columns that an upsert record has after those of the table. */
    static final List<ColumnType> HIDDEN = List.of(
            ColumnType.of(ColumnType.Kind.BIGINT),
            ColumnType.of(ColumnType.Kind.BIGINT),
            ColumnType.of(ColumnType.Kind.TINYINT),
            ColumnType.array(ColumnType.of(ColumnType.Kind.BIGINT)),
            ColumnType.array(ColumnType.of(ColumnType.Kind.BIGINT)));

    /** The place of {@code __operation} after the columns of the table. */
    static final int OPERATION = 2;

    /** The place of {@code __value_cols} after the columns of the table. */
    static final int VALUE_COLUMNS = 4;

    /** The operation that writes a row. */
    static final long UPSERT = 'U';

    /** The operation that deletes a row. */
    static final long DELETE = 'D';

    private final Connection connection;
    private final TableDefinition current;
    private final TableDefinition session;
    private final Partition partition;
    private final Write whole;
    private final Write delete;
    private final Map<List<?>, Write> partials = new HashMap<>();

    /** A statement and the cells it takes after the values of the partition. */
    private static final class Write {
        private final PreparedStatement statement;
        private final int[] places;
        private final ColumnType[] types;

        Write(PreparedStatement statement, int[] places, ColumnType[] types) {
            this.statement = statement;
            this.places = places;
            this.types = types;
        }
    }

    RowUpsert(Connection connection, TableDefinition current, TableDefinition session, Partition partition)
            throws SQLException {
        this.connection = connection;
        this.current = current;
        this.session = session;
        this.partition = partition;
        this.whole = merge(allPlaces(), true);
        this.delete = delete();
    }

    private List<Integer> allPlaces() {
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < session.columns().size(); place++) {
            places.add(place);
        }
        return places;
    }

    private Write merge(List<Integer> places, boolean clearOthers) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (TableColumn column : current.partitionColumns()) {
            names.add(Names.h2(column.name()));
            values.add("?");
        }
        for (int place : places) {
            TableColumn column =
                    current.column(session.columns().get(place).id()).orElse(null);
            if (column != null) {
                names.add(Names.h2(column.name()));
                values.add("?");
                kept.add(place);
                ids.add(column.id());
            }
        }
        for (TableColumn column : current.columns()) {
            if (clearOthers && !ids.contains(column.id())) {
                names.add(Names.h2(column.name()));
                values.add("NULL");
            }
        }
        return prepare(
                "MERGE INTO " + H2Tables.name(current) + "(" + String.join(",", names) + ") KEY("
                        + String.join(",", keyNames()) + ") VALUES(" + String.join(",", values) + ")",
                kept);
    }

    private Write delete() throws SQLException {
        List<Integer> places = new ArrayList<>();
        for (int place : session.keyPlaces()) {
            places.add(place);
        }
        return prepare(
                "DELETE FROM " + H2Tables.name(current) + " WHERE " + String.join(" = ? AND ", keyNames()) + " = ?",
                places);
    }

    private List<String> keyNames() {
        List<String> names = new ArrayList<>();
        current.partitionColumns().forEach(column -> names.add(Names.h2(column.name())));
        current.primaryKey().forEach(name -> names.add(Names.h2(name)));
        return names;
    }

    private Write prepare(String sql, List<Integer> places) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < partition.values().size(); i++) {
            statement.setString(i + 1, partition.values().get(i));
        }
        ColumnType[] types = new ColumnType[places.size()];
        int[] cells = new int[places.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = places.get(i);
            types[i] = session.columns().get(cells[i]).type();
        }
        return new Write(statement, cells, types);
    }

    /** Applies a record: its cells, then the hidden ones. */
    void apply(@Nullable Object[] record) throws SQLException {
        int hidden = session.columns().size();
        Object operation = record[hidden + OPERATION];
        if (operation != null && (Long) operation == DELETE) {
            run(delete, record);
            return;
        }
        List<?> names = (List<?>) record[hidden + VALUE_COLUMNS];
        run(names == null || names.isEmpty() ? whole : partial(names), record);
    }

    private Write partial(List<?> columnIds) throws SQLException {
        Write known = partials.get(columnIds);
        if (known != null) {
            return known;
        }
        Set<Integer> places = new TreeSet<>();
        for (int place : session.keyPlaces()) {
            places.add(place);
        }
        for (int place = 0; place < session.columns().size(); place++) {
            if (columnIds.contains((long) session.columns().get(place).id())) {
                places.add(place);
            }
        }
        Write write = merge(List.copyOf(places), false);
        partials.put(columnIds, write);
        return write;
    }

    private void run(Write write, @Nullable Object[] record) throws SQLException {
        int first = partition.values().size() + 1;
        for (int i = 0; i < write.places.length; i++) {
            Cells.bind(write.statement, first + i, write.types[i], record[write.places[i]]);
        }
        write.statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        whole.statement.close();
        delete.statement.close();
        for (Write write : partials.values()) {
            write.statement.close();
        }
    }
}
