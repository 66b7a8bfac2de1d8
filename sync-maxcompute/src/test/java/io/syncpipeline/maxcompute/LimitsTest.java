package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.TestProject.commit;
import static io.syncpipeline.maxcompute.TestProject.people;
import static io.syncpipeline.maxcompute.TestProject.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.maxcompute.local.RequestKind;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service with few slots, or that takes few commits in a while. */
@Timeout(120)
class LimitsTest {

    private static List<Mutation> rows(int count, String name) {
        List<Mutation> rows = new ArrayList<>();
        for (long id = 0; id < count; id++) {
            rows.add(person(id, name));
        }
        return rows;
    }

    @Test
    void sendersTakeTurnsForTheSlotsThereAre() throws Exception {
        try (LocalMaxCompute server = LocalMaxCompute.builder().slots(1).start();
                SinkSession session = TestProject.open(server, 1 << 20, b -> b.retry(100, Duration.ofMillis(2)))) {
            session.create(people("people"));
            TableWriter writer = session.writer(people("people"));
            writer.write(rows(20_000, "x".repeat(60)));
            commit(writer);
            assertThat(server.requests(RequestKind.UPSERT_WRITE)).isGreaterThan(4);
            assertThat(session.describe("people")).isPresent();
            try (SinkSession next = TestProject.open(server, 1 << 20, b -> b)) {
                TableWriter again = next.writer(people("people"));
                again.write(rows(10, "later"));
                commit(again);
            }
        }
    }

    @Test
    void aCommitWaitsUntilTheTableMayBeCommittedAgain() throws Exception {
        try (LocalMaxCompute server = LocalMaxCompute.builder()
                        .commitLimit(1, Duration.ofMillis(300))
                        .start();
                SinkSession session = TestProject.open(server, 1 << 20, b -> b.retry(100, Duration.ofMillis(20)))) {
            session.create(people("people"));
            TableWriter writer = session.writer(people("people"));
            for (int i = 0; i < 3; i++) {
                writer.write(rows(10, "round " + i));
                commit(writer);
            }
            assertThat(server.requests(RequestKind.UPSERT_COMMIT)).isGreaterThan(3);
        }
    }

    @Test
    void whatStaysRefusedFailsForAWhile() throws Exception {
        try (LocalMaxCompute server = LocalMaxCompute.builder()
                        .commitLimit(1, Duration.ofHours(1))
                        .start();
                SinkSession session = TestProject.open(
                        server, 1 << 20, b -> b.retry(3, Duration.ofMillis(1)).commitTimeout(Duration.ofMillis(300)))) {
            session.create(people("people"));
            TableWriter writer = session.writer(people("people"));
            writer.write(rows(1, "first"));
            commit(writer);
            writer.write(rows(1, "second"));
            assertThatThrownBy(() -> commit(writer))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("FlowExceeded")
                    .satisfies(
                            e -> assertThat(((SinkException) e).isRetryable()).isTrue());
        }
    }
}
