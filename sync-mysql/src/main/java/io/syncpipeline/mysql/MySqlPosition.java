package io.syncpipeline.mysql;

import io.syncpipeline.model.Position;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.internal.binlog.GtidSet;
import java.util.Objects;

/**
 * Makes positions of a MySQL or MariaDB binlog, for {@link io.syncpipeline.model.StartPoint#position}. Whether the server has the place
 * is found out when a run starts there. {@link Position#token()} of a position that was saved, as in {@code SyncStatus}, can be given to
 * {@link Position} again and needs none of these methods.
 */
public final class MySqlPosition {

    private MySqlPosition() {}

    /**
     * The place behind all transactions of a GTID set of MySQL, which its server finds in whatever file it is. The server has to have
     * {@code gtid_mode=ON}.
     *
     * @param gtids as {@code @@gtid_executed} shows it, tags included, such as {@code 3e11fa47-71ca-11e1-9e33-c80aa9429562:1-77}; empty:
     *     the place before all transactions
     * @throws IllegalArgumentException when it is no such set
     */
    public static Position gtidSet(String gtids) {
        return behind(
                gtids, false, "gtidSet", "a GTID set of MySQL, such as 3e11fa47-71ca-11e1-9e33-c80aa9429562:1-77");
    }

    /**
     * The place behind the given transactions of MariaDB, the last one of each replication domain.
     *
     * @param gtids as {@code @@gtid_binlog_pos} shows it, such as {@code 0-1-100,1-1-7}; empty: the place before all transactions
     * @throws IllegalArgumentException when it is no such list
     */
    public static Position mariaDbGtids(String gtids) {
        return behind(
                gtids, true, "mariaDbGtids", "a list of MariaDB GTIDs, one of each domain, such as 0-1-100,1-1-7");
    }

    private static Position behind(String text, boolean mariaDb, String name, String expected) {
        GtidSet set;
        try {
            set = GtidSet.parse(Objects.requireNonNull(text, name), mariaDb);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is " + expected + ": " + e.getMessage(), e);
        }
        if (set.isMariaDb() != mariaDb) {
            throw new IllegalArgumentException(name + " is " + expected + ", not '" + text + "'");
        }
        return BinlogPosition.after(set).toPosition();
    }

    /**
     * A place in a binlog file. Files and offsets of one server mean nothing on another.
     *
     * @param name the file's name without a directory, such as {@code binlog.000012}
     * @param offset where a transaction begins in it, in bytes, as {@code SHOW BINARY LOG STATUS} or {@code SHOW BINLOG EVENTS} shows
     *     it; 4 is the file's beginning
     * @throws IllegalArgumentException when the name is not that of a binlog file, or the offset is less than 4 or more than 4,294,967,295
     */
    public static Position file(String name, long offset) {
        BinlogPosition.fileNumber(Objects.requireNonNull(name, "name"));
        if (name.indexOf(';') >= 0 || name.indexOf('/') >= 0 || !name.equals(name.strip())) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not the name of a binlog file, such as binlog.000012");
        }
        if (offset < BinlogPosition.FIRST_OFFSET || offset > BinlogPosition.LAST_OFFSET) {
            throw new IllegalArgumentException("an offset in a binlog file is " + BinlogPosition.FIRST_OFFSET + " to "
                    + BinlogPosition.LAST_OFFSET + ", not " + offset);
        }
        return BinlogPosition.at(name, offset).toPosition();
    }
}
