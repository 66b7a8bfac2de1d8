package io.syncpipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random changes of rows and shapes while the pipeline's process is killed and stopped, connections are killed and the server crashes;
 * then every column of every row is compared. One seed is one plan of all that. Runs when it is asked for: {@code -Dsync.test.seed}
 * repeats one seed, {@code -Dsync.test.soak.seeds} tries so many new ones, {@code -Dsync.test.soak.minutes} goes on with new ones for that
 * long, and for three of them at least.
 */
@Timeout(7200)
class SoakIT {

    private static final int SEEDS = 3;
    private static final int SEEDS_IN_TWO_MINUTES = 3;
    private static final String SEED = "sync.test.seed";
    private static final String MINUTES = "sync.test.soak.minutes";
    private static final String COUNT = "sync.test.soak.seeds";

    @Test
    void everyRowIsIdenticalWhateverHappens(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws Exception {
        assumeThat(Stream.of(SEED, COUNT, MINUTES))
                .as(
                        "it takes minutes: ask for it with -D%s=1 or more, -D%s=1 or more, or for one seed with -D%s",
                        COUNT, MINUTES, SEED)
                .anyMatch(property -> System.getProperty(property) != null);
        long first = Long.getLong(SEED, System.nanoTime() % 1_000_000_000L);
        int minutes = Integer.getInteger(MINUTES, 0);
        Duration atLeast = Duration.ofMinutes(minutes);
        int least = System.getProperty(MINUTES) == null
                ? Integer.getInteger(COUNT, 1)
                : Math.max(SEEDS, minutes * SEEDS_IN_TWO_MINUTES / 2);
        long start = System.nanoTime();
        SoakTotals totals = new SoakTotals();
        try (SoakServer server = SoakServer.start(directory.resolve("mysql"));
                LocalMaxCompute maxCompute = LocalMaxCompute.builder()
                        .project("soak")
                        .directory(directory.resolve("maxcompute"))
                        .start()) {
            DestinationProject destination = new DestinationProject(
                    maxCompute.endpoint(), maxCompute.tunnelEndpoint(), maxCompute.project(), "local", "local");
            System.out.println("SoakIT on " + server.server().version());
            for (int i = 0; i < least || System.nanoTime() - start < atLeast.toNanos(); i++) {
                long seed = first + i;
                Path own = directory.resolve("seed-" + seed);
                try (Soak soak = new Soak(server, destination, own, seed)) {
                    ComparisonResult result = soak.run();
                    totals.add(soak, result);
                    assertThat(result.differences())
                            .as("seed %d; repeat with -D%s=%d; %s", seed, SEED, seed, soak.story())
                            .isEmpty();
                } catch (Exception e) {
                    throw new AssertionError(
                            "seed " + seed + " failed; repeat with -D" + SEED + "=" + seed + "; its files are in "
                                    + own,
                            e);
                }
            }
        }
        System.out.println("SoakIT: " + totals);
        totals.requireEnough();
    }
}
