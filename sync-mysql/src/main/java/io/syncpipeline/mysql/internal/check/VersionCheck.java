package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import java.util.List;

/** The server has to be a version that this source knows. */
final class VersionCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) {
        boolean known =
                server.version().isMySqlFrom(5, 7, 0) || server.version().isMariaDbFrom(10, 5, 0);
        return known
                ? List.of()
                : List.of(Finding.error(
                        "version",
                        "the server is " + server.version()
                                + "; MySQL 5.7 and MariaDB 10.5 are the oldest that are supported",
                        "upgrade the server"));
    }
}
