package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.TestProject.commit;
import static io.syncpipeline.maxcompute.TestProject.people;
import static io.syncpipeline.maxcompute.TestProject.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.maxcompute.local.Fault;
import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.maxcompute.local.RequestKind;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the service does, the right rows arrive or a named error comes in bounded time. */
@Timeout(180)
class FaultTest {

    private static final int ROWS = 400;

    private final TestProject project = new TestProject(TestProject.MEMORY, TestProject.quick());

    @AfterEach
    void close() {
        project.close();
    }

    private static List<Mutation> rows(String name) {
        List<Mutation> rows = new ArrayList<>();
        for (long id = 0; id < ROWS; id++) {
            rows.add(person(id, name));
        }
        return rows;
    }

    static Stream<Fault> passing() {
        return Stream.of(
                Fault.answer(RequestKind.UPSERT_CREATE, 429, "SlotExceeded"),
                Fault.answer(RequestKind.UPSERT_CREATE, 503, "ServiceUnavailable")
                        .times(2),
                Fault.reset(RequestKind.UPSERT_CREATE),
                Fault.loseAnswer(RequestKind.UPSERT_CREATE),
                Fault.answer(RequestKind.UPSERT_WRITE, 429, "FlowExceeded").times(3),
                Fault.answer(RequestKind.UPSERT_WRITE, 500, "InternalServerError"),
                Fault.answer(RequestKind.UPSERT_WRITE, 502, "BadGateway"),
                Fault.reset(RequestKind.UPSERT_WRITE).times(2),
                Fault.close(RequestKind.UPSERT_WRITE).times(2),
                Fault.loseAnswer(RequestKind.UPSERT_WRITE),
                Fault.loseAnswerByReset(RequestKind.UPSERT_WRITE),
                Fault.delay(RequestKind.UPSERT_WRITE, Duration.ofMillis(300)),
                Fault.moveSlot(),
                Fault.moveSlotSilently(),
                Fault.answer(RequestKind.UPSERT_COMMIT, 429, "FlowExceeded"),
                Fault.answer(RequestKind.UPSERT_COMMIT, 500, "InternalServerError"),
                Fault.reset(RequestKind.UPSERT_COMMIT),
                Fault.close(RequestKind.UPSERT_COMMIT),
                Fault.loseAnswer(RequestKind.UPSERT_COMMIT),
                Fault.loseAnswerByReset(RequestKind.UPSERT_COMMIT),
                Fault.slowCommit(Duration.ofMillis(500)),
                Fault.answer(RequestKind.UPSERT_RELOAD, 500, "InternalServerError"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void survivesWhatPasses(Fault fault) throws Exception {
        TableWriter writer = project.created(people("people"));
        writer.write(List.of(person(-1, "before")));
        commit(writer);
        project.server.misbehave(fault);
        writer.write(rows("old"));
        PendingCommit first = writer.seal().orElseThrow();
        writer.write(rows("new"));
        first.flush();
        first.commit();
        commit(writer);
        assertThat(project.rows("people"))
                .hasSize(ROWS + 1)
                .filteredOn(row -> !row.get(0).equals(-1L))
                .allSatisfy(row -> assertThat(row.get(1)).isEqualTo("new"));
    }

    @Test
    void failsForAWhileWhenThrottlingDoesNotEnd() throws Exception {
        TableWriter writer = project.created(people("people"));
        project.server.misbehave(
                Fault.answer(RequestKind.UPSERT_WRITE, 429, "SlotExceeded").times(1_000));
        assertRetryable(writer, "SlotExceeded", "HTTP 429", "request id");
    }

    @Test
    void failsForAWhileWhenNoAnswerComesInTime() throws Exception {
        TableWriter writer = project.created(people("people"));
        project.server.misbehave(
                Fault.delay(RequestKind.UPSERT_WRITE, Duration.ofSeconds(30)).times(16));
        assertRetryable(writer, "Sending", "of table people", "timed out");
    }

    @Test
    void failsForAWhileWhenTheSessionHasExpired() throws Exception {
        TableWriter writer = project.created(people("people"));
        project.server.misbehave(Fault.expireSession(RequestKind.UPSERT_WRITE));
        assertRetryable(writer, "StatusConflict", "expired");
    }

    @Test
    void failsForAWhileWhenTheSessionExpiresBeforeTheCommit() throws Exception {
        TableWriter writer = project.created(people("people"));
        project.server.misbehave(Fault.expireSession(RequestKind.UPSERT_COMMIT));
        assertRetryable(writer, "Committing upsert session", "people", "expired");
    }

    private void assertRetryable(TableWriter writer, String... words) throws Exception {
        assertThatThrownBy(() -> {
                    writer.write(rows("x"));
                    commit(writer);
                })
                .asInstanceOf(InstanceOfAssertFactories.throwable(SinkException.class))
                .hasMessageContainingAll(words)
                .satisfies(e -> assertThat(e.isRetryable()).isTrue());
        assertThatThrownBy(() -> writer.write(rows("x"))).isInstanceOf(SinkException.class);
        project.server.behave();
        writer.close();
        // A new writer repeats the work.
        try (TableWriter again = project.session.writer(people("people"))) {
            again.write(rows("again"));
            commit(again);
        }
        assertThat(project.rows("people")).hasSize(ROWS).allSatisfy(row -> assertThat(row.get(1))
                .isEqualTo("again"));
    }

    @Test
    void failsForGoodWhenTheTableIsGone() throws Exception {
        TableWriter writer = project.session.writer(people("missing"));
        assertThatThrownBy(() -> writer.write(rows("x")))
                .asInstanceOf(InstanceOfAssertFactories.throwable(SinkException.class))
                .hasMessageContainingAll("missing", "request id")
                .satisfies(e -> assertThat(e.isRetryable()).isFalse());
    }

    @Test
    void saysWhatIsWrongWithAnUnreachableEndpoint() throws Exception {
        int port = freePort();
        try (SinkSession session = open("http://127.0.0.1:" + port + "/api", "id")) {
            assertThat(session.check()).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
                assertThat(finding.message()).contains("onnection refused");
                assertThat(finding.hint()).contains("127.0.0.1:" + port);
            });
            assertThatThrownBy(() -> session.describe("people"))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("Looking at table people");
        }
    }

    @Test
    void saysWhatIsWrongWhenTheTunnelCannotBeReached() throws Exception {
        int port = freePort();
        MaxComputeSink sink = TestProject.quick()
                .apply(MaxComputeSink.builder()
                        .endpoint(project.server.endpoint())
                        .tunnelEndpoint("http://127.0.0.1:" + port)
                        .project(project.server.project())
                        .accessKey("id", "secret"))
                .build();
        try (SinkSession session = sink.open(options())) {
            assertThat(session.check()).singleElement().satisfies(finding -> assertThat(finding.hint())
                    .contains("tunnelEndpoint"));
        }
    }

    @Test
    void saysWhatIsWrongWithAWrongKeyOrProject() {
        try (LocalMaxCompute guarded =
                LocalMaxCompute.builder().accessKey("id", "secret").start()) {
            try (SinkSession session = open(guarded.endpoint(), "wrong")) {
                assertThat(session.check()).singleElement().satisfies(finding -> assertThat(finding.hint())
                        .contains("access key"));
            }
            try (SinkSession session = open(guarded.endpoint(), "id")) {
                assertThat(session.check()).singleElement().satisfies(finding -> assertThat(finding.severity())
                        .isEqualTo(Finding.Severity.INFO));
            }
        }
    }

    private static SinkSession open(String endpoint, String id) {
        return TestProject.quick()
                .apply(MaxComputeSink.builder()
                        .endpoint(endpoint)
                        .project("local")
                        .accessKey(id, "secret"))
                .build()
                .open(options());
    }

    private static SessionOptions options() {
        return new SessionOptions("test", TestProject.MEMORY, 2, Clock.systemUTC());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
