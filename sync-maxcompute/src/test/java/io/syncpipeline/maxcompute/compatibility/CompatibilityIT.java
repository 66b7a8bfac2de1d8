package io.syncpipeline.maxcompute.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.odps.Odps;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.task.SQLTask;
import io.syncpipeline.maxcompute.ChildProcess;
import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An older SDK and the JDBC driver, each with classes of its own, work with the local service as with the real one. */
@Timeout(180)
class CompatibilityIT {

    private static final Path CLIENTS = Path.of("target", "other-clients");
    private static final Path PROGRAMS = Path.of("target", "test-classes");

    private final LocalMaxCompute server = LocalMaxCompute.builder().start();

    @AfterEach
    void close() {
        server.close();
    }

    private static List<Path> clients(String prefix) throws IOException {
        try (Stream<Path> jars = Files.list(CLIENTS)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    @Test
    void servesAnOlderSdk(@TempDir Path directory) throws Exception {
        List<Path> classPath = new ArrayList<>(List.of(PROGRAMS));
        classPath.addAll(clients("odps-sdk-"));
        classPath.addAll(clients("commons-lang"));
        // The libraries of others are this build's; of the SDK itself nothing.
        ChildProcess.classPath(Path.of("target", "tests.classpath")).stream()
                .filter(jar -> !jar.getFileName().toString().startsWith("odps-"))
                .forEach(classPath::add);
        assertThat(ChildProcess.run(directory, SdkProgram.class, classPath, server.endpoint(), server.project()))
                .filteredOn(line -> !line.contains(" in ch.qos.logback."))
                .containsExactly(
                        "sdk odps-sdk-core-0.53.2-public.jar",
                        "people [id BIGINT, name STRING, price DECIMAL(18,4)] key [id] transactional true",
                        "people 1|Größe 1|1.2500",
                        "people 3|Größe 3|3.2500",
                        "log first|2026-01-02T03:04:05",
                        "log second|null",
                        "select 2|4.5000|Größe 3");
        assertThat(server.openUpsertSessions()).isZero();
    }

    @Test
    void servesTheJdbcDriver(@TempDir Path directory) throws Exception {
        sql("CREATE TABLE everything (c_bigint BIGINT NOT NULL, c_int INT, c_smallint SMALLINT, c_tinyint TINYINT,"
                + " c_double DOUBLE, c_float FLOAT, c_decimal DECIMAL(18,4), c_boolean BOOLEAN, c_string STRING,"
                + " c_varchar VARCHAR(20), c_date DATE, c_datetime DATETIME, c_timestamp TIMESTAMP, c_binary BINARY,"
                + " PRIMARY KEY(c_bigint)) TBLPROPERTIES('transactional'='true');");
        sql("CREATE TABLE everyday (id BIGINT) PARTITIONED BY (dt STRING);");
        sql("INSERT INTO everything VALUES (1, 2, 3S, 4Y, 1.5, 2.5, 12.34BD, true, 'Größe', 'short',"
                + " DATE '2026-01-02', DATETIME '2026-01-02 03:04:05', TIMESTAMP '2026-01-02 03:04:05.678', NULL);");
        sql("INSERT INTO everything (c_bigint) VALUES (2);");
        List<Path> classPath = new ArrayList<>(List.of(PROGRAMS));
        classPath.addAll(clients("odps-jdbc-"));
        assertThat(ChildProcess.run(directory, JdbcProgram.class, classPath, server.endpoint(), server.project()))
                .containsExactly(
                        "driver 3.4.2",
                        "column c_bigint BIGINT",
                        "column c_int INT",
                        "column c_smallint SMALLINT",
                        "column c_tinyint TINYINT",
                        "column c_double DOUBLE",
                        "column c_float FLOAT",
                        "column c_decimal DECIMAL(18,4)",
                        "column c_boolean BOOLEAN",
                        "column c_string STRING",
                        "column c_varchar VARCHAR(20)",
                        "column c_date DATE",
                        "column c_datetime DATETIME",
                        "column c_timestamp TIMESTAMP",
                        "column c_binary BINARY",
                        "row 1|2|3|4|1.5|2.5|12.3400|true|Größe|short|2026-01-02|2026-01-02 03:04:05|2026-01-02 03:04:05.678|null",
                        "numbers 1 2 1.5 12.3400 true false",
                        "row 2|null|null|null|null|null|null|null|null|null|null|null|null|null",
                        "numbers 2 0 0.0 null false true",
                        "count 2",
                        "tables [everyday TABLE, everything TABLE]",
                        "catalog c_bigint BIGINT 1",
                        "catalog c_int INT 2",
                        "catalog c_smallint SMALLINT 3",
                        "catalog c_tinyint TINYINT 4",
                        "catalog c_double DOUBLE 5",
                        "catalog c_float FLOAT 6",
                        "catalog c_decimal DECIMAL(18,4) 7",
                        "catalog c_boolean BOOLEAN 8",
                        "catalog c_string STRING 9",
                        "catalog c_varchar VARCHAR(20) 10",
                        "catalog c_date DATE 11",
                        "catalog c_datetime DATETIME 12",
                        "catalog c_timestamp TIMESTAMP 13",
                        "catalog c_binary BINARY 14");
    }

    private void sql(String statement) throws Exception {
        Odps odps = new Odps(new AliyunAccount("me", "secret"));
        odps.setEndpoint(server.endpoint());
        odps.setDefaultProject(server.project());
        odps.getRestClient().disableDeprecatedLogger();
        SQLTask.run(odps, statement).waitForSuccess(20);
    }
}
