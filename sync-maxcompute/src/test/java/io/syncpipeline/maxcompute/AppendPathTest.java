package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.TestProject.column;
import static io.syncpipeline.maxcompute.TestProject.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.odps.PartitionSpec;
import io.syncpipeline.maxcompute.local.Fault;
import io.syncpipeline.maxcompute.local.RequestKind;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.Text;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SettledWrites;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables without a key: each row arrives once, whatever the service does, or a named error comes. */
@Timeout(120)
class AppendPathTest {

    private static final int ROWS = 300;

    private final TestProject project = new TestProject(TestProject.MEMORY, TestProject.quick());

    @AfterEach
    void close() {
        project.close();
    }

    private static DestinationTable log(String name, TableKind kind, DestinationColumn... partitions) {
        return new DestinationTable(
                name,
                kind,
                List.of(
                        column("id", "BIGINT", DataType.of(Kind.INT64), true),
                        column("name", "STRING", DataType.of(Kind.TEXT), true)),
                List.of(),
                List.of(partitions),
                0,
                "",
                Map.of());
    }

    private static DestinationTable log(String name) {
        return log(name, TableKind.APPEND);
    }

    private static DestinationTable byDay(String name) {
        return log(name, TableKind.APPEND, column("dt", "STRING", DataType.of(Kind.TEXT), false));
    }

    private static Mutation append(long id, String name, String partition) {
        return new Mutation(Mutation.Kind.APPEND, new Object[] {id, Text.of(name)}, partition, 64);
    }

    private static List<Mutation> rows(long from, int count) {
        return LongStream.range(from, from + count)
                .mapToObj(id -> append(id, "row " + id, ""))
                .toList();
    }

    /** Rows of six days, one day after the other. */
    private static List<Mutation> days(int count) {
        return LongStream.range(0, count)
                .mapToObj(id -> append(id, "row " + id, "dt=" + id % 6))
                .toList();
    }

    private void assertEachOnce(String table, int count) throws Exception {
        assertThat(project.query("SELECT COUNT(*), COUNT(DISTINCT id), MIN(id), MAX(id) FROM " + table + ";"))
                .containsExactly(List.of("" + count, "" + count, "0", "" + (count - 1)));
    }

    @ParameterizedTest
    @EnumSource(
            value = TableKind.class,
            names = {"APPEND", "APPEND_DELTA"})
    void addsRowsToEveryKindOfTable(TableKind kind) throws Exception {
        DestinationTable table = log("events", kind);
        TableWriter writer = project.created(table);
        assertThat(project.session.describe("events").orElseThrow().kind()).isEqualTo(kind);
        writer.write(List.of(append(1, "same", ""), append(1, "same", "")));
        assertThat(project.rows("events")).as("before the commit").isEmpty();
        commit(writer);
        writer.write(List.of(new Mutation(Mutation.Kind.APPEND, new Object[] {2L, null}, "", 64)));
        commit(writer);
        assertThat(writer.seal()).as("nothing more to commit").isEmpty();
        List<Object> lastRow = new ArrayList<>();
        lastRow.add(2L);
        lastRow.add(null);
        assertThat(project.rows("events")).containsExactlyInAnyOrder(List.of(1L, "same"), List.of(1L, "same"), lastRow);
    }

    @Test
    void anExistingTableOfAnotherKindIsRefused() {
        project.session.create(log("events"));
        assertThatThrownBy(() -> project.session.create(log("events", TableKind.APPEND_DELTA)))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("it is APPEND, not APPEND_DELTA");
    }

    @Test
    void rowsOfManyBlocksArriveOnce() throws Exception {
        try (SinkSession small = TestProject.open(project.server, 1 << 20, TestProject.quick())) {
            small.create(log("events"));
            TableWriter writer = small.writer(log("events"));
            String text = "x".repeat(200);
            List<Mutation> rows = new ArrayList<>();
            for (long id = 0; id < 30_000; id++) {
                rows.add(append(id, text + id, ""));
            }
            writer.write(rows);
            commit(writer);
            assertEachOnce("events", 30_000);
            assertThat(project.server.requests(RequestKind.UPLOAD_WRITE)).isGreaterThan(10);
            assertThat(project.server.requests(RequestKind.UPLOAD_COMMIT)).isOne();
        }
    }

