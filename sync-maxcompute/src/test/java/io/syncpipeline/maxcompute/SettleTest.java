package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.TestProject.people;
import static io.syncpipeline.maxcompute.TestProject.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.maxcompute.local.Fault;
import io.syncpipeline.maxcompute.local.RequestKind;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SettledWrites;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a commit that was in doubt when its process died. */
@Timeout(120)
class SettleTest {

    private final TestProject project = new TestProject();

    @AfterEach
    void close() {
        project.close();
    }

    private PendingCommit flushed(String table) throws InterruptedException {
        TableWriter writer = project.created(people(table));
        writer.write(List.of(person(1, "Ada")));
        PendingCommit pending = writer.seal().orElseThrow();
        assertThatThrownBy(pending::tokens).isInstanceOf(IllegalStateException.class);
        pending.flush();
        return pending;
    }

    @Test
    void commitsWhatHadArrived() throws Exception {
        PendingCommit first = flushed("first");
        PendingCommit second = flushed("second");
        List<String> tokens = List.of(first.tokens().get(0), second.tokens().get(0));
        try (SinkSession next = project.open()) {
            assertThat(next.settle(tokens).isComplete()).isTrue();
        }
        assertThat(project.rows("first")).hasSize(1);
        assertThat(project.rows("second")).hasSize(1);
    }

    @Test
    void waitsForACommitThatHadBegun() throws Exception {
        PendingCommit pending = flushed("people");
        project.server.misbehave(Fault.slowCommit(Duration.ofMillis(700)));
        Thread committing = new Thread(() -> {
            try {
                pending.commit();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        committing.start();
        try (SinkSession next = project.open()) {
            assertThat(next.settle(pending.tokens()).isComplete()).isTrue();
        }
        committing.join();
        assertThat(project.rows("people")).hasSize(1);
    }

    @Test
    void findsWhatWasCommitted() throws Exception {
        PendingCommit pending = flushed("people");
        pending.commit();
        try (SinkSession next = project.open()) {
            // Whether the service still knows the session decides the answer; both lead to the right rows.
            boolean settled = next.settle(pending.tokens()).isComplete();
            assertThat(settled || project.rows("people").size() == 1).isTrue();
        }
    }

    @Test
    void aSessionThatIsGoneLosesItsTableAndNoOther() throws Exception {
        PendingCommit first = flushed("first");
        PendingCommit second = flushed("second");
        project.server.misbehave(Fault.expireSession(RequestKind.UPSERT_RELOAD).onTable("first"));
        try (SinkSession next = project.open()) {
            assertThat(next.settle(
                            List.of(first.tokens().get(0), second.tokens().get(0))))
                    .isEqualTo(new SettledWrites(Set.of("second"), Set.of("first"), Map.of()));
            assertThat(next.settle(List.of("upsert/first//no-such-session")).lost())
                    .containsExactly("first");
            assertThat(next.settle(List.of())).isEqualTo(SettledWrites.NONE);
        }
        assertThat(project.rows("first")).isEmpty();
        assertThat(project.rows("second")).hasSize(1);
    }

    @Test
    void refusesTokensOfAnotherKind() {
        assertThatThrownBy(() -> project.session.settle(List.of("something else")))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("'something else' is no commit token");
    }
}
