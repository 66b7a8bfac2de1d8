package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.TestProject.commit;
import static io.syncpipeline.maxcompute.TestProject.people;
import static io.syncpipeline.maxcompute.TestProject.person;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.odps.Odps;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.options.CreateInstanceOption;
import com.aliyun.odps.options.SQLTaskOption;
import com.aliyun.odps.task.SQLTask;
import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.maxcompute.local.ReceivedRequest;
import io.syncpipeline.maxcompute.local.RequestKind;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the sink asks of the service, and what it says about the machine it runs on. */
@Timeout(60)
class RequestsTest {

    private final Queue<ReceivedRequest> received = new ConcurrentLinkedQueue<>();
    private final LocalMaxCompute server =
            LocalMaxCompute.builder().requestListener(received::add).start();

    @AfterEach
    void close() {
        server.close();
    }

    private SinkSession open(UnaryOperator<MaxComputeSinkBuilder> options) {
        return TestProject.open(server, TestProject.MEMORY, options);
    }

    private void writeOneRow(SinkSession session) throws InterruptedException {
        session.create(people("people"));
        try (TableWriter writer = session.writer(people("people"))) {
            writer.write(List.of(person(1, "Ada")));
            commit(writer);
        }
        assertThat(session.describe("people")).isPresent();
    }

    @Test
    void asksForNothingThatItWasNotToldTo() throws Exception {
        try (SinkSession session = open(builder -> builder)) {
            writeOneRow(session);
        }
        List<String> asked = received.stream()
                // How often the job's status is asked for is a matter of time.
                .filter(request -> request.kind() != RequestKind.JOB_STATUS)
                .map(request -> request.method() + " " + request.path()
                        + (request.parameters().containsKey("extended") ? " extended" : ""))
                .toList();
        String table = "/projects/local/tables/people";
        assertThat(asked)
                .containsExactly(
                        "GET " + table,
                        "POST /projects/local/instances",
                        "GET " + table,
                        "GET " + table + " extended",
                        "GET /projects/local/tunnel",
                        "POST " + table + "/upserts",
                        "PUT " + table + "/upserts",
                        "POST " + table + "/upserts",
                        "GET " + table,
                        "GET " + table + " extended");
        assertThat(received)
                .filteredOn(request -> request.kind() == RequestKind.JOB_STATUS)
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.method()).isEqualTo("GET"))
                .allSatisfy(request -> assertThat(request.path()).matches("/projects/local/instances/[^/]+"));
    }

    @Test
    void saysNothingAboutItsMachine() throws Exception {
        try (SinkSession session = open(builder -> builder)) {
            writeOneRow(session);
        }
        assertThat(received).extracting(ReceivedRequest::job).anySatisfy(job -> assertThat(job)
                .contains("CREATE TABLE"));
        List<String> addresses = addresses();
        assertThat(received).allSatisfy(request -> {
            assertThat(request.job()).doesNotContain("userenv");
            assertThat((request.job() + request.headers() + request.parameters()).toLowerCase(Locale.ROOT))
                    .doesNotContain(addresses);
        });
    }

    /** The IP addresses of this machine's network and the MAC addresses of its interfaces, in both usual spellings. */
    private static List<String> addresses() throws SocketException {
        List<String> addresses = new ArrayList<>(List.of("mac:"));
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            byte[] mac = each.getHardwareAddress();
            if (mac != null && !each.isLoopback()) {
                addresses.add(HexFormat.ofDelimiter(":").formatHex(mac));
                addresses.add(HexFormat.ofDelimiter("-").formatHex(mac));
            }
            each.inetAddresses()
                    .filter(address -> !address.isLoopbackAddress())
                    .forEach(address -> addresses.add(address.getHostAddress().toLowerCase(Locale.ROOT)));
        }
        return addresses;
    }

    @Test
    void submitsTheJobThatTheSdkWouldOtherwise() throws Exception {
        String comment = "it's <b> & \"q\" \u00fc \ud83d\ude00 ]]> line\nend";
        try (SinkSession session = open(builder -> builder)) {
            session.create(new DestinationTable(
                    "people",
                    TableKind.PK_DELTA,
                    people("people").columns(),
                    List.of("id"),
                    List.of(),
                    4,
                    comment,
                    Map.of()));
            assertThat(session.describe("people").orElseThrow().comment()).isEqualTo(comment);
        }
        String ours = jobs().get(0);
        String sql = "DROP TABLE people;";
        Odps odps = new Odps(new AliyunAccount("id", "secret"));
        odps.setEndpoint(server.endpoint());
        odps.setDefaultProject(server.project());
        odps.getRestClient().disableDeprecatedLogger();
        SQLTask.run(
                odps,
                sql,
                new SQLTaskOption.Builder()
                        .setTaskName("AnonymousSQLTask")
                        .setType("sql")
                        .setHints(new HashMap<>(Map.of("odps.sql.type.system.odps2", "true")))
                        .setInstanceOption(new CreateInstanceOption.Builder()
                                .setUniqueIdentifyID("guid")
                                .build())
                        .build());
        String theirs = jobs().get(1);
        assertThat(theirs).as("the reason why we write our own").contains("odps.idata.userenv");
        assertThat(shape(ours)).isEqualTo(shape(theirs));
    }

    private List<String> jobs() {
        return received.stream()
                .map(ReceivedRequest::job)
                .filter(job -> !job.isEmpty())
                .toList();
    }

    /** A job without what differs from one job to the next, and without white space between elements. */
    private static String shape(String job) {
        return job.replaceAll(">\\s+<", "><")
                .replaceAll("(?s)<\\?xml.*?\\?>", "")
                .replaceAll("(?s)<Query>.*</Query>", "<Query/>")
                .replaceAll("<Guid>.*?</Guid>", "<Guid/>")
                .replaceAll("(?s)<Value>(?!sql<).*?</Value>", "<Value/>");
    }

    @Test
    void marksRequestsToTheTunnelWithItsTags() throws Exception {
        try (SinkSession session =
                open(builder -> builder.tags("sync", "shop-to-dw").tags("blue"))) {
            writeOneRow(session);
        }
        assertThat(received)
                .filteredOn(request -> request.path().endsWith("/upserts"))
                .hasSize(3)
                .allSatisfy(request ->
                        assertThat(request.headers()).containsEntry("odps-tunnel-tags", "sync,shop-to-dw,blue"));
    }
}
