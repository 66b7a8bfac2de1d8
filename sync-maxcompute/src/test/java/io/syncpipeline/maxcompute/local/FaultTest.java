package io.syncpipeline.maxcompute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.aliyun.odps.OdpsException;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.impl.UpsertSessionImpl;
import com.aliyun.odps.tunnel.streams.UpsertStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each misbehaviour, as the real SDK sees it. */
@Timeout(120)
final class FaultTest {

    private LocalMaxCompute server;
    private SdkClient client;

    @BeforeEach
    void start() throws Exception {
        server = LocalMaxCompute.builder().start();
        client = new SdkClient(server);
        client.sql("CREATE TABLE t (id BIGINT NOT NULL, name STRING, PRIMARY KEY(id))"
                + " TBLPROPERTIES('transactional'='true','write.bucket.num'='1');");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static void upsert(UpsertSessionImpl session, UpsertStream stream, long id) throws Exception {
        Record record = session.newRecord();
        record.set("id", id);
        record.set("name", "n" + id);
        stream.upsert(record);
    }

    private void writeOne(long id) throws Exception {
        client.write("t", null, (session, stream) -> upsert(session, stream, id));
    }

    private static TunnelException tunnelFailure(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof TunnelException)) {
            cause = cause.getCause();
        }
        return (TunnelException) Objects.requireNonNull(cause);
    }

    @Test
    void answersWithAStatusAndACode() throws Exception {
        server.misbehave(Fault.answer(RequestKind.UPSERT_CREATE, 403, "NoPermission"));

        TunnelException failure = tunnelFailure(catchThrowable(() -> client.upsert("t")));

        assertThat(failure.getErrorCode()).isEqualTo("NoPermission");
        assertThat(failure.getStatus()).isEqualTo(403);
        assertThat(server.faultsLeft()).isZero();
        client.upsert("t").close();
    }

    @Test
    void throttlesWritesThatTheSdkSendsAgain() throws Exception {
        server.misbehave(
                Fault.answer(RequestKind.UPSERT_WRITE, 429, "FlowExceeded").times(2));

        writeOne(1);

        assertThat(client.rows("t")).containsExactly("1|n1");
        assertThat(server.requests(RequestKind.UPSERT_WRITE)).isEqualTo(3);
    }

    @Test
    void harmsOnlyTheTableAndTheRequestsItIsAskedTo() throws Exception {
        client.sql("CREATE TABLE other (id BIGINT NOT NULL, name STRING, PRIMARY KEY(id))"
                + " TBLPROPERTIES('transactional'='true','write.bucket.num'='1');");
        server.misbehave(Fault.answer(RequestKind.UPSERT_CREATE, 400, "Broken")
                .onTable("OTHER")
                .after(1));

        writeOne(1);
        writeOne(2);
        client.upsert("other").close();
        assertThatThrownBy(() -> client.upsert("other")).hasMessageContaining("Broken");
    }

    @Test
    void resetsTheConnection() throws Exception {
        server.misbehave(Fault.reset(RequestKind.UPSERT_WRITE));

        assertThatThrownBy(() -> writeOne(1)).hasStackTraceContaining("Connection reset");
        assertThat(client.rows("t")).isEmpty();
    }

    @Test
    void endsTheConnectionWithoutAnAnswerSoThatTheClientAsksAgain() throws Exception {
        server.misbehave(Fault.close(RequestKind.DOWNLOAD_CREATE));

        assertThat(client.download("t", null).getRecordCount()).isZero();

        assertThat(server.requests(RequestKind.DOWNLOAD_CREATE)).isEqualTo(2);
    }

    @Test
    void leavesAFlushWaitingWhenTheConnectionEndsWithoutAnAnswer() throws Exception {
        server.misbehave(Fault.close(RequestKind.UPSERT_WRITE));
        UpsertSessionImpl session = client.upsert("t");
        UpsertStream stream = session.buildUpsertStream().build();
        upsert(session, stream, 1);
        List<Throwable> outcome = new CopyOnWriteArrayList<>();
        Thread flushing = new Thread(() -> outcome.add(catchThrowable(stream::flush)));
        flushing.start();

        await().until(() -> server.requests(RequestKind.UPSERT_WRITE) == 1 && server.faultsLeft() == 0);
        flushing.join(500);
        assertThat(flushing.isAlive()).isTrue();
        flushing.interrupt();
        flushing.join(10_000);
        assertThat(flushing.isAlive()).isFalse();
        assertThat(outcome.get(0)).isNotNull();
        session.close();
    }

    @Test
    void carriesOutACommitWhoseAnswerIsLost() throws Exception {
        server.misbehave(Fault.loseAnswerByReset(RequestKind.UPSERT_COMMIT));
        UpsertSessionImpl session = client.upsert("t");
        UpsertStream stream = session.buildUpsertStream().build();
        upsert(session, stream, 1);
        stream.close();

        assertThatThrownBy(() -> session.commit(false)).isInstanceOf(TunnelException.class);

        assertThat(client.rows("t")).containsExactly("1|n1");
        assertThat(session.getStatus()).isEqualTo("committed");
        session.close();
    }

    @Test
    void losesTheAnswerOfADefinitionThatIsCarriedOut() throws Exception {
        server.misbehave(Fault.loseAnswer(RequestKind.DDL));

        Throwable failure = catchThrowable(() -> client.sql("CREATE TABLE made (id BIGINT);"));

        assertThat(failure).isInstanceOf(OdpsException.class);
        assertThat(client.odps().tables().exists("made")).isTrue();
    }

    @Test
    void letsSessionsExpire() throws Exception {
        server.misbehave(Fault.expireSession(RequestKind.UPSERT_COMMIT));
        UpsertSessionImpl session = client.upsert("t");

        assertThatThrownBy(() -> session.commit(false)).hasMessageContaining("expired");
        assertThat(session.getStatus()).isEqualTo("expired");
        session.close();

        server.misbehave(Fault.expireSession(RequestKind.UPSERT_WRITE));
        assertThatThrownBy(() -> writeOne(1)).hasStackTraceContaining("StatusConflict");
    }

    @Test
    void movesSlotsWithAndWithoutTellingWhere() throws Exception {
        server.misbehave(Fault.moveSlot());
        writeOne(1);
        server.misbehave(Fault.moveSlotSilently());
        writeOne(2);

        assertThat(client.rows("t")).containsExactly("1|n1", "2|n2");
        assertThat(server.requests(RequestKind.UPSERT_WRITE)).isEqualTo(4);
        assertThat(server.requests(RequestKind.UPSERT_RELOAD)).isOne();
    }

    @Test
    void takesItsTimeToCommit() throws Exception {
        server.misbehave(Fault.slowCommit(Duration.ofMillis(600)));
        UpsertSessionImpl session = client.upsert("t");
        UpsertStream stream = session.buildUpsertStream().build();
        upsert(session, stream, 1);
        stream.close();

        session.commit(true);
        assertThat(session.getStatus()).isEqualTo("committing");
        assertThat(client.rows("t")).isEmpty();
        await().until(() -> session.getStatus().equals("committed"));
        assertThat(client.rows("t")).containsExactly("1|n1");
        session.commit(true);
        assertThatThrownBy(() -> session.commit(true)).hasMessageContaining("UpsertSessionNotFound");
        session.close();
    }

    @Test
    void delaysAnswers() throws Exception {
        server.misbehave(Fault.delay(RequestKind.QUERY, Duration.ofMillis(700)));
        long start = System.nanoTime();

        assertThat(client.query("SELECT 1 AS one;")).containsExactly(List.of("1"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(699));
    }

    @Test
    void forgetsFaultsThatAreTakenBack() throws Exception {
        server.misbehave(Fault.reset(RequestKind.ANY).times(100));
        assertThat(server.faultsLeft()).isEqualTo(100);
        server.behave();

        writeOne(1);
        assertThat(client.rows("t")).hasSize(1);
    }

    @Test
    void refusesFaultsThatMakeNoSense() {
        assertThatThrownBy(() -> Fault.answer(RequestKind.ANY, 200, "OK")).hasMessageContaining("not 200");
        assertThatThrownBy(() -> Fault.reset(RequestKind.ANY).times(0)).hasMessageContaining("not 0 and 0");
    }
}
