package io.syncpipeline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.checkpoint.Checkpoint;
import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.checkpoint.Reached;
import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every checkpoint store keeps to. Subclass it for a store of your own. */
public abstract class CheckpointStoreContract {

    /** An empty store. Called once per test, unless {@link #reopened} is implemented on top of it. */
    protected abstract CheckpointStore store();

    /** Another store on the same storage, as a new process would open it; the same object when it does not outlive the process. */
    protected abstract CheckpointStore reopened(CheckpointStore store);

    /** A checkpoint at a position, with a table in it. */
    protected static Checkpoint checkpoint(String position) {
        TableSchema schema = Shape.of("shop", "orders \u00e9\ud83d\ude00")
                .required("id", Kind.INT64)
                .column("amount", DataType.decimal(20, 4))
                .column("note", DataType.of(Kind.TEXT, 20))
                .key("id")
                .unique("id", "amount")
                .build();
        Reached reached = new Reached(
                new Position(position),
                Instant.parse("2026-01-02T03:04:05.000006Z"),
                List.of(new TableProgress(schema, false, 3, "k\"\u0001", 150, new Position("since"), true)));
        return new Checkpoint(
                reached,
                new Checkpoint.Pending(List.of("token-1", "token-2"), reached),
                Instant.parse("2026-01-02T03:04:06Z"));
    }

    @Test
    void hasNothingOfAnUnknownPipeline() {
        assertThat(store().load("unknown")).isEmpty();
    }

    @Test
    void givesBackWhatWasSaved() {
        CheckpointStore store = store();
        store.save("p", checkpoint("1"));
        assertThat(store.load("p")).contains(checkpoint("1"));
        assertThat(reopened(store).load("p")).contains(checkpoint("1"));
    }

    @Test
    void replacesWhatWasSavedBefore() {
        CheckpointStore store = store();
        store.save("p", checkpoint("1"));
        store.save("p", checkpoint("2"));
        assertThat(reopened(store).load("p")).contains(checkpoint("2"));
    }

    @Test
    void keepsPipelinesApartWhateverTheirNames() {
        CheckpointStore store = store();
        List<String> names =
                List.of("a", "A", "a.b", "..", "a/b", "a%2Fb", "a b", "a_b", "a-b", "\u00e9", "con", "x".repeat(64));
        names.forEach(n -> store.save(n, checkpoint(n)));
        CheckpointStore again = reopened(store);
        assertThat(names).allSatisfy(n -> assertThat(again.load(n)).contains(checkpoint(n)));
    }

    @Test
    void forgetsWhatIsDeleted() {
        CheckpointStore store = store();
        store.save("p", checkpoint("1"));
        store.save("q", checkpoint("1"));
        store.delete("p");
        store.delete("never saved");
        assertThat(reopened(store).load("p")).isEmpty();
        assertThat(reopened(store).load("q")).isPresent();
    }

    @Test
    void isSafeForSeveralThreads() throws Exception {
        CheckpointStore store = store();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String name = "p" + i % 4;
                String position = String.valueOf(i);
                tasks.add(() -> {
                    store.save(name, checkpoint(position));
                    return store.load(name).isPresent();
                });
            }
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                assertThat(done.get(10, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void saysWhatItIsWithoutSecrets() {
        assertThat(store().toString()).doesNotContain("@").isNotBlank();
    }
}
