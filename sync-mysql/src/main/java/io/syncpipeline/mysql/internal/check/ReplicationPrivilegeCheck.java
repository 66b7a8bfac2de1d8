package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import java.util.ArrayList;
import java.util.List;

/** The account has to be allowed to ask for the binlog. */
final class ReplicationPrivilegeCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) {
        boolean mariaDb = server.version().mariaDb();
        List<String> missing = new ArrayList<>();
        if (!server.grants().has("REPLICATION SLAVE")) {
            missing.add("REPLICATION SLAVE");
        }
        if (!server.grants().has("REPLICATION CLIENT")
                && !(mariaDb && server.grants().has("BINLOG MONITOR"))) {
            missing.add(mariaDb ? "BINLOG MONITOR" : "REPLICATION CLIENT");
        }
        String names = String.join(", ", missing);
        return missing.isEmpty()
                ? List.of()
                : List.of(Finding.error(
                        "privileges",
                        "the account " + server.grants().account() + " lacks " + names + " ON *.*",
                        "GRANT " + names + " ON *.* TO " + server.grants().account()));
    }
}
