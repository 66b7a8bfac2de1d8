package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.TestProject.commit;
import static io.syncpipeline.maxcompute.TestProject.delete;
import static io.syncpipeline.maxcompute.TestProject.people;
import static io.syncpipeline.maxcompute.TestProject.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.Text;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.TableWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a writer promises: order, visibility, intervals. */
@Timeout(180)
class UpsertTest {

    /** The common pool may have one thread only. */
    private static final Executor THREAD_OF_ITS_OWN = task -> new Thread(task, "upsert-test").start();

    private final TestProject project = new TestProject();

    @AfterEach
    void close() {
        project.close();
    }

    @Test
    void insertsReplacesAndDeletesByKey() throws Exception {
        TableWriter writer = project.created(people("people"));
        writer.write(List.of(person(1, "Ada"), person(2, "Bob"), person(3, "Cid")));
        commit(writer);
        writer.write(List.of(person(2, "Ben"), delete(3L, null), delete(99L, null)));
        commit(writer);
        assertThat(project.rows("people")).containsExactly(List.of(1L, "Ada"), List.of(2L, "Ben"));
    }

    @Test
    void keepsTheLastOfManyImagesOfOneKey() throws Exception {
        TableWriter writer = project.created(people("people"));
        for (int round = 0; round < 200; round++) {
            List<Mutation> mutations = new ArrayList<>();
            for (long id = 0; id < 20; id++) {
                if (round % 3 == 1) {
                    mutations.add(delete(id, null));
                }
                mutations.add(person(id, "image " + round));
            }
            writer.write(mutations);
        }
        commit(writer);
        assertThat(project.rows("people")).hasSize(20).allSatisfy(row -> assertThat(row.get(1))
                .isEqualTo("image 199"));
    }

    @Test
    void showsNothingBeforeTheCommitAndEverythingAfterIt() throws Exception {
        TableWriter writer = project.created(people("people"));
        writer.write(List.of(person(1, "Ada"), person(2, "Bob")));
        PendingCommit pending = writer.seal().orElseThrow();
        pending.flush();
        assertThat(project.rows("people")).isEmpty();
        pending.commit();
        assertThat(project.rows("people")).hasSize(2);
    }

    @Test
    void sealsNothingWhenNothingWasWritten() throws Exception {
        TableWriter writer = project.created(people("people"));
        assertThat(writer.seal()).isEmpty();
        writer.write(List.of());
        assertThat(writer.seal()).isEmpty();
    }

    @Test
    void goesOnWritingWhileTheIntervalBeforeIsNotCommitted() throws Exception {
        TableWriter writer = project.created(people("people"));
        writer.write(List.of(person(1, "old")));
        PendingCommit first = writer.seal().orElseThrow();
        writer.write(List.of(person(1, "new"), person(2, "new")));
        PendingCommit second = writer.seal().orElseThrow();
        assertThatThrownBy(second::flush).isInstanceOf(IllegalStateException.class);
        first.flush();
        first.commit();
        assertThat(project.rows("people")).containsExactly(List.of(1L, "old"));
        second.flush();
        second.commit();
        assertThat(project.rows("people")).containsExactly(List.of(1L, "new"), List.of(2L, "new"));
        assertThat(project.server.openUpsertSessions()).isZero();
    }

