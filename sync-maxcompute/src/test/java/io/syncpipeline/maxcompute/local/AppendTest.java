package io.syncpipeline.maxcompute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordWriter;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.impl.PartitionRecord;
import com.aliyun.odps.tunnel.impl.StreamUploadSessionImpl;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Upload and stream sessions of the real SDK. */
final class AppendTest {

    private LocalMaxCompute server;
    private SdkClient client;

    @BeforeEach
    void start() throws Exception {
        server = LocalMaxCompute.builder().start();
        client = new SdkClient(server);
        client.sql("CREATE TABLE log (id BIGINT, what STRING);");
        client.sql("CREATE TABLE parted (id BIGINT, what STRING) PARTITIONED BY (dt STRING, hh BIGINT);");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void block(TableTunnel.UploadSession session, long block, long from, long to) throws Exception {
        try (RecordWriter writer = session.openRecordWriter(block)) {
            for (long id = from; id < to; id++) {
                writer.write(row(session.newRecord(), id));
            }
        }
    }

    private static Record row(Record record, long id) {
        record.set("id", id);
        record.set("what", "w" + id);
        return record;
    }

    @Test
    void replacesABlockAndShowsAllBlocksAtTheCommit() throws Exception {
        TableTunnel.UploadSession session = client.tunnel().createUploadSession("local", "log");
        block(session, 0, 0, 10);
        block(session, 1, 100, 110);
        block(session, 0, 0, 2);
        assertThat(client.rows("log")).isEmpty();

        session.commit(new Long[] {0L, 1L});

        assertThat(client.rows("log")).hasSize(12);
        assertThat(session.getStatus()).isEqualTo(TableTunnel.UploadStatus.CLOSED);
    }

    @Test
    void takesTheCommitOfAnUploadAgainWithoutDoublingRows() throws Exception {
        TableTunnel.UploadSession session = client.tunnel().createUploadSession("local", "log");
        block(session, 0, 0, 3);
        session.commit();
        client.tunnel().getUploadSession("local", "log", session.getId()).commit();

        assertThat(client.rows("log")).containsExactly("0|w0", "1|w1", "2|w2");
        assertThatThrownBy(() -> block(session, 2, 0, 1)).hasMessageContaining("StatusConflict");
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressAlgorithm.class,
            names = {"ODPS_RAW", "ODPS_ZLIB", "ODPS_SNAPPY", "ODPS_LZ4_FRAME", "ODPS_ZSTD"})
    void acceptsAndGivesEveryCompression(CompressAlgorithm algorithm) throws Exception {
        CompressOption option = new CompressOption(algorithm, 1, 0);
        TableTunnel.UploadSession session = client.tunnel().createUploadSession("local", "log");
        try (RecordWriter writer = session.openRecordWriter(0, option)) {
            for (long id = 0; id < 5000; id++) {
                writer.write(row(session.newRecord(), id));
            }
        }
        session.commit();

        TableTunnel.DownloadSession download = client.download("log", null);
        long count = 0;
        try (var reader = download.openRecordReader(0, 5000, option)) {
            for (Record record = reader.read(); record != null; record = reader.read()) {
                assertThat(record.getBigint("id")).isEqualTo(count++);
            }
        }
        assertThat(count).isEqualTo(5000);
    }

    @Test
    void overwritesWhenAskedTo() throws Exception {
        TableTunnel.UploadSession first = client.tunnel().createUploadSession("local", "log");
        block(first, 0, 0, 5);
        first.commit();

        TableTunnel.UploadSession second = client.tunnel().createUploadSession("local", "log", true);
        block(second, 0, 7, 8);
        second.commit();

        assertThat(client.rows("log")).containsExactly("7|w7");
    }

    @Test
    void keepsPartitionsApart() throws Exception {
        client.sql("ALTER TABLE parted ADD PARTITION (dt='a', hh=1) PARTITION (dt='b', hh=2);");
        for (String spec : List.of("dt='a',hh='1'", "dt='b',hh='2'")) {
            TableTunnel.UploadSession session =
                    client.tunnel().createUploadSession("local", "parted", new PartitionSpec(spec));
            block(session, 0, spec.length(), spec.length() + 1);
            session.commit();
        }

        assertThat(client.rows("parted", "dt='a',hh='1'")).hasSize(1);
        assertThat(client.query("SELECT dt, hh, COUNT(*) FROM parted GROUP BY dt, hh ORDER BY dt;"))
                .containsExactly(List.of("a", "1", "1"), List.of("b", "2", "1"));
        assertThat(client.odps().tables().get("parted").getPartitions()).hasSize(2);
        assertThat(client.odps().tables().get("parted").hasPartition(new PartitionSpec("dt='b',hh='2'")))
                .isTrue();
        assertThat(client.odps().tables().get("parted").hasPartition(new PartitionSpec("dt='x',hh='2'")))
                .isFalse();
        client.sql("ALTER TABLE parted DROP PARTITION (dt='a', hh=1);");
        assertThat(client.query("SELECT COUNT(*) FROM parted;")).containsExactly(List.of("1"));
    }

    @Test
    void refusesAPartitionThatDoesNotExist() {
        assertThatThrownBy(() ->
                        client.tunnel().createUploadSession("local", "parted", new PartitionSpec("dt='x',hh='1'")))
                .isInstanceOf(TunnelException.class)
                .hasMessageContaining("NoSuchPartition");
    }

    @Test
    void refusesAPartitionValueOfAnotherType() {
        assertThatThrownBy(() -> client.sql("ALTER TABLE parted ADD PARTITION (dt='a', hh='noon');"))
                .hasMessageContaining("'noon' is not a value of partition column hh of type BIGINT");
    }

    @Test
    void refusesAppendingToATableWithAKey() throws Exception {
        client.sql("CREATE TABLE keyed (id BIGINT NOT NULL, PRIMARY KEY(id)) TBLPROPERTIES('transactional'='true');");

        assertThatThrownBy(() -> client.tunnel().createUploadSession("local", "keyed"))
                .hasMessageContaining("upsert");
    }

    @Test
    void showsAStreamWriteAtOnce() throws Exception {
        TableTunnel.StreamUploadSession session =
                client.tunnel().buildStreamUploadSession("local", "log").build();
        TableTunnel.StreamRecordPack pack = session.newRecordPack();
        for (long id = 0; id < 4; id++) {
            pack.append(row(session.newRecord(), id));
        }
        pack.flush();

        assertThat(client.rows("log")).hasSize(4);
    }

    @Test
    void makesPartitionsForAStreamThatAsksForIt() throws Exception {
        TableTunnel.StreamUploadSession session = client.tunnel()
                .buildStreamUploadSession("local", "parted")
                .setDynamicPartition(true)
                .build();
        TableTunnel.StreamRecordPack pack = session.newRecordPack();
        for (long id = 0; id < 4; id++) {
            PartitionRecord record = (PartitionRecord) session.newRecord();
            row(record, id);
            record.setPartition(new PartitionSpec("dt='d" + id % 2 + "',hh='0'"));
            pack.append(record);
        }
        pack.flush();

        assertThat(client.rows("parted", "dt='d1',hh='0'")).containsExactly("1|w1", "3|w3");
    }

    @Test
    void tellsAStreamThatTheSchemaHasChanged() throws Exception {
        StreamUploadSessionImpl session = (StreamUploadSessionImpl) client.tunnel()
                .buildStreamUploadSession("local", "log")
                .allowSchemaMismatch(false)
                .build();
        client.sql("ALTER TABLE log ADD COLUMNS (more STRING);");
        TableTunnel.StreamRecordPack pack = session.newRecordPack();
        pack.append(row(session.newRecord(), 1));

        assertThatThrownBy(pack::flush).hasStackTraceContaining("SchemaModified");
    }
}
