package io.syncpipeline.maxcompute.footprint;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.odps.Instance;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.task.SQLTask;
import io.syncpipeline.maxcompute.ChildProcess;
import io.syncpipeline.maxcompute.ForwardProxy;
import io.syncpipeline.maxcompute.local.Fault;
import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.maxcompute.local.RequestKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users of the module get with it, and that it is enough: the sink is taken through everything that it does in a process of its own
 * whose class path is the module's runtime scope. Maven writes that class path to a file before the tests are compiled.
 */
@Timeout(180)
class FootprintIT {

    private static final Pattern SIZE = Pattern.compile("\\d+ jars, [0-9.]+ MB");

    private static final Path CLASS_PATH = Path.of("target", "users.classpath");

    @Test
    void needsNothingButTheClassPathOfItsUsers(@TempDir Path directory) throws Exception {
        try (LocalMaxCompute service = LocalMaxCompute.builder().start();
                LocalMaxCompute schemas =
                        LocalMaxCompute.builder().schemasEnabled(true).start();
                LocalMaxCompute keyed =
                        LocalMaxCompute.builder().accessKey("tour", "right").start();
                LocalMaxCompute faulty = LocalMaxCompute.builder().start();
                ForwardProxy proxy = new ForwardProxy("tour", "open")) {
            faulty.misbehave(
                    Fault.answer(RequestKind.METADATA, 500, "InternalServerError"),
                    Fault.answer(RequestKind.DDL, 503, "ServiceUnavailable"),
                    Fault.answer(RequestKind.UPSERT_CREATE, 429, "SlotExceeded"),
                    Fault.answer(RequestKind.UPSERT_WRITE, 500, "InternalServerError"),
                    Fault.moveSlot().after(2),
                    Fault.moveSlotSilently().after(2),
                    Fault.reset(RequestKind.UPSERT_WRITE),
                    Fault.loseAnswer(RequestKind.UPSERT_COMMIT),
                    Fault.expireSession(RequestKind.UPSERT_WRITE).onTable("expiring"));
            List<String> said = tour(
                    directory,
                    service.endpoint(),
                    schemas.endpoint(),
                    keyed.endpoint(),
                    faulty.endpoint(),
                    "http://127.0.0.1:" + unusedPort() + "/api",
                    proxy.host(),
                    String.valueOf(proxy.port()));
            assertThat(said)
                    .containsExactly(
                            "check: INFO",
                            "none: false",
                            "described: [c_0 BINARY NOT NULL, c_1 BOOLEAN NOT NULL, c_2 DATE NOT NULL,"
                                    + " c_3 TIMESTAMP_NTZ NOT NULL, c_4 DECIMAL(20,4) NOT NULL, c_5 FLOAT, c_6 DOUBLE,"
                                    + " c_7 ARRAY<FLOAT>, c_8 SMALLINT NOT NULL, c_9 INT NOT NULL, c_10 BIGINT NOT NULL,"
                                    + " c_11 TINYINT NOT NULL, c_12 STRING NOT NULL, c_13 STRING NOT NULL,"
                                    + " c_14 STRING NOT NULL, c_15 TIMESTAMP NOT NULL]",
                            "altered: [id BIGINT NOT NULL, number BIGINT, renamed STRING]",
                            "present: [changed, emptied]",
                            "partitioned by: [dt STRING, hh INT]",
                            "settled: [settled]",
                            "not settled: [settled]",
                            "kinds of logs: [APPEND, APPEND_DELTA]",
                            "log settled: [delta_log]",
                            "log unclear: [delta_log]",
                            "narrowing: SinkException",
                            "truncating nothing: SinkException",
                            "dropping a key: SinkException",
                            "a value too small: DirtyRowException",
                            "writing to nothing: SinkException",
                            "quota: INFO",
                            "signed_4: INFO",
                            "supplied: INFO",
                            "temporary: INFO",
                            "temporary_4: INFO",
                            "check of a schema: INFO",
                            "check of no schema: ERROR",
                            "check with a wrong key: ERROR",
                            "creating with a wrong key: SinkException",
                            "check with the right key: INFO",
                            "a session that expires: SinkException that may pass",
                            "check of nobody: ERROR",
                            "describing at nobody: SinkException that may pass",
                            "check through a proxy: INFO",
                            "check through a proxy that refuses: ERROR",
                            // In the submission of jobs, for interactive queries; the sink submits its own.
                            "absent com.aliyun.odps.Instances -> com.google.common.collect.ImmutableMap",
                            // Lines for the log of a main class.
                            "absent com.aliyun.odps.utils.StringUtils -> org.apache.commons.logging.Log",
                            "absent com.aliyun.odps.utils.StringUtils$1 -> org.apache.commons.logging.Log");
            assertThat(service.openUpsertSessions()).isZero();
            assertThat(faulty.faultsLeft()).isZero();
            assertRows(service);
            assertThat(query(service, "SELECT * FROM proxied;")).containsExactly("1|passed on");
            assertThat(query(schemas, "SELECT * FROM people;")).containsExactly("1|in a schema");
            assertThat(query(keyed, "SELECT * FROM people;")).containsExactly("1|let in");
            assertThat(query(faulty, "SELECT name, COUNT(*), COUNT(DISTINCT id) FROM people GROUP BY name;"))
                    .containsExactly("round 2|100|100");
        }
    }

