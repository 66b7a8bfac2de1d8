package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.TableId;
import java.util.Collection;
import java.util.Map;

/**
 * What the server says of itself at present. It may be ahead of the statement that is being applied, so it is asked only for what neither
 * a tracked schema nor a statement tells. Calls may block and throw {@link io.syncpipeline.model.SourceException}.
 */
public interface ServerCatalog {

    /** The default character set of a database; that of the server when the database does not exist. */
    String databaseCharset(String database);

    /** The given tables as they are now; one that the server does not have is missing in the result. */
    Map<TableId, ServerTable> tables(Collection<TableId> tables);
}
