package io.syncpipeline.maxcompute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.aliyun.odps.data.Record;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.impl.UpsertSessionImpl;
import com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm;
import com.aliyun.odps.tunnel.streams.UpsertStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upsert sessions of the real SDK. */
final class UpsertTest {

    private LocalMaxCompute server;
    private SdkClient client;

    @BeforeEach
    void start() throws Exception {
        server = LocalMaxCompute.builder().start();
        client = new SdkClient(server);
        createPeople(4, "");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void createPeople(int buckets, String properties) throws Exception {
        client.sql("DROP TABLE IF EXISTS people;");
        client.sql(
                "CREATE TABLE `local`.`people` (`id` BIGINT NOT NULL, `name` STRING, `town` STRING, PRIMARY KEY(`id`))"
                        + " TBLPROPERTIES('transactional'='true','write.bucket.num'='" + buckets + "'" + properties
                        + ");");
    }

    private static Record person(UpsertSessionImpl session, long id, String name, String town) {
        Record record = session.newRecord();
        record.set("id", id);
        record.set("name", name);
        record.set("town", town);
        return record;
    }

    @Test
    void writesRowsThatDownloadAndSelectSee() throws Exception {
        client.write("people", null, (session, stream) -> {
            for (long id = 1; id <= 100; id++) {
                stream.upsert(person(session, id, "name " + id, "Ulm"));
            }
        });

        assertThat(client.rows("people")).hasSize(100).contains("7|name 7|Ulm");
        assertThat(client.query("SELECT COUNT(*) AS n FROM people;")).containsExactly(List.of("100"));
        assertThat(client.query("SELECT id, name FROM people WHERE id > 98 ORDER BY id DESC;"))
                .containsExactly(List.of("100", "name 100"), List.of("99", "name 99"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void acceptsTheBucketsThatTheSdkComputes(int buckets) throws Exception {
        createPeople(buckets, "");

        client.write("people", null, (session, stream) -> {
            for (long id = -500; id < 500; id++) {
                stream.upsert(person(session, id, "n" + id, "t"));
            }
        });

        assertThat(client.rows("people")).hasSize(1000);
        assertThat(server.requests(RequestKind.UPSERT_WRITE)).isEqualTo(buckets);
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressAlgorithm.class,
            names = {"ODPS_RAW", "ODPS_ZLIB", "ODPS_SNAPPY", "ODPS_LZ4_FRAME", "ODPS_ZSTD"})
    void acceptsEveryCompression(CompressAlgorithm algorithm) throws Exception {
        UpsertSessionImpl session = client.upsert("people", null, algorithm);
        UpsertStream stream = session.buildUpsertStream().build();
        for (long id = 0; id < 1000; id++) {
            stream.upsert(person(session, id, "name " + id, "Ulm"));
        }
        stream.close();
        session.commit(false);
        session.close();

        assertThat(client.rows("people")).hasSize(1000).contains("999|name 999|Ulm");
    }

    @Test
    void letsTheLastWriteOfAKeyWinWithinASession() throws Exception {
        client.write("people", null, (session, stream) -> {
            stream.upsert(person(session, 1, "first", "Ulm"));
            stream.upsert(person(session, 2, "second", "Ulm"));
            stream.flush();
            stream.upsert(person(session, 1, "again", "Bonn"));
            stream.delete(person(session, 2, "second", "Ulm"));
            stream.upsert(person(session, 3, "third", "Ulm"));
            stream.delete(person(session, 3, "third", "Ulm"));
            stream.upsert(person(session, 3, "back", "Ulm"));
        });

        assertThat(client.rows("people")).containsExactly("1|again|Bonn", "3|back|Ulm");
    }

    @Test
    void updatesAndDeletesRowsOfEarlierSessions() throws Exception {
        client.write("people", null, (session, stream) -> {
            stream.upsert(person(session, 1, "one", "Ulm"));
            stream.upsert(person(session, 2, "two", "Ulm"));
        });

        client.write("people", null, (session, stream) -> {
            Record clearing = session.newRecord();
            clearing.set("id", 1L);
            clearing.set("name", "ONE");
            stream.upsert(clearing);
            Record key = session.newRecord();
            key.set("id", 2L);
            stream.delete(key);
            stream.delete(person(session, 77, "never there", ""));
        });

        assertThat(client.rows("people")).containsExactly("1|ONE|null");
    }

    @Test
    void showsNothingBeforeTheCommitAndEverythingAfterIt() throws Exception {
        UpsertSessionImpl session = client.upsert("people");
        UpsertStream stream = session.buildUpsertStream().build();
        for (long id = 0; id < 50; id++) {
            stream.upsert(person(session, id, "n", "t"));
        }
        stream.flush();

        assertThat(client.rows("people")).isEmpty();
        assertThat(server.openUpsertSessions()).isOne();
        session.commit(false);
        assertThat(client.rows("people")).hasSize(50);
        assertThat(server.openUpsertSessions()).isZero();
        session.close();
    }

    @Test
    void neverShowsHalfASession() throws Exception {
        boolean writing = true;
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Thread writer = new Thread(() -> failures.add(catchThrowable(() -> {
            for (int round = 0; round < 10; round++) {
                String name = "round " + round;
                client.write("people", null, (session, stream) -> {
                    for (long id = 0; id < 2000; id++) {
                        stream.upsert(person(session, id, name, "t"));
                    }
                });
            }
        })));
        writer.start();
        try {
            while (writing) {
                writing = writer.isAlive();
                List<String> rows = client.rows("people");
                Set<String> names =
                        rows.stream().map(row -> row.split("\\|", -1)[1]).collect(Collectors.toSet());
                assertThat(rows.size()).isIn(0, 2000);
                assertThat(names).hasSizeLessThan(2);
            }
        } finally {
            writer.join(60_000);
        }
        assertThat(failures).hasSize(1).containsOnlyNulls();
    }

    @Test
    void forgetsWhatAnAbortedSessionHasWritten() throws Exception {
        UpsertSessionImpl session = client.upsert("people");
        UpsertStream stream = session.buildUpsertStream().build();
        stream.upsert(person(session, 1, "n", "t"));
        stream.flush();
        session.abort();

        assertThat(session.getStatus()).isEqualTo("aborted");
        assertThatThrownBy(() -> session.commit(false))
                .isInstanceOf(TunnelException.class)
                .extracting(failure -> ((TunnelException) failure).getErrorCode())
                .isEqualTo("UpsertSessionNotFound");
        assertThat(client.rows("people")).isEmpty();
        session.close();
    }

    @Test
    void doesNotKnowACommittedSessionAtTheSecondCommit() throws Exception {
        UpsertSessionImpl session = client.upsert("people");
        session.commit(false);

        assertThatThrownBy(() -> session.commit(false))
                .isInstanceOf(TunnelException.class)
                .extracting(failure -> ((TunnelException) failure).getErrorCode())
                .isEqualTo("UpsertSessionNotFound");
        assertThat(session.getStatus()).isEqualTo("committed");
        session.close();
    }

    @Test
    void reattachesToAnOpenSession() throws Exception {
        UpsertSessionImpl first = client.upsert("people");
        UpsertStream stream = first.buildUpsertStream().build();
        stream.upsert(person(first, 1, "n", "t"));
        stream.close();
        first.close();

        UpsertSessionImpl second = client.upsertBuilder("people", null, CompressAlgorithm.ODPS_RAW)
                .setUpsertId(first.getId())
                .build();
        second.commit(false);
        second.close();

        assertThat(client.rows("people")).containsExactly("1|n|t");
    }

    @Test
    void changesOnlyTheNamedColumnsOfAPartialRow() throws Exception {
        createPeople(4, ",'acid.partial.fields.update.enable'='true'");
        client.write("people", null, (session, stream) -> stream.upsert(person(session, 1, "one", "Ulm")));

        client.write("people", null, (session, stream) -> {
            stream.upsert(person(session, 1, "ignored", "Bonn"), List.of("id", "town"));
            stream.upsert(person(session, 2, "ignored", "Kiel"), List.of("id", "town"));
        });

        assertThat(client.rows("people")).containsExactly("1|one|Bonn", "2|null|Kiel");
    }

    @Test
    void refusesPartialRowsWithoutTheProperty() throws Exception {
        assertThatThrownBy(() -> client.write(
                        "people",
                        null,
                        (session, stream) -> stream.upsert(person(session, 1, "one", "Ulm"), List.of("id", "town"))))
                .hasMessageContaining("partial");
    }

    @Test
    void refusesARecordInTheWrongBucket() throws Exception {
        UpsertSessionImpl session = client.upsert("people");

        String answer = RawUpsert.sendToWrongBucket(server, session);

        assertThat(answer).contains("A record of bucket").contains("was sent to bucket");
        session.close();
    }

    @Test
    void keepsTheNewColumnsNullWhenASessionIsOlderThanThem() throws Exception {
        UpsertSessionImpl session = client.upsert("people");
        UpsertStream stream = session.buildUpsertStream().build();
        stream.upsert(person(session, 1, "n", "t"));
        stream.close();
        client.sql("ALTER TABLE people ADD COLUMNS (zip STRING);");
        client.sql("ALTER TABLE people CHANGE COLUMN town RENAME TO city;");
        session.commit(false);
        session.close();

        assertThat(client.rows("people")).containsExactly("1|n|t|null");
        assertThat(Objects.requireNonNull(client.upsert("people"))
                        .getSchema()
                        .getColumn(2)
                        .getName())
                .isEqualTo("city");
    }

    @Test
    void failsTheCommitOfASessionWhoseTableIsGone() throws Exception {
        UpsertSessionImpl session = client.upsert("people");
        client.sql("DROP TABLE people;");
        createPeople(4, "");

        assertThatThrownBy(() -> session.commit(false)).hasMessageContaining("NoSuchTable");
        session.close();
    }

    @Test
    void takesKeysOfEveryHashableType() throws Exception {
        client.sql("CREATE TABLE keys_ (b BOOLEAN NOT NULL, t TINYINT NOT NULL, s SMALLINT NOT NULL, i INT NOT NULL,"
                + " f FLOAT NOT NULL, d DOUBLE NOT NULL, n DECIMAL(30,5) NOT NULL, m DECIMAL(10,2) NOT NULL,"
                + " str STRING NOT NULL, v VARCHAR(20) NOT NULL, c CHAR(5) NOT NULL, bin BINARY NOT NULL,"
                + " da DATE NOT NULL, dt DATETIME NOT NULL, ts TIMESTAMP NOT NULL, tn TIMESTAMP_NTZ NOT NULL,"
                + " PRIMARY KEY(b,t,s,i,f,d,n,m,str,v,c,bin,da,dt,ts,tn))"
                + " TBLPROPERTIES('transactional'='true','write.bucket.num'='16');");

        client.write("keys_", null, (session, stream) -> {
            for (int row = -20; row < 20; row++) {
                stream.upsert(SampleRows.keyRecord(session, row));
            }
        });

        assertThat(client.rows("keys_")).hasSize(40);
    }
}