    private static void assertRows(LocalMaxCompute service) throws Exception {
        assertThat(query(service, "SELECT c_1, c_2, c_4, c_8, c_9, c_10, c_11, c_12, c_13, c_14 FROM every_type;"))
                .containsExactly(
                        "true|2026-01-02|1234567890123456.7891|-2|-3|-4|-1|{\"a\":1}|Größe 東京 😀|01:01:01.000000");
        assertThat(query(service, "SELECT * FROM changed;")).containsExactly("3|\\N|\\N");
        assertThat(query(service, "SELECT * FROM emptied;")).isEmpty();
        assertThat(query(service, "SELECT * FROM emptied_days;")).isEmpty();
        assertThat(query(service, "SELECT name, dt, hh FROM days ORDER BY name;"))
                .containsExactly("a|2026-01-01|1", "b|2026-01-02|2", "c|Größe %|3");
        assertThat(query(service, "SELECT * FROM settled;")).containsExactly("1|in doubt");
        assertThat(query(service, "SELECT * FROM aborted;")).isEmpty();
        assertThat(query(service, "SELECT name, dt, COUNT(*) FROM regular_log GROUP BY name, dt ORDER BY dt;"))
                .containsExactly("a|1|2", "a|2|1");
        assertThat(query(service, "SELECT * FROM delta_log;")).containsExactly("1|in doubt");
        for (String compression : List.of("RAW", "ZLIB", "LZ4", "ZSTD")) {
            assertThat(query(service, "SELECT COUNT(*), MAX(id) FROM in_" + compression + ";"))
                    .containsExactly("500|499");
        }
        for (String signed : List.of("quota", "signed_4", "supplied", "temporary", "temporary_4")) {
            assertThat(query(service, "SELECT * FROM " + signed + ";")).containsExactly("1|signed");
        }
    }

    private static List<String> query(LocalMaxCompute server, String select) throws OdpsException, IOException {
        Odps odps = new Odps(new AliyunAccount("tour", "right"));
        odps.setEndpoint(server.endpoint());
        odps.setDefaultProject(server.project());
        odps.getRestClient().disableDeprecatedLogger();
        Instance instance = SQLTask.run(odps, select);
        instance.waitForSuccess(20);
        List<String> rows = new ArrayList<>();
        for (Record record : SQLTask.getResult(instance)) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < record.getColumnCount(); i++) {
                cells.add(record.getString(i));
            }
            rows.add(String.join("|", cells));
        }
        return rows;
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Runs the tour in a process of its own and gives what it printed. */
    private static List<String> tour(Path directory, String... addresses) throws Exception {
        List<Path> entries = new ArrayList<>(List.of(Path.of("target", "classes"), Path.of("target", "test-classes")));
        entries.addAll(ChildProcess.classPath(CLASS_PATH));
        return ChildProcess.run(directory, SinkTourMain.class, entries, addresses);
    }

    @Test
    void isAsLargeAsThePagesSay() throws Exception {
        List<Path> jars = ChildProcess.classPath(CLASS_PATH).stream()
                .filter(Files::isRegularFile)
                .filter(jar -> !isOurs(jar))
                .toList();
        long bytes = 0;
        for (Path jar : jars) {
            bytes += Files.size(jar);
        }
        String measured = String.format(Locale.ROOT, "%d jars, %.1f MB", jars.size(), bytes / 1e6);
        for (String page : List.of("README.md", "docs/dependencies.md")) {
            assertThat(SIZE.matcher(Files.readString(Path.of("..", page)))
                            .results()
                            .map(MatchResult::group))
                    .as("%s says what comes with sync-maxcompute: %s", page, jars)
                    .containsExactly(measured);
        }
    }

    private static boolean isOurs(Path jar) {
        return jar.getFileName().toString().startsWith("sync-");
    }
}
