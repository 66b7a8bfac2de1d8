package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import java.util.List;

/** With GTIDs a pipeline can be moved to another server of the same data. */
final class GtidCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) {
        if (server.version().mariaDb() || server.server().hasMySqlGtids()) {
            return List.of();
        }
        return List.of(
                new Finding(
                        Finding.Severity.INFO,
                        "gtid_mode",
                        "gtid_mode is " + server.server().gtidMode()
                                + ": positions are files and offsets of this one server, and copying takes longer at busy tables",
                        "switch GTIDs on when possible: enforce_gtid_consistency=ON, then gtid_mode OFF_PERMISSIVE, ON_PERMISSIVE, ON"));
    }
}
