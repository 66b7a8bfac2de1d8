package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import io.syncpipeline.mysql.internal.connection.Queries;
import java.sql.SQLException;
import java.util.List;

/** A server sends its log to one reader of each id. */
final class ServerIdCheck implements Check {

    @Override
    public List<Finding> findings(CheckedServer server) throws SQLException {
        long id = server.readerId();
        if (id == server.server().serverId()) {
            return List.of(Finding.error(
                    "server_id",
                    "serverId " + id + " is the server's own server_id",
                    "give the source another serverId, or leave it out"));
        }
        if (server.version().mariaDb() || !server.grants().has("REPLICATION SLAVE")) {
            // MariaDB shows its replicas to administrators only
            return List.of();
        }
        String statement = server.version().isMySqlFrom(8, 0, 22) ? "SHOW REPLICAS" : "SHOW SLAVE HOSTS";
        return Queries.rows(server.connection(), statement).stream()
                .filter(replica -> replica.getOrDefault("server_id", "").equals(Long.toString(id)))
                .map(replica -> Finding.warning(
                        "server_id",
                        "a reader with serverId " + id + " is connected to the server already, from host '"
                                + replica.getOrDefault("host", "")
                                + "'; the server ends one of two readers of the same id",
                        "unless it is this pipeline's own, give the source another serverId, or leave it out"))
                .toList();
    }
}
