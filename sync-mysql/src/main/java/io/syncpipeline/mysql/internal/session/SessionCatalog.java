package io.syncpipeline.mysql.internal.session;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.catalog.InformationSchema;
import io.syncpipeline.mysql.internal.ddl.ServerCatalog;
import io.syncpipeline.mysql.internal.ddl.ServerTable;
import java.util.Collection;
import java.util.Map;

/** What schema tracking asks the server, over the session's connection. Thread-safe. */
final class SessionCatalog implements ServerCatalog {

    private final SessionConnection connection;
    private final String serverCharset;

    SessionCatalog(SessionConnection connection, String serverCharset) {
        this.connection = connection;
        this.serverCharset = serverCharset;
    }

    @Override
    public String databaseCharset(String database) {
        return connection
                .use("asking for the character set of database " + database, open -> new InformationSchema(open)
                        .databaseCharset(database))
                .orElse(serverCharset);
    }

    @Override
    public Map<TableId, ServerTable> tables(Collection<TableId> tables) {
        return connection.use(
                "reading the definitions of " + tables.size() + " tables",
                open -> new InformationSchema(open).definitions(tables));
    }
}
