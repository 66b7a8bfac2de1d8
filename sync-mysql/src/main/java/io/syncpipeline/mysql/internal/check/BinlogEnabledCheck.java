package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import java.util.List;

/** Without a binlog there is nothing to follow. */
final class BinlogEnabledCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) {
        return server.variable("log_bin").equals("ON")
                ? List.of()
                : List.of(
                        Finding.error(
                                "log_bin",
                                "the server writes no binlog: log_bin is " + server.variable("log_bin"),
                                "set log_bin=binlog, binlog_format=ROW and a server_id in the server's option file and restart it"));
    }
}
