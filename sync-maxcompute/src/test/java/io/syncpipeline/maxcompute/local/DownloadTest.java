package io.syncpipeline.maxcompute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.odps.Column;
import com.aliyun.odps.Instance;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordReader;
import com.aliyun.odps.task.SQLTask;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.io.TunnelRecordReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Download sessions of tables and of results. */
final class DownloadTest {

    private LocalMaxCompute server;
    private SdkClient client;

    @BeforeEach
    void start() throws Exception {
        server = LocalMaxCompute.builder().start();
        client = new SdkClient(server);
        client.sql("CREATE TABLE t (id STRING NOT NULL, n BIGINT, PRIMARY KEY(id))"
                + " TBLPROPERTIES('transactional'='true','write.bucket.num'='4');");
        write(0, 1000);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void write(long from, long to) throws Exception {
        client.write("t", null, (session, stream) -> {
            for (long id = from; id < to; id++) {
                Record record = session.newRecord();
                record.set("id", "key " + id);
                record.set("n", id);
                stream.upsert(record);
            }
        });
    }

    private static List<Long> numbers(RecordReader reader, int column) throws Exception {
        List<Long> numbers = new ArrayList<>();
        for (Record record = reader.read(); record != null; record = reader.read()) {
            numbers.add(record.getBigint(column));
        }
        return numbers;
    }

    @Test
    void givesRangesThatTogetherAreTheTable() throws Exception {
        TableTunnel.DownloadSession session = client.download("t", null);
        List<Long> all = new ArrayList<>();
        for (int start = 0; start < 1000; start += 300) {
            try (TunnelRecordReader reader = session.openRecordReader(start, Math.min(300, 1000 - start))) {
                all.addAll(numbers(reader, 1));
            }
        }

        assertThat(session.getRecordCount()).isEqualTo(1000);
        assertThat(all).hasSize(1000).doesNotHaveDuplicates();
    }

    @Test
    void givesTheColumnsAskedForInTheOrderAskedFor() throws Exception {
        TableTunnel.DownloadSession session = client.download("t", null);
        List<Column> columns =
                List.of(session.getSchema().getColumn("n"), session.getSchema().getColumn("id"));

        try (TunnelRecordReader reader = session.openRecordReader(0, 1000, false, columns)) {
            Record record = reader.read();
            assertThat(record.getString(1)).isEqualTo("key " + record.getBigint(0));
        }
    }

    @Test
    void readsTheRowsAsTheyWereWhenTheSessionWasMade() throws Exception {
        TableTunnel.DownloadSession session = client.download("t", null);
        write(500, 2000);

        try (TunnelRecordReader reader = session.openRecordReader(0, session.getRecordCount())) {
            assertThat(numbers(reader, 1)).hasSize(1000).allMatch(number -> number < 1000);
        }
        assertThat(client.download("t", null).getRecordCount()).isEqualTo(2000);
    }

    @Test
    void letsTwoRangesBeReadInTurns() throws Exception {
        TableTunnel.DownloadSession session = client.download("t", null);
        try (TunnelRecordReader first = session.openRecordReader(0, 500);
                TunnelRecordReader second = session.openRecordReader(500, 500)) {
            List<Long> all = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                all.add(first.read().getBigint(1));
                all.add(second.read().getBigint(1));
            }
            assertThat(all).doesNotHaveDuplicates();
        }
    }

    @Test
    void endsASessionWhoseTableIsAltered() throws Exception {
        TableTunnel.DownloadSession session = client.download("t", null);
        client.sql("ALTER TABLE t DROP COLUMNS n;");

        assertThatThrownBy(() -> session.openRecordReader(0, 10).read()).hasMessageContaining("TableModified");
    }

    @Test
    void givesAllRowsOfAResultThroughTheInstanceTunnel() throws Exception {
        Instance instance = client.submit("SELECT n, id FROM t WHERE n < 900 ORDER BY n;");
        instance.waitForSuccess(50);

        List<Record> rows = SQLTask.getResultByInstanceTunnel(instance);

        assertThat(rows).hasSize(900);
        assertThat(rows.get(899).getBigint(0)).isEqualTo(899);
        assertThat(rows.get(899).getString("id")).isEqualTo("key 899");
    }

    @Test
    void refusesATableThatDoesNotExist() {
        assertThatThrownBy(() -> client.download("nowhere", null))
                .isInstanceOf(TunnelException.class)
                .hasMessageContaining("NoSuchTable");
    }
}
