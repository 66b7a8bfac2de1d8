package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.SourceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One error number stands for everything that is wrong with a log; the advice follows the server's text. */
class ServerFailuresTest {

    private static final int CANNOT_READ_LOG = 1236;
    private static final BinlogSettings SETTINGS = BinlogSettings.of("db1", 3306, "sync", "secret");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A slave with the same server_uuid/server_id as this slave has connected to the master; the first event"
                        + " 'binlog.000001' at 4 | same server id",
                "A replica with the same server_uuid/server_id as this replica has connected to the source | same server id",
                "Slave has more GTIDs than the master has, using the master's SERVER_UUID. This may indicate that the end"
                        + " of the binary log was truncated or that the last binary log file was lost | RESET",
                "Replica has more GTIDs than the source has, using the source's SERVER_UUID | RESET",
                "Could not find first log file name in binary log index file | does not have the log from there on any more",
                "Cannot replicate because the source purged required binary logs | does not have the log from there on any more",
                "The slave is connecting using CHANGE MASTER TO MASTER_AUTO_POSITION = 1, but the master has purged binary"
                        + " logs containing GTIDs that the slave requires | does not have the log from there on any more",
                "Could not find GTID state requested by slave in any binlog files | does not have the log from there on any more",
                "Client requested master to start replication from impossible position; the first event | does not exist in the"
                        + " file",
                "log event entry exceeded max_allowed_packet; Increase max_allowed_packet on master | raise it",
                "Error: connecting slave requested to start from GTID 0-1-100, which is not in the master's binlog | set back"
            })
    void advisesWhatFitsTheServersText(String text, String advice) {
        SourceException failure =
                ServerFailures.explain(new ServerErrorException(CANNOT_READ_LOG, text), SETTINGS, "binlog.000007:4711");

        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessageContaining(advice).hasMessageContaining("binlog.000007:4711");
    }
}
