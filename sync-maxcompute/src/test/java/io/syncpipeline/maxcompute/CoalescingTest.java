package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.TestProject.column;
import static io.syncpipeline.maxcompute.TestProject.commit;
import static io.syncpipeline.maxcompute.TestProject.delete;
import static io.syncpipeline.maxcompute.TestProject.people;
import static io.syncpipeline.maxcompute.TestProject.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.maxcompute.local.ReceivedRequest;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.Text;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only the last image of a key in an interval is sent, and the rows are the same as without. */
@Timeout(120)
class CoalescingTest {

    private final AtomicLong sent = new AtomicLong();

    private LocalMaxCompute service() {
        return LocalMaxCompute.builder().requestListener(this::count).start();
    }

    private void count(ReceivedRequest request) {
        String records = request.parameters().get("record_count");
        if (records != null) {
            sent.addAndGet(Long.parseLong(records));
        }
    }

    private static SinkSession open(LocalMaxCompute server, long memory) {
        return TestProject.open(server, memory, b -> b.coalescing(true));
    }

    @Test
    void aKeyIsSentOnceAnInterval() throws Exception {
        try (LocalMaxCompute server = service();
                SinkSession session = open(server, TestProject.MEMORY)) {
            session.create(people("people"));
            TableWriter writer = session.writer(people("people"));
            for (int round = 0; round < 50; round++) {
                writer.write(List.of(person(1, "Ada " + round), person(2, "Bob " + round), delete(3L, null)));
            }
            writer.write(List.of(delete(2L, null), person(3, "back")));
            commit(writer);
            assertThat(sent).hasValue(3);
            writer.write(List.of(person(2, "again")));
            commit(writer);
            assertThat(sent).hasValue(4);
            assertThat(writer.seal()).isEmpty();
            assertThat(rows(server)).containsExactly("1=Ada 49", "2=again", "3=back");
        }
    }

    private static List<String> rows(LocalMaxCompute server) throws Exception {
        return TestProject.query(server, "SELECT id, name FROM people ORDER BY id;").stream()
                .map(row -> row.get(0) + "=" + row.get(1))
                .toList();
    }

    @Test
    void randomChangesEndInTheSameRowsAlsoWhenThereIsRoomForFew() throws Exception {
        Random random = new Random(7);
        try (LocalMaxCompute server = service();
                SinkSession session = open(server, 64 << 10)) {
            session.create(people("people"));
            TableWriter writer = session.writer(people("people"));
            Map<Long, String> model = new TreeMap<>();
            for (int interval = 0; interval < 4; interval++) {
                PendingCommit pending = null;
                for (int i = 0; i < 60; i++) {
                    writer.write(changes(random, model));
                    if (i == 30) {
                        pending = writer.seal().orElseThrow();
                    }
                }
                pending.flush();
                pending.commit();
                commit(writer);
            }
            assertThat(rows(server))
                    .isEqualTo(model.entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .toList());
        }
    }

    private static List<Mutation> changes(Random random, Map<Long, String> model) {
        List<Mutation> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            long id = random.nextInt(50);
            if (random.nextInt(3) == 0) {
                changes.add(delete(id, null));
                model.remove(id);
            } else {
                String name = "n" + random.nextInt(1_000);
                changes.add(person(id, name));
                model.put(id, name);
            }
        }
        return changes;
    }

    @Test
    void bytesAndPartitionsArePartOfTheKey() throws Exception {
        DestinationTable table = new DestinationTable(
                "people",
                TableKind.PK_DELTA,
                List.of(
                        column("id", "STRING", DataType.of(DataType.Kind.TEXT), false),
                        column("name", "STRING", DataType.of(DataType.Kind.TEXT), true)),
                List.of("id"),
                List.of(column("p", "STRING", DataType.of(DataType.Kind.TEXT), false)),
                1,
                "",
                Map.of());
        try (LocalMaxCompute server = service();
                SinkSession session = open(server, TestProject.MEMORY)) {
            session.create(table);
            TableWriter writer = session.writer(table);
            for (String name : List.of("first", "last")) {
                for (String partition : List.of("p=a", "p=b")) {
                    writer.write(List.of(new Mutation(
                            Mutation.Kind.UPSERT, new Object[] {Text.of("k"), Text.of(name)}, partition, 64)));
                }
            }
            commit(writer);
            assertThat(sent).hasValue(2);
            assertThat(rows(server)).containsExactly("k=last", "k=last");
        }
    }

    @Test
    void aValueThatDoesNotFitIsRefusedUnlessALaterOneTakesItsPlace() throws Exception {
        try (LocalMaxCompute server = service();
                SinkSession session = open(server, TestProject.MEMORY)) {
            session.create(people("people"));
            TableWriter writer = session.writer(people("people"));
            writer.write(List.of(person(1, "x".repeat((8 << 20) + 1)), person(1, "fits")));
            commit(writer);
            assertThat(rows(server)).containsExactly("1=fits");
            writer.write(List.of(person(2, "x".repeat((8 << 20) + 1))));
            assertThatThrownBy(writer::seal)
                    .isInstanceOf(DirtyRowException.class)
                    .hasMessageContaining("Table people, column name");
        }
    }
}
