package io.syncpipeline.mysql.internal.session;

import io.syncpipeline.model.StartPoint;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.internal.connection.BinlogStatus;
import io.syncpipeline.mysql.internal.connection.Server;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.SourceSession;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The end of a quiet server's log by file and by GTIDs. A source names only the GTIDs once XA transactions were prepared on the server, as
 * another test may have done.
 */
final class LogEnd {

    private LogEnd() {}

    static BinlogPosition of(TestServer server, SourceSession session) {
        BinlogPosition latest = BinlogPosition.parse(session.positionAt(StartPoint.latest()));
        try (Connection connection = server.root()) {
            BinlogStatus status =
                    BinlogStatus.of(connection, Server.of(connection).version()).orElseThrow();
            return new BinlogPosition(status.file(), status.offset(), latest.gtids(), latest.server());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
