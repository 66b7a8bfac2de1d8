package io.syncpipeline.maxcompute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.Table;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.impl.UpsertSessionImpl;
import com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm;
import com.aliyun.odps.tunnel.streams.UpsertStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitioned tables with a primary key, through the real SDK. */
final class PartitionTest {

    @TempDir
    private Path directory;

    private LocalMaxCompute server;
    private SdkClient client;

    @BeforeEach
    void start() throws Exception {
        restart();
        client.sql("CREATE TABLE people (id BIGINT NOT NULL, name STRING, PRIMARY KEY(id))"
                + " PARTITIONED BY (dt STRING COMMENT 'the day', hh INT)"
                + " TBLPROPERTIES('transactional'='true','write.bucket.num'='2');");
        client.sql("CREATE TABLE plain (id BIGINT NOT NULL, name STRING, PRIMARY KEY(id))"
                + " TBLPROPERTIES('transactional'='true','write.bucket.num'='2');");
    }

    private void restart() {
        server = LocalMaxCompute.builder().directory(directory).start();
        client = new SdkClient(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void write(String partition, long id, String name) throws Exception {
        client.write("people", partition, (session, stream) -> stream.upsert(person(session, id, name)));
    }

    private static Record person(UpsertSessionImpl session, long id, String name) {
        Record record = session.newRecord();
        record.set("id", id);
        record.set("name", name);
        return record;
    }

    private Table people() {
        return client.odps().tables().get("people");
    }

    @Test
    void keepsKeysApartByPartitionAndSurvivesARestart() throws Exception {
        client.sql("ALTER TABLE people ADD PARTITION (dt='a b', hh=1) PARTITION (dt='50% ü', hh='02');");
        write("dt=a b,hh=1", 7, "first");
        write("dt=50% ü,hh=2", 7, "second");
        write("dt=a b,hh=01", 7, "third");
        client.sql("ALTER TABLE people ADD COLUMNS (town STRING);");
        stop();
        restart();

        assertThat(client.rows("people", "dt=a b,hh=1")).containsExactly("7|third|null");
        assertThat(client.rows("people", "dt=50% ü,hh=2")).containsExactly("7|second|null");
        assertThat(client.query("SELECT * FROM people ORDER BY hh;"))
                .containsExactly(List.of("7", "third", "\\N", "a b", "1"), List.of("7", "second", "\\N", "50% ü", "2"));
        assertThat(client.query("SELECT name FROM people WHERE dt = 'a b' AND hh = 1;"))
                .containsExactly(List.of("third"));
        assertThat(client.sql("SHOW PARTITIONS people;")).isEqualTo("dt=50% ü/hh=2\ndt=a b/hh=1\n");
        write("dt=a b,hh=1", 8, "fourth");
        assertThat(client.rows("people", "dt=a b,hh=1")).hasSize(2);
    }

    @Test
    void deletesInThePartitionOfTheSessionOnly() throws Exception {
        client.sql("ALTER TABLE people ADD PARTITION (dt='a', hh=1) PARTITION (dt='a', hh=2);");
        write("dt=a,hh=1", 1, "one");
        write("dt=a,hh=2", 1, "two");
        client.write("people", "dt=a,hh=1", (session, stream) -> stream.delete(person(session, 1, "")));

        assertThat(client.rows("people", "dt=a,hh=1")).isEmpty();
        assertThat(client.rows("people", "dt=a,hh=2")).containsExactly("1|two");
    }

    @Test
    void refusesSessionsThatNameNoPartitionOrOneThatIsNotThere() {
        assertThatThrownBy(() -> client.upsert("people", "dt=a,hh=1", CompressAlgorithm.ODPS_RAW))
                .isInstanceOf(TunnelException.class)
                .hasMessageContaining("NoSuchPartition");
        assertThatThrownBy(() -> client.upsert("people"))
                .isInstanceOf(TunnelException.class)
                .hasMessageContaining("InvalidPartitionSpec");
        assertThatThrownBy(() -> client.upsert("people", "dt=a", CompressAlgorithm.ODPS_RAW))
                .hasMessageContaining("InvalidPartitionSpec");
        assertThatThrownBy(() -> client.upsert("plain", "dt=a", CompressAlgorithm.ODPS_RAW))
                .hasMessageContaining("InvalidPartitionSpec");
        assertThatThrownBy(() -> client.rows("people", "dt=a,hh=1")).hasMessageContaining("NoSuchPartition");
    }

    @Test
    void refusesARequestThatNamesAnotherPartitionThanItsSession() throws Exception {
        client.sql("ALTER TABLE people ADD PARTITION (dt='a', hh=1) PARTITION (dt='a', hh=2);");
        UpsertSessionImpl session = client.upsert("people", "dt=a,hh=1", CompressAlgorithm.ODPS_RAW);

        assertThatThrownBy(() -> client.upsertBuilder("people", "dt=a,hh=2", CompressAlgorithm.ODPS_RAW)
                        .setUpsertId(session.getId())
                        .build())
                .hasMessageContaining("writes to partition dt=a/hh=1, not to dt=a,hh=2");
        session.close();
    }

    @Test
    void failsTheCommitOfASessionWhosePartitionIsGone() throws Exception {
        client.sql("ALTER TABLE people ADD PARTITION (dt='a', hh=1);");
        UpsertSessionImpl session = client.upsert("people", "dt=a,hh=1", CompressAlgorithm.ODPS_RAW);
        UpsertStream stream = session.buildUpsertStream().build();
        stream.upsert(person(session, 1, "one"));
        stream.close();
        client.sql("ALTER TABLE people DROP PARTITION (dt='a', hh=1);");

        assertThatThrownBy(() -> session.commit(false)).hasMessageContaining("NoSuchPartition");
        session.close();
    }

    @Test
    void addsAndDropsPartitionsOnceOrWithoutComplaint() throws Exception {
        client.sql("ALTER TABLE people ADD PARTITION (dt='a', hh=1);");
        client.sql("ALTER TABLE people ADD IF NOT EXISTS PARTITION (dt='a', hh=1) PARTITION (dt='b', hh=1);");
        assertThatThrownBy(() -> client.sql("ALTER TABLE people ADD PARTITION (dt='b', hh=1);"))
                .hasMessageContaining("partition dt=b/hh=1 already exists");
        write("dt=b,hh=1", 1, "one");
        client.sql("ALTER TABLE people DROP IF EXISTS PARTITION (dt='b', hh=1), PARTITION (dt='c', hh=1);");
        assertThatThrownBy(() -> client.sql("ALTER TABLE people DROP PARTITION (dt='b', hh=1);"))
                .hasMessageContaining("partition dt=b/hh=1 does not exist");
        assertThat(client.query("SELECT COUNT(*) FROM people;")).containsExactly(List.of("0"));
        assertThat(client.sql("SHOW PARTITIONS people;")).isEqualTo("dt=a/hh=1\n");
    }

    @Test
    void refusesPartitionValuesThatNobodyCouldName() {
        assertThatThrownBy(() -> client.sql("ALTER TABLE people ADD PARTITION (dt='a/b', hh=1);"))
                .hasMessageContaining("it holds one of , / =");
        assertThatThrownBy(() -> client.sql("ALTER TABLE people ADD PARTITION (dt='" + "x".repeat(256) + "', hh=1);"))
                .hasMessageContaining("256 bytes, the limit is 255");
        assertThatThrownBy(() -> client.sql("ALTER TABLE people ADD PARTITION (dt='a');"))
                .hasMessageContaining("no value for column hh");
        assertThatThrownBy(() -> client.sql("ALTER TABLE plain ADD PARTITION (dt='a');"))
                .hasMessageContaining("not partitioned");
    }

    @Test
    void truncatesThePartitionsThatAreNamed() throws Exception {
        client.sql(
                "ALTER TABLE people ADD PARTITION (dt='a', hh=1) PARTITION (dt='a', hh=2) PARTITION (dt='a', hh=3);");
        for (int hour = 1; hour <= 3; hour++) {
            write("dt=a,hh=" + hour, hour, "row");
        }
        client.sql("TRUNCATE TABLE people PARTITION (dt='a', hh=1), PARTITION (dt='a', hh=3);");

        assertThat(client.query("SELECT hh FROM people;")).containsExactly(List.of("2"));
        assertThat(people().getPartitions()).hasSize(3);
        assertThatThrownBy(() -> client.sql("TRUNCATE TABLE people;")).hasMessageContaining("needs PARTITION");
        assertThatThrownBy(() -> client.sql("TRUNCATE TABLE plain PARTITION (dt='a', hh=1);"))
                .hasMessageContaining("not partitioned");
    }

    @Test
    void listsPartitionsInPages() throws Exception {
        for (int from = 0; from < 2_100; from += 300) {
            StringBuilder sql = new StringBuilder("ALTER TABLE people ADD ");
            for (int i = from; i < from + 300; i++) {
                sql.append("PARTITION (dt='d', hh=").append(i).append(") ");
            }
            client.sql(sql + ";");
        }
        List<String> listed = new ArrayList<>();
        people().getPartitionIterator()
                .forEachRemaining(each -> listed.add(each.getPartitionSpec().get("hh")));

        assertThat(listed).hasSize(2_100).doesNotHaveDuplicates();
        assertThat(people().getPartitionSpecs()).hasSize(2_100);
        assertThat(people().hasPartition(new PartitionSpec("dt='d',hh='2099'"))).isTrue();
        assertThat(people().hasPartition(new PartitionSpec("dt='d',hh='2100'"))).isFalse();
    }

    @Test
    void describesPartitionColumns() throws Exception {
        assertThat(people().isPartitioned()).isTrue();
        assertThat(people().isDeltaTable()).isTrue();
        assertThat(people().getSchema().getPartitionColumns())
                .extracting(column -> column.getName() + " "
                        + column.getTypeInfo().getTypeName() + " "
                        + Objects.requireNonNullElse(column.getComment(), ""))
                .containsExactly("dt STRING the day", "hh INT ");
        assertThat(client.sql("DESC people;")).contains("Partition Columns:").contains("dt | string | the day");
        assertThat(client.sql("SHOW CREATE TABLE people;"))
                .contains("PARTITIONED BY (`dt` STRING COMMENT 'the day', `hh` INT)");
    }
}
