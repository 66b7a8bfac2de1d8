package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.connection.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** All checks of a server, in the order in which their findings are best read. */
public final class ServerChecks {

    private static final List<Check> ALWAYS =
            List.of(new VersionCheck(), new SelectPrivilegeCheck(), new TableKindCheck(), new MaxAllowedPacketCheck());

    private static final List<Check> WHEN_FOLLOWING = List.of(
            new LoginMethodCheck(),
            new BinlogEnabledCheck(),
            new ReplicationPrivilegeCheck(),
            new BinlogFormatCheck(),
            new BinlogRowImageCheck(),
            new PartialJsonCheck(),
            new BinlogFilterCheck(),
            new BinlogRetentionCheck(),
            new ReplicaLogCheck(),
            new ServerIdCheck(),
            new GtidCheck(),
            new FunctionalIndexCheck(),
            new PreparedTransactionsCheck(),
            new ForeignKeyCascadeCheck());

    private ServerChecks() {}

    /**
     * Runs the checks.
     *
     * @param connection asks the server
     * @param server what kind of server it is
     * @param readerId the id under which changes will be followed
     * @param tables the tables that will be read
     * @param following whether changes are to be followed
     * @return what was found, in no order of severity; empty when all is well
     * @throws SQLException when a check could not be carried out
     */
    public static List<Finding> run(
            Connection connection, Server server, long readerId, Collection<TableId> tables, boolean following)
            throws SQLException {
        CheckedServer checked = CheckedServer.of(connection, server, readerId, tables);
        List<Finding> findings = new ArrayList<>();
        for (Check check : ALWAYS) {
            findings.addAll(check.findings(checked));
        }
        if (following) {
            for (Check check : WHEN_FOLLOWING) {
                findings.addAll(check.findings(checked));
            }
        }
        return findings;
    }
}
