package io.syncpipeline.maxcompute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aliyun.odps.OdpsException;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.tunnel.impl.UpsertSessionImpl;
import com.aliyun.odps.tunnel.streams.UpsertStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a whole: start, restart, keys, threads, hostile bodies. */
final class ServerTest {

    private static final String PEOPLE = "CREATE TABLE people (id BIGINT NOT NULL, name STRING, PRIMARY KEY(id))"
            + " COMMENT 'all' TBLPROPERTIES('transactional'='true','write.bucket.num'='4') LIFECYCLE 7;";

    private static void write(SdkClient client, long id) throws Exception {
        client.write("people", null, (session, stream) -> {
            Record record = session.newRecord();
            record.set("id", id);
            record.set("name", "n" + id);
            stream.upsert(record);
        });
    }

    @Test
    void keepsEverythingInItsDirectory(@TempDir Path directory) throws Exception {
        String shown;
        try (LocalMaxCompute server =
                        LocalMaxCompute.builder().directory(directory).start();
                SdkClient client = new SdkClient(server)) {
            client.sql(PEOPLE);
            client.sql("CREATE TABLE parts (id BIGINT) PARTITIONED BY (dt STRING);");
            client.sql("ALTER TABLE parts ADD PARTITION (dt='2025-01-01');");
            client.sql("ALTER TABLE people ADD COLUMNS (town STRING);");
            write(client, 1);
            UpsertSessionImpl open = client.upsert("people");
            UpsertStream stream = open.buildUpsertStream().build();
            Record record = open.newRecord();
            record.set("id", 2L);
            stream.upsert(record);
            stream.flush();
            open.close();
            shown = client.sql("SHOW CREATE TABLE people;");
        }
        try (LocalMaxCompute server =
                        LocalMaxCompute.builder().directory(directory).start();
                SdkClient client = new SdkClient(server)) {
            assertThat(client.sql("SHOW CREATE TABLE people;")).isEqualTo(shown);
            assertThat(client.rows("people")).containsExactly("1|n1|null");
            assertThat(client.sql("SHOW PARTITIONS parts;")).isEqualTo("dt=2025-01-01\n");
            write(client, 3);
            assertThat(client.rows("people")).hasSize(2);
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("maxcompute.mv.db");
        }
    }

    @Test
    void leavesNoThreadAndNoTable() throws Exception {
        for (int round = 0; round < 2; round++) {
            try (LocalMaxCompute server = LocalMaxCompute.builder().start();
                    SdkClient client = new SdkClient(server)) {
                client.sql(PEOPLE);
                write(client, 1);
                client.rows("people");
            }
        }

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("local-maxcompute")
                                || name.startsWith("MVStore")
                                || name.startsWith("H2")
                                || name.startsWith("Generate")));
    }

    @Test
    void acceptsOnlyItsAccessKeyWhenItHasOne() throws Exception {
        try (LocalMaxCompute server = LocalMaxCompute.builder()
                        .project("own")
                        .accessKey("me", "my secret")
                        .start();
                SdkClient right = new SdkClient(server, "me", "my secret");
                SdkClient wrong = new SdkClient(server, "me", "guess")) {
            right.sql(PEOPLE);
            write(right, 1);

            assertThat(right.rows("people")).containsExactly("1|n1");
            assertThat(right.odps().tables().get("own", "people").getComment()).isEqualTo("all");
            assertThatThrownBy(() -> wrong.odps().tables().exists("people"))
                    .isInstanceOf(OdpsException.class)
                    .hasMessageContaining("signature");
            assertThatThrownBy(() -> wrong.upsert("people")).hasMessageContaining("ODPS-0410042");
        }
    }

    @Test
    void tellsAboutItsProject() throws Exception {
        try (LocalMaxCompute server = LocalMaxCompute.builder().project("dw").start();
                SdkClient client = new SdkClient(server)) {
            assertThat(client.odps().projects().get().getOwner()).isNotEmpty();
            assertThat(client.odps().projects().exists("dw")).isTrue();
            assertThat(client.odps().projects().exists("other")).isFalse();
            assertThat(server.endpoint()).isEqualTo("http://127.0.0.1:" + server.port() + "/api");
        }
    }

    @Test
    void refusesADamagedRecordStream() throws Exception {
        try (LocalMaxCompute server = LocalMaxCompute.builder().start();
                SdkClient client = new SdkClient(server)) {
            client.sql(PEOPLE);
            UpsertSessionImpl session = client.upsert("people");
            for (byte[] body : List.of(
                    new byte[0],
                    new byte[] {1, 2, 3},
                    new byte[] {8, 2, (byte) 0x80, (byte) 0xc0, (byte) 0xff, 0x7f, 1},
                    new byte[] {(byte) 0xf0, (byte) 0xff, (byte) 0xff, 0x7f, 2})) {
                assertThat(RawUpsert.put(server, session.getId(), 0, body))
                        .startsWith("400 ")
                        .contains("MalformedData");
            }
            session.commit(false);
            assertThat(client.rows("people")).isEmpty();
            session.close();
        }
    }

    @Test
    void refusesACellOfMoreThanEightMebibytes() throws Exception {
        try (LocalMaxCompute server = LocalMaxCompute.builder().start();
                SdkClient client = new SdkClient(server)) {
            client.sql(PEOPLE);
            byte[] limit = new byte[8 * 1024 * 1024];
            java.util.Arrays.fill(limit, (byte) 'x');
            client.write("people", null, (session, stream) -> {
                Record record = session.newRecord();
                record.set("id", 1L);
                record.set("name", limit);
                stream.upsert(record);
            });
            assertThat(client.query("SELECT LENGTH(name) FROM people;")).containsExactly(List.of("8388608"));

            byte[] beyond = new byte[limit.length + 1];
            assertThatThrownBy(() -> client.write("people", null, (session, stream) -> {
                        Record record = session.newRecord();
                        record.set("id", 2L);
                        record.set("name", beyond);
                        stream.upsert(record);
                    }))
                    .hasStackTraceContaining("8388609 bytes, the limit is 8388608");
        }
    }

    @Test
    void refusesAPortThatIsTaken() {
        try (LocalMaxCompute server = LocalMaxCompute.builder().start()) {
            assertThatThrownBy(
                            () -> LocalMaxCompute.builder().port(server.port()).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot listen on");
        }
    }
}
