package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.TestProject.commit;
import static io.syncpipeline.maxcompute.TestProject.people;
import static io.syncpipeline.maxcompute.TestProject.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.maxcompute.local.ReceivedRequest;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that go through a proxy. */
@Timeout(60)
class ProxyTest {

    private final Queue<ReceivedRequest> received = new ConcurrentLinkedQueue<>();
    private final LocalMaxCompute server =
            LocalMaxCompute.builder().requestListener(received::add).start();

    @AfterEach
    void close() {
        server.close();
    }

    private SinkSession open(UnaryOperator<MaxComputeSinkBuilder> options) {
        return TestProject.open(
                server,
                TestProject.MEMORY,
                builder -> options.apply(TestProject.quick().apply(builder)));
    }

    private void writeOneRow(SinkSession session) throws InterruptedException {
        assertThat(session.check()).extracting(Finding::severity).containsExactly(Finding.Severity.INFO);
        session.create(people("people"));
        try (TableWriter writer = session.writer(people("people"))) {
            writer.write(List.of(person(1, "Ada")));
            commit(writer);
        }
    }

    private void assertAllPassed(ForwardProxy proxy) {
        assertThat(proxy.refused()).isEmpty();
        assertThat(proxy.passed())
                .contains(
                        "GET /api/projects/local",
                        "POST /api/projects/local/instances",
                        "POST /projects/local/tables/people/upserts",
                        "PUT /projects/local/tables/people/upserts")
                .hasSameSizeAs(received);
        assertThat(received)
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("proxy-authorization"));
    }

    @Test
    void takesAllRequestsThroughTheProxy() throws Exception {
        try (ForwardProxy proxy = new ForwardProxy();
                SinkSession session = open(builder -> builder.proxy(proxy.host(), proxy.port()))) {
            writeOneRow(session);
            assertAllPassed(proxy);
        }
    }

    @Test
    void showsAProxyItsUserAndPassword() throws Exception {
        try (ForwardProxy proxy = new ForwardProxy("sync", "pass:wörd");
                SinkSession session = open(builder -> builder.proxy(proxy.host(), proxy.port(), "sync", "pass:wörd"))) {
            writeOneRow(session);
            assertAllPassed(proxy);
        }
    }

    @Test
    void saysThatAProxyDoesNotTakeThePassword() throws Exception {
        try (ForwardProxy proxy = new ForwardProxy("sync", "right");
                SinkSession wrong = open(builder -> builder.proxy(proxy.host(), proxy.port(), "sync", "wrong-one"));
                SinkSession without = open(builder -> builder.proxy(proxy.host(), proxy.port()))) {
            for (SinkSession session : List.of(wrong, without)) {
                assertThat(session.check()).singleElement().satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
                    assertThat(finding.message()).contains("407").doesNotContain("wrong-one");
                    assertThat(finding.hint())
                            .contains("user and password of the proxy " + proxy.host() + ":" + proxy.port());
                });
                assertThatThrownBy(() -> session.describe("people"))
                        .isInstanceOf(SinkException.class)
                        .hasMessageContaining("407");
            }
            assertThat(proxy.passed()).isEmpty();
            assertThat(received).isEmpty();
        }
    }

    @Test
    void asksAProxyForATunnelToHttpsAddresses() throws Exception {
        try (ForwardProxy proxy = new ForwardProxy()) {
            MaxComputeSink sink = TestProject.quick()
                    .apply(MaxComputeSink.builder())
                    .endpoint("https://service.example.invalid/api")
                    .project("dw")
                    .accessKey("id", "secret")
                    .proxy(proxy.host(), proxy.port())
                    .build();
            try (SinkSession session =
                    sink.open(new SessionOptions("test", TestProject.MEMORY, 2, Clock.systemUTC()))) {
                assertThat(session.check()).singleElement().satisfies(finding -> assertThat(finding.severity())
                        .isEqualTo(Finding.Severity.ERROR));
            }
            // Its name was looked up by nobody here.
            assertThat(proxy.refused()).contains("CONNECT service.example.invalid:443");
        }
    }
}
