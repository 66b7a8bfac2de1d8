package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import java.util.List;

/** A row can only be written whole when its images are. */
final class BinlogRowImageCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) {
        String image = server.variable("binlog_row_image");
        return image.equals("FULL") || !server.has("binlog_row_image")
                ? List.of()
                : List.of(
                        Finding.error(
                                "binlog_row_image",
                                "binlog_row_image is " + image + ", so that the binlog holds parts of rows only",
                                "SET GLOBAL binlog_row_image = 'FULL'; set binlog_row_image=FULL in the option file too. Sessions that are open,"
                                        + " or that set their own binlog_row_image, go on with the old one: reconnect the applications"));
    }
}
