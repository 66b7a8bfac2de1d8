package io.syncpipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.maxcompute.MaxComputeSink;
import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.SslMode;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableComparisonIT {

    private final TestServer server = TestServer.shared();
    private final SourceDatabase source =
            new SourceDatabase(server.host(), server.port(), server.user(), server.password(), "DISABLED");

    @Test
    void tellsEveryRowThatDiffersAndNothingElse() throws Exception {
        String database = server.freshDatabase("compare");
        server.execute(
                "CREATE TABLE " + database
                        + ".t (a INT NOT NULL, b VARCHAR(20) NOT NULL, f FLOAT, d DECIMAL(20,5), t TIME(3),"
                        + " s TIMESTAMP(6) NULL, y BLOB, PRIMARY KEY (a, b))",
                "INSERT INTO " + database
                        + ".t VALUES (1, 'same', 0.1, 1.50000, '-01:02:03.004', '2024-05-06 07:08:09.000010', X'00FF'),"
                        + " (2, 'chänged', 1, 2, '00:00:00', NULL, ''), (3, 'gone', NULL, NULL, NULL, NULL, NULL)");
        List<ComparedTable> tables = List.of(new ComparedTable(database + "_t", List.of(new TableId(database, "t"))));
        try (LocalMaxCompute maxCompute =
                LocalMaxCompute.builder().project("compare").start()) {
            DestinationProject destination = new DestinationProject(
                    maxCompute.endpoint(), maxCompute.tunnelEndpoint(), maxCompute.project(), "local", "local");
            assertThat(TableComparison.compare(source, destination, tables).toString())
                    .contains(database + "_t: there is no such table at the destination")
                    .contains("different: 1 difference in 1 tables");

            copy(database, destination);
            assertThat(TableComparison.compare(source, destination, tables).toString())
                    .isEqualTo("identical: 1 tables, 3 rows");

            server.execute(
                    "UPDATE " + database + ".t SET d = 2.00001 WHERE a = 2",
                    "DELETE FROM " + database + ".t WHERE a = 3",
                    "INSERT INTO " + database + ".t VALUES (4, 'fresh', NULL, NULL, NULL, NULL, NULL)",
                    "ALTER TABLE " + database + ".t ADD COLUMN z INT");
            ComparisonResult different = TableComparison.compare(source, destination, tables);
            assertThat(different.identical()).isFalse();
            assertThat(different.differences())
                    .containsExactlyInAnyOrder(
                            database + "_t: has no column for " + database + ".t.z",
                            database + "_t: in the row 'a=2, b=chänged' d is '2' instead of '2.00001'",
                            database + "_t: the row 'a=3, b=gone' is not at the source",
                            database + "_t: the row 'a=4, b=fresh' of " + database
                                    + ".t is missing at the destination");
        }
    }

    private void copy(String database, DestinationProject destination) throws InterruptedException {
        SyncPipeline pipeline = SyncPipeline.builder()
                .name("compare")
                .source(MySqlSource.builder()
                        .hostname(source.host())
                        .port(source.port())
                        .username(source.user())
                        .password(source.password())
                        .sslMode(SslMode.DISABLED)
                        .build())
                .sink(MaxComputeSink.builder()
                        .endpoint(destination.endpoint())
                        .project(destination.project())
                        .accessKey("local", "local")
                        .build())
                .mode(SyncMode.FULL)
                .tables(TableSelector.named(database, "t"))
                .build();
        try (SyncRun run = pipeline.start()) {
            run.await();
        }
    }
}
