package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.mysql.internal.ddl.SqlMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What is read of the status variables of a QUERY event. The variables come in a fixed order and have no common length, so that those
 * before the ones looked for have to be passed over, and nothing can be read behind one that is not known ({@code Query_event} in
 * {@code statement_events.h}).
 *
 * @param mode the session's {@code sql_mode}
 * @param charset the session's {@code character_set_client}, in which the statement is written
 */
record StatementVariables(SqlMode mode, Charset charset) {

    private static final int FLAGS2 = 0;
    private static final int SQL_MODE = 1;
    private static final int CATALOG = 2;
    private static final int AUTO_INCREMENT = 3;
    private static final int CHARSET = 4;
    private static final int TIME_ZONE = 5;
    private static final int CATALOG_NZ = 6;

    private static final int SQL_MODE_LENGTH = 8;

    /** Reads the variables; one that is not there is as it usually is: no mode, UTF-8. */
    static StatementVariables read(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        SqlMode mode = SqlMode.USUAL;
        while (at < end) {
            int code = Bytes.uint8(bytes, at++);
            switch (code) {
                case FLAGS2, AUTO_INCREMENT -> at += 4;
                case SQL_MODE -> {
                    mode = at + SQL_MODE_LENGTH <= end ? SqlMode.of(Bytes.int64(bytes, at)) : mode;
                    at += SQL_MODE_LENGTH;
                }
                case CATALOG -> at += Bytes.uint8(bytes, at) + 2;
                case CATALOG_NZ, TIME_ZONE -> at += Bytes.uint8(bytes, at) + 1;
                case CHARSET -> {
                    return new StatementVariables(
                            mode, StatementCharset.of(at + 2 <= end ? Bytes.uint16(bytes, at) : 0));
                }
                default -> {
                    return new StatementVariables(mode, StandardCharsets.UTF_8);
                }
            }
        }
        return new StatementVariables(mode, StandardCharsets.UTF_8);
    }
}
