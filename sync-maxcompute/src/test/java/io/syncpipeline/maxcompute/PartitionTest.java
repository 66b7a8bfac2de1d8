package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.TestProject.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.odps.PartitionSpec;
import io.syncpipeline.maxcompute.local.RequestKind;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.Text;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import io.syncpipeline.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitioned tables, written through the sink and read through the SDK. */
@Timeout(120)
class PartitionTest {

    private static final Executor THREAD_OF_ITS_OWN = task -> new Thread(task).start();

    private final TestProject project = new TestProject();

    @AfterEach
    void close() {
        project.close();
    }

    static DestinationColumn partition(String name, String type) {
        return new DestinationColumn(name, type, DataType.of(DataType.Kind.TEXT), true, "");
    }

    static DestinationTable table(String name, int buckets, DestinationColumn... partitions) {
        DestinationTable people = TestProject.people(name);
        return new DestinationTable(
                name,
                TableKind.PK_DELTA,
                people.columns(),
                people.primaryKey(),
                List.of(partitions),
                buckets,
                "",
                Map.of());
    }

    /** A table of an id and a name, partitioned by a day. */
    static DestinationTable days(String name) {
        return table(name, 2, partition("dt", "STRING"));
    }

    static Mutation person(long id, String name, String partition) {
        return new Mutation(Mutation.Kind.UPSERT, new Object[] {id, Text.of(name)}, partition, 64);
    }

