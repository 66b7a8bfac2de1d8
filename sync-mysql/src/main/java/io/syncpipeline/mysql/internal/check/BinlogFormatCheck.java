package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import java.util.List;

/** Only row events tell which rows changed. */
final class BinlogFormatCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) {
        String format = server.variable("binlog_format");
        // A later version may have no other format and no variable
        return format.equals("ROW") || !server.has("binlog_format")
                ? List.of()
                : List.of(
                        Finding.error(
                                "binlog_format",
                                "binlog_format is " + format + ", so that the binlog holds statements instead of rows",
                                "SET GLOBAL binlog_format = 'ROW'; set binlog_format=ROW in the option file too. Sessions that are open, or"
                                        + " that set their own binlog_format, go on in the old one: reconnect the applications"));
    }
}
