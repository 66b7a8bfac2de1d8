package io.syncpipeline.mysql.internal.ddl;

/**
 * What the session's {@code sql_mode} has to say about the reading of a statement. The log carries the mode with every statement, as the
 * sum of bits that {@link #of} takes; the bits are those of MySQL's {@code query_options.h} and {@code system_variables.h} and of
 * MariaDB's {@code sql_class.h}, which agree in these.
 *
 * @param ansiQuotes whether double quotes enclose a name rather than text
 * @param backslashEscapes whether a backslash in text escapes what follows it
 * @param realAsFloat whether REAL is FLOAT rather than DOUBLE
 * @param timestampAsDatetime whether TIMESTAMP is DATETIME: the mode MAXDB, which MySQL had until 5.7
 * @param oracle whether MariaDB understands Oracle's types; means nothing on MySQL
 */
public record SqlMode(
        boolean ansiQuotes,
        boolean backslashEscapes,
        boolean realAsFloat,
        boolean timestampAsDatetime,
        boolean oracle) {

    /** The mode of a session in which nobody has set any of it. */
    public static final SqlMode USUAL = new SqlMode(false, true, false, false, false);

    private static final long REAL_AS_FLOAT = 1;
    private static final long ANSI_QUOTES = 1 << 2;
    private static final long ORACLE = 1 << 9;
    private static final long MAXDB = 1 << 12;
    private static final long NO_BACKSLASH_ESCAPES = 1 << 20;

    /** The mode as the log writes it. */
    public static SqlMode of(long bits) {
        return new SqlMode(
                (bits & ANSI_QUOTES) != 0,
                (bits & NO_BACKSLASH_ESCAPES) == 0,
                (bits & REAL_AS_FLOAT) != 0,
                (bits & MAXDB) != 0,
                (bits & ORACLE) != 0);
    }
}
