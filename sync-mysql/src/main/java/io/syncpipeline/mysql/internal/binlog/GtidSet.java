package io.syncpipeline.mysql.internal.binlog;

import java.util.regex.Pattern;

/**
 * The transactions up to a place in the log, by their GTIDs. To other packages a set is a value: only the reader that follows the log
 * adds to its own one.
 */
public abstract sealed class GtidSet permits MySqlGtidSet, MariaDbGtidSet {

    private static final Pattern MARIADB = Pattern.compile("\\s*\\d+-\\d+-\\d+\\s*(,\\s*\\d+-\\d+-\\d+\\s*)*");

    GtidSet() {}

    /**
     * Reads a set as the servers print it: {@code @@gtid_executed} of MySQL (tags too), or {@code @@gtid_binlog_pos} of MariaDB.
     *
     * @param mariaDb how to read an empty text
     * @throws IllegalArgumentException when the text is neither
     */
    public static GtidSet parse(String text, boolean mariaDb) {
        if (text.isBlank()) {
            return mariaDb ? new MariaDbGtidSet() : new MySqlGtidSet();
        }
        return MARIADB.matcher(text).matches() ? MariaDbGtidSet.parse(text) : MySqlGtidSet.parse(text);
    }

    /** Whether it is MariaDB's rather than MySQL's. */
    public abstract boolean isMariaDb();

    /** Whether every transaction of the other set is in this one. False for a set of another kind of server. */
    public abstract boolean covers(GtidSet other);

    /** Whether a transaction is in it. False for one of another kind of server. */
    abstract boolean contains(Gtid gtid);

    /** Whether it holds no transaction. */
    public abstract boolean isEmpty();

    /** A set of the same transactions that changes no more. */
    abstract GtidSet copy();

    /** Adds a transaction; one of another kind of server is passed over. */
    abstract void add(Gtid gtid);

    /** The text that the server understands and {@link #parse} reads. */
    @Override
    public abstract String toString();
}
