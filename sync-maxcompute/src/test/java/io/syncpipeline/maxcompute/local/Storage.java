package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Changes rows, each change in one transaction, and gives snapshots for reading. Thread-safe. */
final class Storage {

    private final Database database;
    private final Catalog catalog;
    private final H2Tables h2;
    private final List<TableSnapshot> snapshots = new CopyOnWriteArrayList<>();

    /** Changes rows inside a transaction. */
    @FunctionalInterface
    interface Change {
        void apply(Connection connection, TableDefinition current) throws SQLException, IOException;
    }

    /** Changes the H2 table and the catalog. */
    @FunctionalInterface
    interface Redefinition {
        void apply(TableDefinition current) throws SQLException;
    }

    Storage(Database database, Catalog catalog) {
        this.database = database;
        this.catalog = catalog;
        this.h2 = new H2Tables(database);
    }

    Database database() {
        return database;
    }

    H2Tables h2() {
        return h2;
    }

    /**
     * Changes the rows of a table in one transaction; readers see all of it or nothing.
     *
     * @param large columns with cells that need the large types of H2
     */
    void change(Table table, Set<Integer> large, Change change) throws SQLException, IOException {
        table.writing.lock();
        try {
            requireThere(table);
            closeIdleSnapshots();
            widen(table, large);
            try (Connection connection = database.open()) {
                connection.setAutoCommit(false);
                try {
                    change.apply(connection, table.definition());
                    connection.commit();
                } catch (SQLException | IOException | RuntimeException failure) {
                    connection.rollback();
                    throw failure;
                }
            }
            table.changed();
        } finally {
            table.writing.unlock();
        }
    }

    /** Changes the definition of a table while nobody reads or writes it. */
    void redefine(Table table, Redefinition change) throws SQLException {
        table.writing.lock();
        try {
            requireThere(table);
            reshape(table, change);
            table.changed();
        } finally {
            table.writing.unlock();
        }
    }

    private void reshape(Table table, Redefinition change) throws SQLException {
        table.shape.writeLock().lock();
        try {
            closeSnapshots(table);
            change.apply(table.definition());
        } finally {
            table.shape.writeLock().unlock();
        }
    }

    private void widen(Table table, Set<Integer> ids) throws SQLException {
        TableDefinition definition = table.definition();
        Set<Integer> missing = new HashSet<>(ids);
        missing.removeAll(definition.largeColumns());
        for (int id : missing) {
            TableColumn column = definition.column(id).orElse(null);
            if (column == null) {
                continue;
            }
            if (definition.primaryKey().contains(column.name())) {
                throw new ServiceException(
                        400,
                        "InvalidColumnValue",
                        "A value of key column " + column.name() + " is longer than " + H2Types.LONGEST_INLINE + ".");
            }
            reshape(table, current -> {
                h2.retypeColumn(current, column, column.type(), true);
                catalog.redefine(table, current.change(draft -> draft.largeColumns.add(id)));
            });
        }
    }

    /** The partition a request names; refused when it does not exist. */
    Partition requirePartition(Table table, @Nullable String specification) {
        Partition partition = Partition.parse(table.definition(), specification);
        if (!partition.values().isEmpty() && !table.partitions.containsKey(partition)) {
            throw ServiceException.noSuchPartition(partition.path(table.definition()));
        }
        return partition;
    }

    /** Fails when a table or partition is gone that a session was made for. */
    void requireStillThere(Table table, Partition partition) {
        requireThere(table);
        if (!partition.values().isEmpty() && !table.partitions.containsKey(partition)) {
            throw ServiceException.noSuchPartition(partition.path(table.definition()));
        }
    }

    private static void requireThere(Table table) {
        if (table.isDropped()) {
            throw ServiceException.noSuchTable(table.definition().name());
        }
    }

    /** Deletes the rows of a partition, or of a table without partitions. */
    static void deleteRows(Connection connection, TableDefinition table, Partition partition) throws SQLException {
        String sql = "DELETE FROM " + H2Tables.name(table) + TableSnapshot.where(table, partition);
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            for (int i = 0; i < partition.values().size(); i++) {
                delete.setString(i + 1, partition.values().get(i));
            }
            delete.executeUpdate();
        }
    }

    /** A view of the rows that are committed now; the caller closes it. */
    TableSnapshot snapshot(Table table, Partition partition) throws SQLException {
        table.shape.readLock().lock();
        try {
            requireStillThere(table, partition);
            TableSnapshot snapshot = new TableSnapshot(database.open(), table, partition);
            snapshots.removeIf(TableSnapshot::isClosed);
            snapshots.add(snapshot);
            return snapshot;
        } finally {
            table.shape.readLock().unlock();
        }
    }

    private void closeIdleSnapshots() throws SQLException {
        for (TableSnapshot snapshot : snapshots) {
            if (snapshot.isIdle()) {
                snapshot.close();
            }
        }
        snapshots.removeIf(TableSnapshot::isClosed);
    }

    // H2 cannot alter a table that an open transaction has read.
    private void closeSnapshots(Table table) throws SQLException {
        for (TableSnapshot snapshot : snapshots) {
            if (snapshot.table() == table) {
                snapshot.close();
            }
        }
        snapshots.removeIf(TableSnapshot::isClosed);
    }
}
