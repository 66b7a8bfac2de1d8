package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.connection.Queries;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Databases that the server leaves out of its binlog cannot be followed. */
final class BinlogFilterCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) throws SQLException {
        Grants grants = server.grants();
        if (!grants.has("REPLICATION CLIENT") && !grants.has("BINLOG MONITOR")) {
            return List.of();
        }
        String statement = server.version().isMySqlFrom(8, 2, 0) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
        List<Finding> findings = new ArrayList<>();
        for (Map<String, String> row : Queries.rows(server.connection(), statement)) {
            Set<String> logged = names(row.getOrDefault("binlog_do_db", ""));
            Set<String> ignored = names(row.getOrDefault("binlog_ignore_db", ""));
            server.tables().stream()
                    .map(TableId::database)
                    .distinct()
                    .filter(database -> ignored.contains(database) || (!logged.isEmpty() && !logged.contains(database)))
                    .map(database -> Finding.error(
                            "binlog filter",
                            "the server does not log changes in database " + database + " (binlog_do_db " + logged
                                    + ", binlog_ignore_db " + ignored + ")",
                            "remove binlog_do_db and binlog_ignore_db from the option file and restart the server"))
                    .forEach(findings::add);
        }
        return findings;
    }

    private static Set<String> names(String list) {
        return list.isBlank() ? Set.of() : Set.of(list.split(",", -1));
    }
}