    @Test
    void blocksWhenTheRowsOfTheNextIntervalFillTheMemory() throws Exception {
        try (TestProject small = new TestProject(192 << 10, builder -> builder)) {
            TableWriter writer = small.created(people("people"));
            writer.write(List.of(person(-1, "first")));
            PendingCommit first = writer.seal().orElseThrow();
            int rows = 6_000;
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> writeAll(writer, rows), THREAD_OF_ITS_OWN);
            assertThat(writing).isNotCompleted();
            org.awaitility.Awaitility.await()
                    .pollDelay(300, TimeUnit.MILLISECONDS)
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> !writing.isDone());
            first.flush();
            first.commit();
            writing.get(120, TimeUnit.SECONDS);
            commit(writer);
            assertThat(small.count("people")).isEqualTo(rows + 1);
        }
    }

    private static void writeAll(TableWriter writer, int rows) {
        List<Mutation> batch = new ArrayList<>();
        try {
            for (long id = 0; id < rows; id++) {
                batch.add(person(id, "somebody with a name of some length " + id));
                if (batch.size() == 500) {
                    writer.write(batch);
                    batch.clear();
                }
            }
            writer.write(batch);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void writesManyRowsInLittleMemory() throws Exception {
        try (TestProject small = new TestProject(2 << 20, builder -> builder)) {
            TableWriter writer = small.created(people("people"));
            writeAll(writer, 300_000);
            commit(writer);
            assertThat(small.count("people")).isEqualTo(300_000);
        }
    }

    @Test
    void sharesLittleMemoryAmongManyTables() throws Exception {
        try (TestProject small = new TestProject(1 << 20, builder -> builder)) {
            List<TableWriter> writers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                writers.add(small.created(people("people_" + i)));
            }
            for (long id = 0; id < 2_000; id += 100) {
                for (TableWriter writer : writers) {
                    List<Mutation> batch = new ArrayList<>();
                    for (long row = id; row < id + 100; row++) {
                        batch.add(person(row, "somebody with a name of some length " + row));
                    }
                    writer.write(batch);
                }
            }
            for (TableWriter writer : writers) {
                commit(writer);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(small.count("people_" + i)).isEqualTo(2_000);
            }
        }
    }

    @Test
    void refusesAValueThatDoesNotFitAndKeepsTheRowsBeforeIt() throws Exception {
        TableWriter writer = project.created(people("people"));
        Mutation tooLong = TestProject.upsert(2L, Text.ofUtf8(new byte[(8 << 20) + 1]));
        assertThatThrownBy(() -> writer.write(List.of(person(1, "Ada"), tooLong, person(3, "Cid"))))
                .isInstanceOf(DirtyRowException.class)
                .hasMessage("Table people, column name (STRING), row with key id=2: 8388609 bytes are more than the"
                        + " 8388608 bytes (8 MiB) of STRING");
        assertThatThrownBy(() -> writer.write(List.of(person(Long.MIN_VALUE, "low"))))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("column id (BIGINT)")
                .hasMessageContaining("outside the range of BIGINT");
        assertThatThrownBy(() -> writer.write(List.of(TestProject.upsert(null, Text.of("nobody")))))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("the key is NULL");
        writer.write(List.of(person(4, "Dan")));
        commit(writer);
        assertThat(project.rows("people")).containsExactly(List.of(1L, "Ada"), List.of(4L, "Dan"));
    }

    @Test
    void takesRowsFromSeveralThreads() throws Exception {
        TableWriter writer = project.created(people("people"));
        List<CompletableFuture<Void>> writing = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            long from = thread * 10_000L;
            writing.add(CompletableFuture.runAsync(
                    () -> {
                        try {
                            for (long id = from; id < from + 10_000; id += 10) {
                                List<Mutation> batch = new ArrayList<>();
                                for (long row = id; row < id + 10; row++) {
                                    batch.add(person(row, "row " + row));
                                }
                                writer.write(batch);
                            }
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    THREAD_OF_ITS_OWN));
        }
        for (CompletableFuture<Void> each : writing) {
            each.get(120, TimeUnit.SECONDS);
        }
        commit(writer);
        assertThat(project.count("people")).isEqualTo(40_000);
    }

    @Test
    void abortsWhatIsNotCommittedWhenClosed() throws Exception {
        TableWriter writer = project.created(people("people"));
        writer.write(List.of(person(1, "Ada")));
        PendingCommit pending = writer.seal().orElseThrow();
        pending.flush();
        assertThat(project.server.openUpsertSessions()).isEqualTo(1);
        writer.close();
        writer.close();
        assertThat(project.server.openUpsertSessions()).isZero();
        assertThat(project.rows("people")).isEmpty();
        assertThatThrownBy(() -> writer.write(List.of(person(2, "Bob")))).hasMessageContaining("closed");
    }

    @Test
    void leavesNoThread() throws Exception {
        TableWriter writer = project.created(people("people"));
        writer.write(List.of(person(1, "Ada")));
        commit(writer);
        project.session.close();
        // An executor has ended a moment before its last thread.
        org.awaitility.Awaitility.await().atMost(5, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("sync-test-") && thread.isAlive()));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> !thread.isDaemon() && thread.getName().startsWith("pool-"));
    }
}
