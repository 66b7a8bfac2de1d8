package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import io.syncpipeline.mysql.internal.connection.Queries;
import java.sql.SQLException;
import java.util.List;

/** A replica has to log what it is sent. */
final class ReplicaLogCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) throws SQLException {
        String variable = server.has("log_replica_updates") ? "log_replica_updates" : "log_slave_updates";
        if (server.variable(variable).equals("ON") || !isReplica(server)) {
            return List.of();
        }
        return List.of(Finding.error(
                variable,
                "the server is a replica and " + variable + " is " + server.variable(variable)
                        + ", so that its binlog lacks what comes from its source",
                "set " + variable + "=ON in the option file and restart the server, or read from its source"));
    }

    private static boolean isReplica(CheckedServer server) throws SQLException {
        if (server.version().mariaDb()) {
            // Its SHOW SLAVE STATUS needs a privilege of its own; this does not
            return !Queries.text(
                            server.connection(),
                            "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'SLAVES_RUNNING'")
                    .orElse("0")
                    .equals("0");
        }
        if (!server.grants().has("REPLICATION CLIENT")) {
            return false;
        }
        String statement = server.version().isMySqlFrom(8, 0, 22) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
        return !Queries.rows(server.connection(), statement).isEmpty();
    }
}
