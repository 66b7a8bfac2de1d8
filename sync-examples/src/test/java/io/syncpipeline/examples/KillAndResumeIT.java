package io.syncpipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.mysql.testserver.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a pipeline's process over and over while rows change, and compares every row at the end. */
@Timeout(1500)
class KillAndResumeIT {

    private static final int EARLY_KILLS = 8;
    private static final int LATE_KILLS = 8;
    private static final Duration LONGEST_START = Duration.ofSeconds(180);
    private static final Duration LONGEST_CATCH_UP = Duration.ofSeconds(180);

    @Test
    void everyRowIsIdenticalAfterKillsAtRandomMoments(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("sync.test.seed", System.nanoTime());
        System.out.println("KillAndResumeIT seed " + seed + "; repeat with -Dsync.test.seed=" + seed);
        TestServer server = TestServer.shared();
        String database = server.freshDatabase("kill");
        SourceDatabase source =
                new SourceDatabase(server.host(), server.port(), server.user(), server.password(), "DISABLED");
        List<ComparedTable> tables = RandomChanges.tables(database);
        try (LocalMaxCompute maxCompute = LocalMaxCompute.builder()
                        .project("kills")
                        .directory(directory.resolve("maxcompute"))
                        .start();
                RandomChanges changes = new RandomChanges(server, database, seed)) {
            DestinationProject destination = new DestinationProject(
                    maxCompute.endpoint(), maxCompute.tunnelEndpoint(), maxCompute.project(), "local", "local");
            changes.prepare();
            changes.start();
            PipelineProcess.Settings settings = new PipelineProcess.Settings(
                    source, destination, directory, database, 1_000, Duration.ofMillis(200), "256m");
            Random random = new Random(seed);
            int whileCopying = killEarly(settings, random);
            killWhileFollowing(settings, random);
            System.out.println("KillAndResumeIT: " + whileCopying + " kills while copying, "
                    + (EARLY_KILLS + LATE_KILLS - whileCopying) + " while following, " + changes.transactions()
                    + " transactions so far");
            assertThat(whileCopying).isPositive();

            try (PipelineProcess last = PipelineProcess.start(settings)) {
                last.await("copied", LONGEST_START);
                last.live(Duration.ofSeconds(1));
                changes.stop();
                awaitIdentical(last, source, destination, tables);
                last.stop(LONGEST_START);
            }
            ComparisonResult result = TableComparison.compare(source, destination, tables);
            System.out.println("KillAndResumeIT: " + result);
            assertThat(result.differences()).isEmpty();
            assertThat(result.rows()).isPositive();
        }
    }

    /** Kills processes soon after they began to work, and tells how many had not copied all tables yet. */
    private static int killEarly(PipelineProcess.Settings settings, Random random) throws Exception {
        int whileCopying = 0;
        for (int kill = 0; kill < EARLY_KILLS; kill++) {
            try (PipelineProcess process = PipelineProcess.start(settings)) {
                process.await("running", LONGEST_START);
                process.live(Duration.ofMillis(random.nextInt(700)));
                process.kill();
                whileCopying += process.hasSaid("copied") ? 0 : 1;
            }
        }
        return whileCopying;
    }

    private static void killWhileFollowing(PipelineProcess.Settings settings, Random random) throws Exception {
        for (int kill = 0; kill < LATE_KILLS; kill++) {
            try (PipelineProcess process = PipelineProcess.start(settings)) {
                process.await("copied", LONGEST_START);
                process.live(Duration.ofMillis(random.nextInt(1_500)));
                process.kill();
            }
        }
    }

    private static void awaitIdentical(
            PipelineProcess process, SourceDatabase source, DestinationProject destination, List<ComparedTable> tables)
            throws Exception {
        long end = System.nanoTime() + LONGEST_CATCH_UP.toNanos();
        while (System.nanoTime() < end
                && !TableComparison.compare(source, destination, tables).identical()) {
            process.live(Duration.ofSeconds(1));
        }
    }
}
