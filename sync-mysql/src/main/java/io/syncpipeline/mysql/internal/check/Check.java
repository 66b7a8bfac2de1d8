package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import java.sql.SQLException;
import java.util.List;

/** One thing that has to be right at the server. Stateless. */
interface Check {

    /**
     * Looks.
     *
     * @return what was found; empty when all is well or the matter does not exist at this server
     * @throws SQLException when the check could not be carried out
     */
    List<Finding> findings(CheckedServer server) throws SQLException;
}
