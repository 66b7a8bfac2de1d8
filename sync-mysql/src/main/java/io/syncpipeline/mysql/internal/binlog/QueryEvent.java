package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.mysql.internal.ddl.SqlMode;
import java.nio.charset.StandardCharsets;

/**
 * A logged statement. The body: thread (4 bytes), duration (4), length of the database's name (1), error (2), length of the status
 * variables (2), the variables, the name and a zero, the statement.
 *
 * @param database the session's database; empty when it had none
 * @param sql the statement
 * @param mode the session's mode, by which the statement has to be read
 */
record QueryEvent(String database, String sql, SqlMode mode) {

    private static final int DATABASE_LENGTH = 8;
    private static final int VARIABLES_LENGTH = 11;
    private static final int VARIABLES = 13;

    /** Reads a body. */
    static QueryEvent parse(byte[] bytes, int offset, int length) {
        int databaseLength = Bytes.uint8(bytes, offset + DATABASE_LENGTH);
        int variablesLength = Bytes.uint16(bytes, offset + VARIABLES_LENGTH);
        int database = offset + VARIABLES + variablesLength;
        int sql = database + databaseLength + 1;
        StatementVariables variables = StatementVariables.read(bytes, offset + VARIABLES, variablesLength);
        return new QueryEvent(
                new String(bytes, database, databaseLength, StandardCharsets.UTF_8),
                new String(bytes, sql, offset + length - sql, variables.charset()),
                variables.mode());
    }

    /** Whether a body is that of {@code BEGIN}, told without making texts, because every transaction has one. */
    static boolean isBegin(byte[] bytes, int offset, int length) {
        int sql = offset
                + VARIABLES
                + Bytes.uint16(bytes, offset + VARIABLES_LENGTH)
                + Bytes.uint8(bytes, offset + DATABASE_LENGTH)
                + 1;
        return offset + length - sql == 5
                && bytes[sql] == 'B'
                && bytes[sql + 1] == 'E'
                && bytes[sql + 2] == 'G'
                && bytes[sql + 3] == 'I'
                && bytes[sql + 4] == 'N';
    }
}
