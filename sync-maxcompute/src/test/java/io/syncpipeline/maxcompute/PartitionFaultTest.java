package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.PartitionTest.days;
import static io.syncpipeline.maxcompute.PartitionTest.person;
import static io.syncpipeline.maxcompute.TestProject.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.odps.PartitionSpec;
import io.syncpipeline.maxcompute.local.Fault;
import io.syncpipeline.maxcompute.local.RequestKind;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Partitions while the service misbehaves. */
@Timeout(120)
class PartitionFaultTest {

    private static final int PARTITIONS = 6;

    private final TestProject project = new TestProject(TestProject.MEMORY, TestProject.quick());

    @AfterEach
    void close() {
        project.close();
    }

    private static List<Mutation> rows(String name) {
        List<Mutation> rows = new ArrayList<>();
        for (long id = 0; id < 120; id++) {
            rows.add(person(id, name, "dt=" + id % PARTITIONS));
        }
        return rows;
    }

    static Stream<Fault> passing() {
        return Stream.of(
                Fault.answer(RequestKind.UPSERT_CREATE, 404, "NoSuchPartition").times(2),
                Fault.answer(RequestKind.UPSERT_CREATE, 429, "SlotExceeded").after(2),
                Fault.loseAnswer(RequestKind.UPSERT_CREATE).after(1),
                Fault.answer(RequestKind.UPSERT_WRITE, 500, "InternalServerError")
                        .times(3)
                        .after(2),
                Fault.loseAnswer(RequestKind.UPSERT_COMMIT),
                Fault.loseAnswer(RequestKind.UPSERT_COMMIT).after(3),
                Fault.loseAnswerByReset(RequestKind.UPSERT_COMMIT).after(1).times(2),
                Fault.reset(RequestKind.UPSERT_COMMIT).times(3),
                Fault.answer(RequestKind.UPSERT_COMMIT, 429, "FlowExceeded").after(2),
                Fault.slowCommit(Duration.ofMillis(300)).times(3));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void survivesWhatPasses(Fault fault) throws Exception {
        TableWriter writer = project.created(days("people"));
        project.server.misbehave(fault);
        writer.write(rows("old"));
        PendingCommit first = writer.seal().orElseThrow();
        writer.write(rows("new"));
        first.flush();
        first.commit();
        commit(writer);
        assertThat(project.server.faultsLeft()).isZero();
        assertThat(project.query("SELECT dt, COUNT(*), MIN(name) FROM people GROUP BY dt ORDER BY dt;"))
                .hasSize(PARTITIONS)
                .allSatisfy(row -> assertThat(row.subList(1, 3)).containsExactly("20", "new"));
    }

    static Stream<Fault> whilePartitionsAreCreated() {
        return Stream.of(
                Fault.answer(RequestKind.DDL, 503, "ServiceUnavailable"),
                Fault.reset(RequestKind.DDL),
                Fault.close(RequestKind.DDL),
                Fault.loseAnswer(RequestKind.DDL),
                Fault.loseAnswerByReset(RequestKind.DDL),
                Fault.delay(RequestKind.DDL, Duration.ofMillis(700)),
                Fault.answer(RequestKind.JOB_STATUS, 500, "InternalServerError"),
                Fault.reset(RequestKind.JOB_STATUS).times(2),
                Fault.answer(RequestKind.METADATA, 500, "InternalServerError"),
                Fault.loseAnswer(RequestKind.METADATA));
    }

    @ParameterizedTest
    @MethodSource("whilePartitionsAreCreated")
    void survivesWhatPassesWhilePartitionsAreCreated(Fault fault) throws Exception {
        TableWriter writer = project.created(days("people"));
        project.server.misbehave(fault);
        writer.write(rows("all"));
        commit(writer);
        assertThat(project.server.faultsLeft()).isZero();
        assertThat(project.partitions("people")).hasSize(PARTITIONS);
        assertThat(project.query("SELECT COUNT(*) FROM people;")).containsExactly(List.of("120"));
    }

    @Test
    void failsWithTheStatementWhenAPartitionIsRefused() throws Exception {
        TableWriter writer = project.created(days("people"));
        project.server.misbehave(Fault.answer(RequestKind.DDL, 403, "NoPermission"));
        assertThatThrownBy(() -> writer.write(List.of(person(1, "a", "dt=1"))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("ALTER TABLE `local`.`people` ADD IF NOT EXISTS PARTITION (`dt`='1');")
                .hasMessageContaining("NoPermission")
                .satisfies(e -> assertThat(((SinkException) e).isRetryable()).isFalse());
        assertThatThrownBy(() -> writer.write(List.of(person(1, "a", "dt=1")))).hasMessageContaining("NoPermission");
    }

    @Test
    void failsInAFlushWhenAPartitionIsRefused() throws Exception {
        TableWriter writer = project.created(days("people"));
        writer.write(List.of(person(1, "a", "dt=1"), person(1, "a", "dt=2")));
        PendingCommit pending = writer.seal().orElseThrow();
        project.sql("DROP TABLE people;");
        assertThatThrownBy(pending::flush).isInstanceOf(SinkException.class).hasMessageContaining("people");
    }

    @Test
    void failsForAWhileWhenAPartitionNeverShowsUp() throws Exception {
        TableWriter writer = project.created(days("people"));
        project.server.misbehave(
                Fault.answer(RequestKind.UPSERT_CREATE, 404, "NoSuchPartition").times(100));
        assertThatThrownBy(() -> writer.write(List.of(person(1, "a", "dt=1"))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("Opening an upsert session on partition dt=1 of table people")
                .satisfies(e -> assertThat(((SinkException) e).isRetryable()).isTrue());
    }

    @Test
    void failsAsAWholeWhenOneOfSeveralCommitsFails() throws Exception {
        TableWriter writer = project.created(days("people"));
        writer.write(rows("all"));
        PendingCommit pending = writer.seal().orElseThrow();
        pending.flush();
        project.server.misbehave(Fault.expireSession(RequestKind.UPSERT_COMMIT).after(PARTITIONS - 1));
        assertThatThrownBy(pending::commit)
                .isInstanceOf(SinkException.class)
                .satisfies(e -> assertThat(((SinkException) e).isRetryable()).isTrue());
        writer.close();
        // Its rows are written again, over those of the partitions that were committed.
        try (SinkSession next = project.open()) {
            assertThat(next.settle(pending.tokens()).isComplete()).isFalse();
            TableWriter again = next.writer(days("people"));
            again.write(rows("again"));
            commit(again);
        }
        assertThat(project.query("SELECT COUNT(*), MIN(name) FROM people;")).containsExactly(List.of("120", "again"));
        assertThat(project.server.openUpsertSessions()).isZero();
    }

    @Test
    void settlesWhatACrashLeftBetweenTheCommitsOfTwoPartitions() throws Exception {
        TableWriter writer = project.created(days("people"));
        writer.write(List.of(person(1, "a", "dt=1"), person(1, "b", "dt=2"), person(2, "c", "dt=3")));
        PendingCommit pending = writer.seal().orElseThrow();
        pending.flush();
        List<String> tokens = pending.tokens();
        assertThat(tokens).hasSize(3);
        // The process commits one and dies.
        try (SinkSession dying = project.open()) {
            assertThat(dying.settle(tokens.subList(0, 1)).isComplete()).isTrue();
        }
        assertThat(project.query("SELECT COUNT(*) FROM people;")).containsExactly(List.of("1"));
        try (SinkSession next = project.open()) {
            assertThat(next.settle(tokens).isComplete()).isTrue();
            assertThat(next.settle(tokens).isComplete()).isTrue();
        }
        assertThat(project.rows("people", new PartitionSpec("dt=1"))).containsExactly(List.of(1L, "a"));
        assertThat(project.rows("people", new PartitionSpec("dt=2"))).containsExactly(List.of(1L, "b"));
        assertThat(project.rows("people", new PartitionSpec("dt=3"))).containsExactly(List.of(2L, "c"));
    }

    @Test
    void settlesNothingWhenAPartitionIsGone() throws Exception {
        TableWriter writer = project.created(days("people"));
        writer.write(List.of(person(1, "a", "dt=1"), person(1, "b", "dt=2")));
        PendingCommit pending = writer.seal().orElseThrow();
        pending.flush();
        project.sql("ALTER TABLE people DROP PARTITION (dt='1');");
        try (SinkSession next = project.open()) {
            assertThat(next.settle(pending.tokens()).isComplete()).isFalse();
        }
    }
}