    private List<List<Object>> rows(String table, String partition) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row : project.rows(table, new PartitionSpec(partition))) {
            rows.add(List.copyOf(row));
        }
        return rows;
    }

    @Test
    void writesSeveralLevels() throws Exception {
        TableWriter writer = project.created(table(
                "sales", 2, partition("dt", "STRING"), partition("hh", "INT"), partition("country", "VARCHAR(2)")));
        writer.write(List.of(
                person(1, "a", "dt=2026-01-01,hh=7,country=de"),
                person(1, "b", "dt=2026-01-01,hh=07,country=de"),
                person(1, "c", "DT=2026-01-01,HH=8,Country=de"),
                person(1, "d", "dt=2026-01-01,hh=-1,country=fr")));
        commit(writer);
        assertThat(project.partitions("sales"))
                .containsExactly(
                        "dt='2026-01-01',hh='-1',country='fr'",
                        "dt='2026-01-01',hh='7',country='de'",
                        "dt='2026-01-01',hh='8',country='de'");
        assertThat(project.query("SELECT * FROM sales ORDER BY hh;"))
                .containsExactly(
                        List.of("1", "d", "2026-01-01", "-1", "fr"),
                        List.of("1", "b", "2026-01-01", "7", "de"),
                        List.of("1", "c", "2026-01-01", "8", "de"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words",
                "Größe",
                "東京 😀",
                "50%",
                "%41",
                "a+b&c;d?e#f",
                "back\\slash",
                "a:b.c_d-e!@$",
                "semi;colon"
            })
    void writesValuesOfAllKinds(String value) throws Exception {
        TableWriter writer = project.created(days("people"));
        writer.write(List.of(person(1, "a", "dt=" + value), person(1, "b", "dt=other")));
        PendingCommit pending = writer.seal().orElseThrow();
        pending.flush();
        try (SinkSession next = project.open()) {
            assertThat(next.settle(pending.tokens()).isComplete()).isTrue();
        }
        assertThat(project.partitions("people")).containsExactlyInAnyOrder("dt='" + value + "'", "dt='other'");
        assertThat(project.query("SELECT dt, name FROM people ORDER BY name;"))
                .containsExactly(List.of(value, "a"), List.of("other", "b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    STRING     | a,b        | holds ,
                    STRING     | a/b        | holds /
                    STRING     | a=b        | holds =
                    STRING     | it's       | holds '
                    STRING     | a"b        | holds "
                    STRING     | ''         | is empty
                    STRING     | ' a'       | begins or ends with a blank
                    VARCHAR(3) | abcd       | has 4 characters
                    INT        | noon       | is no whole number
                    TINYINT    | 128        | is outside the range of TINYINT
                    """, quoteCharacter = '~')
    void refusesValuesThatCannotBe(String type, String value, String reason) {
        String unquoted = value.startsWith("'") ? value.substring(1, value.length() - 1) : value;
        TableWriter writer = project.created(table("people", 2, partition("what", type)));
        assertThatThrownBy(() -> writer.write(List.of(person(1, "a", "what=" + unquoted))))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageStartingWith("Table people, partition column what (" + type + "): the value '" + unquoted)
                .hasMessageContaining(reason)
                .hasMessageEndingWith("Map the column to other values");
    }

    @Test
    void refusesValuesThatAreTooLongOrHoldControlCharacters() throws Exception {
        TableWriter writer = project.created(days("people"));
        assertThatThrownBy(() -> writer.write(List.of(person(1, "a", "dt=" + "ü".repeat(128)))))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("has 256 bytes; MaxCompute takes 255");
        assertThatThrownBy(() -> writer.write(List.of(person(1, "a", "dt=a\tb"))))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("U+0009");
        writer.write(List.of(person(1, "a", "dt=" + "x".repeat(255))));
        commit(writer);
        assertThat(project.partitions("people")).containsExactly("dt='" + "x".repeat(255) + "'");
    }

    @Test
    void takesMutationsOfOtherTablesForADefect() {
        TableWriter parted = project.created(days("parted"));
        TableWriter plain = project.created(TestProject.people("plain"));
        assertThatThrownBy(() -> parted.write(List.of(person(1, "a", ""))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A mutation of table parted names the partition ''; the table's partition columns are [dt]");
        assertThatThrownBy(() -> parted.write(List.of(person(1, "a", "day=1"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plain.write(List.of(person(1, "a", "dt=1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partition columns are []");
    }

    @Test
    void keepsTheOrderOfAKeyWithinItsPartition() throws Exception {
        TableWriter writer = project.created(days("people"));
        for (int round = 0; round < 50; round++) {
            List<Mutation> mutations = new ArrayList<>();
            for (long id = 0; id < 20; id++) {
                mutations.add(person(id, "image " + round, "dt=" + id % 4));
            }
            writer.write(mutations);
            if (round % 20 == 19) {
                commit(writer);
            }
        }
        commit(writer);
        for (int day = 0; day < 4; day++) {
            assertThat(rows("people", "dt=" + day)).hasSize(5).allSatisfy(row -> assertThat(row.get(1))
                    .isEqualTo("image 49"));
        }
    }

    @Test
    void createsPartitionsTogetherAndOnce() throws Exception {
        TableWriter writer = project.created(days("people"));
        long before = project.server.requests(RequestKind.DDL);
        for (int interval = 0; interval < 3; interval++) {
            List<Mutation> mutations = new ArrayList<>();
            for (int day = 0; day < 40; day++) {
                mutations.add(person(interval, "x", "dt=" + day));
            }
            writer.write(mutations);
            commit(writer);
        }
        // The first mutation's partition, where the table's layout is learnt, and the others.
        assertThat(project.server.requests(RequestKind.DDL) - before).isEqualTo(2);
        assertThat(project.partitions("people")).hasSize(40);
    }

    @Test
    void writesHundredsOfPartitionsInLittleMemory() throws Exception {
        try (TestProject small = new TestProject(4 << 20, builder -> builder)) {
            TableWriter writer = small.created(days("people"));
            long id = 0;
            for (int batch = 0; batch < 30; batch++) {
                List<Mutation> mutations = new ArrayList<>();
                for (int row = 0; row < 300; row++) {
                    mutations.add(person(id++, "somebody with a name of some length " + id, "dt=" + row));
                }
                writer.write(mutations);
            }
            PendingCommit pending = writer.seal().orElseThrow();
            pending.flush();
            assertThat(small.server.openUpsertSessions()).isEqualTo(300);
            assertThat(pending.tokens()).hasSize(300).doesNotHaveDuplicates();
            pending.commit();
            assertThat(small.server.openUpsertSessions()).isZero();
            assertThat(small.query("SELECT COUNT(*), COUNT(DISTINCT dt) FROM people;"))
                    .containsExactly(List.of("9000", "300"));
        }
    }

    @Test
    void takesRowsFromSeveralThreads() throws Exception {
        TableWriter writer = project.created(days("people"));
        List<CompletableFuture<Void>> writing = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            long from = thread * 3_000L;
            writing.add(CompletableFuture.runAsync(() -> writeFrom(writer, from), THREAD_OF_ITS_OWN));
        }
        for (CompletableFuture<Void> each : writing) {
            each.get(60, TimeUnit.SECONDS);
        }
        commit(writer);
        assertThat(project.query("SELECT COUNT(*), COUNT(DISTINCT dt) FROM people;"))
                .containsExactly(List.of("12000", "30"));
    }

    private static void writeFrom(TableWriter writer, long from) {
        try {
            for (long id = from; id < from + 3_000; id += 10) {
                List<Mutation> batch = new ArrayList<>();
                for (long row = id; row < id + 10; row++) {
                    batch.add(person(row, "row " + row, "dt=" + row % 30));
                }
                writer.write(batch);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void asksForTheEndOfAnIntervalThatTouchesAThousandPartitions() throws Exception {
        try (TestProject large = new TestProject(TestProject.MEMORY, builder -> builder.newPartitionsPerDay(60_000))) {
            TableWriter writer = large.created(table("people", 1, partition("dt", "STRING")));
            writer.write(days(0, 999));
            assertThat(writer.isFull()).isFalse();
            writer.write(days(999, 1_010));
            assertThat(writer.isFull()).isTrue();
            // There is nothing to wait for: only the one who writes can end the interval.
            writer.write(days(1_010, 1_020));
            PendingCommit first = writer.seal().orElseThrow();
            assertThat(writer.isFull()).isFalse();
            writer.write(days(0, 1_000));
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                    () -> {
                        try {
                            writer.write(days(1_000, 1_001));
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    THREAD_OF_ITS_OWN);
            first.flush();
            assertThat(waiting).isNotDone();
            first.commit();
            waiting.get(30, TimeUnit.SECONDS);
            writer.close();
            assertThat(large.query("SELECT COUNT(*), COUNT(DISTINCT dt) FROM people;"))
                    .containsExactly(List.of("1020", "1020"));
        }
    }

    private static List<Mutation> days(int from, int to) {
        List<Mutation> mutations = new ArrayList<>();
        for (int day = from; day < to; day++) {
            mutations.add(person(day, "x", "dt=" + day));
        }
        return mutations;
    }

    @Test
    void limitsTheNewPartitionsOfAUtcDay() throws Exception {
        ManualClock clock = new ManualClock();
        clock.advance(Duration.between(clock.instant(), Instant.parse("2026-03-01T22:30:00Z")));
        MaxComputeSink sink = MaxComputeSink.builder()
                .endpoint(project.server.endpoint())
                .project(project.server.project())
                .accessKey("id", "secret")
                .newPartitionsPerDay(3)
                .build();
        project.session.create(days("people"));
        project.sql("ALTER TABLE people ADD PARTITION (dt='0') PARTITION (dt='1');");
        SessionOptions options =
                new SessionOptions("test", TestProject.MEMORY, 2, clock.withZone(ZoneId.of("Asia/Shanghai")));
        try (SinkSession session = sink.open(options)) {
            TableWriter writer = session.writer(days("people"));
            writer.write(days(0, 5));
            commit(writer);
            writer.write(days(0, 6));
            PendingCommit pending = writer.seal().orElseThrow();
            assertThatThrownBy(pending::flush)
                    .isInstanceOf(SinkException.class)
                    .hasMessage("Table people partitioned by [dt] needs 1 new partitions, such as dt=5, and got 3 on"
                            + " 2026-03-01 (UTC) already; newPartitionsPerDay is 3. Check that these columns have few"
                            + " new values a day, or raise newPartitionsPerDay")
                    .satisfies(
                            e -> assertThat(((SinkException) e).isRetryable()).isFalse());
        }
        // Another session of the sink goes on counting until the day ends.
        clock.advance(Duration.ofMinutes(89));
        assertRefused(sink, options);
        clock.advance(Duration.ofMinutes(1));
        try (SinkSession session = sink.open(options)) {
            TableWriter writer = session.writer(days("people"));
            writer.write(days(0, 8));
            commit(writer);
        }
        assertThat(project.partitions("people")).hasSize(8);
    }

    private static void assertRefused(MaxComputeSink sink, SessionOptions options) throws InterruptedException {
        try (SinkSession session = sink.open(options)) {
            TableWriter writer = session.writer(days("people"));
            writer.write(days(0, 6));
            PendingCommit pending = writer.seal().orElseThrow();
            assertThatThrownBy(pending::flush).hasMessageContaining("newPartitionsPerDay");
        }
    }

    @Test
    void createsAPartitionAgainThatWasDropped() throws Exception {
        TableWriter writer = project.created(days("people"));
        writer.write(List.of(person(1, "old", "dt=1"), person(1, "old", "dt=2")));
        commit(writer);
        project.sql("ALTER TABLE people DROP PARTITION (dt='1');");
        writer.write(List.of(person(2, "new", "dt=1"), person(2, "new", "dt=2")));
        commit(writer);
        assertThat(rows("people", "dt=1")).containsExactly(List.of(2L, "new"));
        assertThat(rows("people", "dt=2")).hasSize(2);
    }

    private static Mutation delete(long id, String partition) {
        return new Mutation(Mutation.Kind.DELETE, new Object[] {id, null}, partition, 64);
    }

    @Test
    void createsNoPartitionToDeleteFromIt() throws Exception {
        TableWriter writer = project.created(days("people"));
        writer.write(List.of(person(1, "a", "dt=1"), person(1, "b", "dt=2"), delete(1, "dt=3")));
        commit(writer);
        assertThat(project.partitions("people")).containsExactly("dt='1'", "dt='2'");

        project.sql("ALTER TABLE people DROP PARTITION (dt='1');");
        writer.write(List.of(delete(1, "dt=1"), delete(1, "dt=2"), delete(1, "dt=4"), person(2, "c", "dt=4")));
        commit(writer);
        assertThat(project.partitions("people")).containsExactly("dt='2'", "dt='4'");
        assertThat(project.query("SELECT id, dt FROM people;")).containsExactly(List.of("2", "4"));

        writer.write(List.of(delete(1, "dt=5")));
        PendingCommit nothing = writer.seal().orElseThrow();
        nothing.flush();
        assertThat(nothing.tokens()).isEmpty();
        nothing.commit();
        writer.write(List.of(person(3, "d", "dt=5")));
        commit(writer);
        assertThat(rows("people", "dt=5")).containsExactly(List.of(3L, "d"));
    }

    @Test
    void failsForAWhileWhenAPartitionIsDroppedBeforeTheCommit() throws Exception {
        TableWriter writer = project.created(days("people"));
        writer.write(List.of(person(1, "a", "dt=1"), person(1, "a", "dt=2")));
        PendingCommit pending = writer.seal().orElseThrow();
        pending.flush();
        project.sql("ALTER TABLE people DROP PARTITION (dt='1');");
        assertThatThrownBy(pending::commit)
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("partition dt=1 of table people")
                .hasMessageContaining("NoSuchPartition")
                .satisfies(e -> assertThat(((SinkException) e).isRetryable()).isTrue());
    }

    @Test
    void abortsTheSessionsOfAllPartitionsWhenClosed() throws Exception {
        TableWriter writer = project.created(days("people"));
        writer.write(days(0, 10));
        PendingCommit pending = writer.seal().orElseThrow();
        pending.flush();
        assertThat(project.server.openUpsertSessions()).isEqualTo(10);
        writer.close();
        assertThat(project.server.openUpsertSessions()).isZero();
        assertThat(project.query("SELECT COUNT(*) FROM people;")).containsExactly(List.of("0"));
    }
}