    @Test
    void aCellOfTheLongestLengthIsWrittenAndALongerOneRefusedWithTheRow() throws Exception {
        TableWriter writer = project.created(log("events"));
        String longest = "y".repeat(8 << 20);
        writer.write(List.of(append(0, longest, "")));
        assertThatThrownBy(() -> writer.write(List.of(append(1, longest + "y", ""))))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("Table events, column name (STRING), row with id=1");
        commit(writer);
        assertThat(project.query("SELECT id, LENGTH(name) FROM events;"))
                .containsExactly(List.of("0", "" + longest.length()));
    }

    @Test
    void aWriteOfAnotherKindIsRefused() {
        TableWriter writer = project.created(log("events"));
        assertThatThrownBy(() -> writer.write(List.of(TestProject.person(1, "a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes appends of 2 values, not UPSERT");
    }

    @Test
    void eachPartitionHasASessionOfItsOwn() throws Exception {
        TableWriter writer = project.created(byDay("events"));
        writer.write(days(ROWS));
        commit(writer);
        assertEachOnce("events", ROWS);
        assertThat(project.rows("events", new PartitionSpec("dt='4'"))).hasSize(ROWS / 6);
        assertThat(project.server.requests(RequestKind.UPLOAD_COMMIT)).isEqualTo(6);
    }

    static Stream<Fault> passing() {
        return Stream.of(
                Fault.answer(RequestKind.UPLOAD_CREATE, 429, "SlotExceeded"),
                Fault.answer(RequestKind.UPLOAD_CREATE, 503, "ServiceUnavailable")
                        .times(2),
                Fault.answer(RequestKind.UPLOAD_CREATE, 404, "NoSuchPartition"),
                Fault.reset(RequestKind.UPLOAD_CREATE),
                Fault.loseAnswer(RequestKind.UPLOAD_CREATE),
                Fault.answer(RequestKind.UPLOAD_WRITE, 429, "FlowExceeded").times(3),
                Fault.answer(RequestKind.UPLOAD_WRITE, 500, "InternalServerError"),
                Fault.answer(RequestKind.UPLOAD_WRITE, 504, "GatewayTimeout"),
                Fault.reset(RequestKind.UPLOAD_WRITE).times(2),
                Fault.close(RequestKind.UPLOAD_WRITE).times(2),
                Fault.loseAnswer(RequestKind.UPLOAD_WRITE),
                Fault.loseAnswerByReset(RequestKind.UPLOAD_WRITE),
                Fault.delay(RequestKind.UPLOAD_WRITE, Duration.ofMillis(2_300)),
                Fault.answer(RequestKind.UPLOAD_COMMIT, 429, "FlowExceeded"),
                Fault.answer(RequestKind.UPLOAD_COMMIT, 500, "InternalServerError"),
                Fault.reset(RequestKind.UPLOAD_COMMIT),
                Fault.close(RequestKind.UPLOAD_COMMIT),
                Fault.loseAnswer(RequestKind.UPLOAD_COMMIT),
                Fault.loseAnswerByReset(RequestKind.UPLOAD_COMMIT).times(2),
                Fault.delay(RequestKind.UPLOAD_COMMIT, Duration.ofMillis(2_300)),
                Fault.answer(RequestKind.UPLOAD_RELOAD, 500, "InternalServerError"),
                Fault.loseAnswer(RequestKind.UPLOAD_RELOAD));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void eachRowArrivesOnceInSpiteOfWhatPasses(Fault fault) throws Exception {
        TableWriter writer = project.created(byDay("events"));
        project.server.misbehave(fault);
        writer.write(days(ROWS));
        PendingCommit first = writer.seal().orElseThrow();
        writer.write(days(2 * ROWS).subList(ROWS, 2 * ROWS));
        first.flush();
        first.commit();
        commit(writer);
        assertThat(project.server.faultsLeft()).isZero();
        assertEachOnce("events", 2 * ROWS);
    }

    @Test
    void aSessionThatExpiresBeforeItsCommitFailsTheInterval() throws Exception {
        TableWriter writer = project.created(log("events"));
        writer.write(rows(0, ROWS));
        PendingCommit pending = writer.seal().orElseThrow();
        pending.flush();
        project.server.misbehave(Fault.expireSession(RequestKind.UPLOAD_RELOAD));
        assertThatThrownBy(pending::commit)
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("its status is expired")
                .satisfies(e -> assertThat(((SinkException) e).isRetryable()).isTrue());
        assertThat(project.rows("events")).isEmpty();
    }

    // -------------------------------------------------------------- settling

    private PendingCommit flushed(DestinationTable table, List<Mutation> rows) throws InterruptedException {
        TableWriter writer = project.created(table);
        writer.write(rows);
        PendingCommit pending = writer.seal().orElseThrow();
        pending.flush();
        return pending;
    }

    @Test
    void whatHadArrivedIsCommittedOnceHoweverOftenItIsSettled() throws Exception {
        PendingCommit pending = flushed(byDay("events"), days(ROWS));
        SettledWrites complete = new SettledWrites(Set.of("events"), Set.of(), Map.of());
        try (SinkSession next = project.open()) {
            assertThat(next.settle(pending.tokens())).isEqualTo(complete);
            assertThat(next.settle(pending.tokens())).isEqualTo(complete);
        }
        assertEachOnce("events", ROWS);
    }

    @Test
    void whatWasCommittedIsFoundCommittedAndAnExtraTableIsSettledForItself() throws Exception {
        PendingCommit done = flushed(log("done"), rows(0, 5));
        done.commit();
        PendingCommit lost = flushed(log("lost"), rows(0, 5));
        List<String> tokens = List.of(done.tokens().get(0), lost.tokens().get(0));
        project.server.misbehave(Fault.expireSession(RequestKind.UPLOAD_RELOAD).onTable("lost"));
        try (SinkSession next = project.open()) {
            assertThat(next.settle(tokens)).isEqualTo(new SettledWrites(Set.of("done"), Set.of("lost"), Map.of()));
        }
        assertEachOnce("done", 5);
        assertThat(project.rows("lost")).isEmpty();
    }

    @Test
    void oneLostPartitionKeepsTheOthersOfItsTableFromBeingCommitted() throws Exception {
        PendingCommit pending = flushed(byDay("events"), days(ROWS));
        project.server.misbehave(Fault.expireSession(RequestKind.UPLOAD_RELOAD));
        try (SinkSession next = project.open()) {
            assertThat(next.settle(pending.tokens()))
                    .isEqualTo(new SettledWrites(Set.of(), Set.of("events"), Map.of()));
        }
        assertThat(project.query("SELECT COUNT(*) FROM events;")).containsExactly(List.of("0"));
    }

    @Test
    void aTableOfWhichAPartIsCommittedAndAnotherLostIsUnclear() throws Exception {
        PendingCommit pending = flushed(byDay("events"), days(ROWS));
        try (SinkSession dying = project.open()) {
            assertThat(dying.settle(pending.tokens().subList(0, 1)).isComplete())
                    .isTrue();
        }
        project.server.misbehave(Fault.expireSession(RequestKind.UPLOAD_RELOAD).times(6));
        try (SinkSession next = project.open()) {
            SettledWrites settled = next.settle(pending.tokens());
            assertThat(settled.committed()).isEmpty();
            assertThat(settled.lost()).isEmpty();
            assertThat(settled.unclear().get("events"))
                    .contains("a part of its upload sessions is committed", "is LOST");
        }
    }

    @Test
    void aCommitThatDoesNotEndInTimeIsNotTakenForLost() throws Exception {
        PendingCommit pending = flushed(log("events"), rows(0, 5));
        project.server.misbehave(Fault.answer(RequestKind.UPLOAD_COMMIT, 500, "InternalServerError")
                .times(10_000));
        try (SinkSession next =
                TestProject.open(project.server, TestProject.MEMORY, b -> b.retry(100, Duration.ofMillis(1))
                        .commitTimeout(Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> next.settle(pending.tokens()))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("did not end within")
                    .satisfies(
                            e -> assertThat(((SinkException) e).isRetryable()).isTrue());
        }
    }

    @Test
    void aForgottenSessionIsUnclear() throws Exception {
        project.session.create(log("events"));
        try (SinkSession next = project.open()) {
            assertThat(next.settle(List.of("upload/events//gone/3")).unclear().get("events"))
                    .contains("has forgotten an upload session", "gone of table events is GONE");
        }
    }

    @Test
    void aBlockThatIsMissingAtTheServiceIsNotCommitted() throws Exception {
        PendingCommit pending = flushed(log("events"), rows(0, 5));
        String token = pending.tokens().get(0);
        String wrong = token.substring(0, token.lastIndexOf('/') + 1) + "2";
        try (SinkSession next = project.open()) {
            assertThat(next.settle(List.of(wrong)).lost()).containsExactly("events");
        }
        assertThat(project.rows("events")).isEmpty();
    }

    @Test
    void damagedTokensAreRefused() {
        for (String damaged : List.of("upload/events//id/x", "upload/events//id", "upsert/events//id/3")) {
            assertThatThrownBy(() -> project.session.settle(List.of(damaged)))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("is no commit token");
        }
    }
}
