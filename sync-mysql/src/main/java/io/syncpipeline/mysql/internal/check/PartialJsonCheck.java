package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import java.util.List;

/** A change within a JSON document has to be logged with the whole document. */
final class PartialJsonCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) {
        String options = server.variable("binlog_row_value_options");
        return options.isEmpty()
                ? List.of()
                : List.of(Finding.error(
                        "binlog_row_value_options",
                        "binlog_row_value_options is " + options
                                + ", so that the binlog holds parts of JSON documents only",
                        "SET GLOBAL binlog_row_value_options = ''; remove it from the option file too. Sessions that are open go on with"
                                + " the old value: reconnect the applications"));
    }
}
