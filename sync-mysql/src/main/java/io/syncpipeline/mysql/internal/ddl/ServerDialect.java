package io.syncpipeline.mysql.internal.ddl;

import java.util.Locale;
import java.util.Objects;

/**
 * What has to be known of a server, and of the session a statement was issued in, to read DDL as the server reads it.
 *
 * @param mariaDb whether it is MariaDB rather than MySQL
 * @param version its version as executable comments write it: 80015 for 8.0.15, 110405 for 11.4.5
 * @param lowerCaseTableNames its {@code lower_case_table_names}: 0, 1 or 2
 * @param characterSet its {@code character_set_server}
 * @param explicitDefaultsForTimestamp its {@code explicit_defaults_for_timestamp}: when off, a TIMESTAMP column that does not say NULL is
 *     NOT NULL
 * @param mode the session's mode
 */
public record ServerDialect(
        boolean mariaDb,
        int version,
        int lowerCaseTableNames,
        String characterSet,
        boolean explicitDefaultsForTimestamp,
        SqlMode mode) {

    // MariaDB passes over comments meant for these versions, which only MySQL has had
    private static final int FIRST_MYSQL_ONLY = 50700;
    private static final int LAST_MYSQL_ONLY = 99999;

    private static final int FIRST_WITH_FUNCTIONAL_INDEXES = 80013;
    private static final int FIRST_THAT_KEEPS_THEM_OUT_OF_THE_LOG = 80018;

    public ServerDialect {
        Objects.requireNonNull(characterSet, "characterSet");
        Objects.requireNonNull(mode, "mode");
        if (lowerCaseTableNames < 0 || lowerCaseTableNames > 2) {
            throw new IllegalArgumentException("lower_case_table_names is 0, 1 or 2, not " + lowerCaseTableNames);
        }
    }

    /** A server, to sessions of the usual mode. */
    public ServerDialect(
            boolean mariaDb,
            int version,
            int lowerCaseTableNames,
            String characterSet,
            boolean explicitDefaultsForTimestamp) {
        this(mariaDb, version, lowerCaseTableNames, characterSet, explicitDefaultsForTimestamp, SqlMode.USUAL);
    }

    /** The same server to a session of another mode. */
    ServerDialect in(SqlMode other) {
        return other.equals(mode)
                ? this
                : new ServerDialect(
                        mariaDb, version, lowerCaseTableNames, characterSet, explicitDefaultsForTimestamp, other);
    }

    /** Whether the server executes what stands in a comment {@code /*!version ...}; version 0 stands for none. */
    boolean executesComment(int commentVersion) {
        if (mariaDb && commentVersion >= FIRST_MYSQL_ONLY && commentVersion <= LAST_MYSQL_ONLY) {
            return false;
        }
        return commentVersion <= version;
    }

    /**
     * Whether the column that the server hides behind a part of a functional index is logged with the rows, at a place that nobody can be
     * asked for: after the columns that the table had when the index was made ({@code column_filter_inbound_func_indexes.cc} has the last
     * version that does so).
     */
    public boolean logsHiddenColumns() {
        return !mariaDb && version >= FIRST_WITH_FUNCTIONAL_INDEXES && version < FIRST_THAT_KEEPS_THEM_OUT_OF_THE_LOG;
    }

    /** A database or table name as this server stores it. */
    String stored(String name) {
        return lowerCaseTableNames == 1 ? name.toLowerCase(Locale.ROOT) : name;
    }

    /** A database or table name in the form in which equal names are equal. */
    String comparable(String name) {
        return lowerCaseTableNames == 0 ? name : name.toLowerCase(Locale.ROOT);
    }
}
