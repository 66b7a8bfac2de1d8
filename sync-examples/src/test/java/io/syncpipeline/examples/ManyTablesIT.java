package io.syncpipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.testserver.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline of very many tables. {@code -Dsync.test.tables} says how many; ten thousand are for runs by hand. */
@Timeout(3600)
class ManyTablesIT {

    private static final int TABLES = Integer.getInteger("sync.test.tables", 1_000);
    private static final int DATABASES = 4;
    private static final Duration LONGEST_TO_FIRST_POSITION = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofMinutes(40);

    private final TestServer server = TestServer.shared();

    @Test
    void thousandsOfTablesAreCheckedPlannedAndCopied(@TempDir Path directory) throws Exception {
        List<String> databases = IntStream.range(0, DATABASES)
                .mapToObj(i -> server.freshDatabase("many"))
                .toList();
        createTables(databases);
        SourceDatabase source =
                new SourceDatabase(server.host(), server.port(), server.user(), server.password(), "DISABLED");
        try (LocalMaxCompute maxCompute =
                LocalMaxCompute.builder().project("many").start()) {
            DestinationProject destination = new DestinationProject(
                    maxCompute.endpoint(), maxCompute.tunnelEndpoint(), maxCompute.project(), "local", "local");
            PipelineProcess.Settings settings = new PipelineProcess.Settings(
                    source, destination, directory, String.join("|", databases), 50_000, Duration.ofSeconds(2), "512m");
            try (PipelineProcess process = PipelineProcess.start(settings, ManyTablesMain.class)) {
                List<String> said = process.awaitEnd(LONGEST);
                System.out.println("ManyTablesIT: " + String.join(", ", said));
                assertThat(said).anyMatch(line -> line.startsWith("planned " + TABLES + " tables in "));
                assertThat(secondsToFirstPosition(said)).isLessThan(LONGEST_TO_FIRST_POSITION.toSeconds());
            }
            List<ComparedTable> some = IntStream.iterate(0, i -> i < TABLES, i -> i + 97)
                    .mapToObj(i -> new TableId(databases.get(i % DATABASES), "t" + i))
                    .map(t -> new ComparedTable(t.database() + "_" + t.table(), List.of(t)))
                    .toList();
            assertThat(TableComparison.compare(source, destination, some).differences())
                    .isEmpty();
        } finally {
            databases.forEach(d -> server.execute("DROP DATABASE " + d));
        }
    }

    private void createTables(List<String> databases) throws SQLException {
        try (Connection root = server.root();
                Statement statement = root.createStatement()) {
            for (int i = 0; i < TABLES; i++) {
                String table = databases.get(i % DATABASES) + ".t" + i;
                statement.execute("CREATE TABLE " + table + " (id INT NOT NULL PRIMARY KEY, name VARCHAR(40), paid"
                        + " DECIMAL(12,2), changed TIMESTAMP NULL, KEY (name))");
                statement.execute("INSERT INTO " + table + " VALUES (" + i + ", 'only', 1.5, NULL)");
            }
        }
    }

    private static double secondsToFirstPosition(List<String> said) {
        return said.stream()
                .filter(line -> line.matches("(checked|planned|positioned).* in [0-9.]+ s"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll(".* in ([0-9.]+) s", "$1")))
                .sum();
    }
}
