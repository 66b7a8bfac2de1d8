package io.syncpipeline.maxcompute;

import com.aliyun.odps.Instance;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordReader;
import com.aliyun.odps.task.SQLTask;
import com.aliyun.odps.tunnel.TableTunnel;
import io.syncpipeline.maxcompute.local.LocalMaxCompute;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.Text;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A local service, a session on it, and what the tests repeat. */
final class TestProject implements AutoCloseable {

    static final long MEMORY = 32 << 20;

    final LocalMaxCompute server;
    final SinkSession session;
    private final Odps odps;

    TestProject() {
        this(MEMORY, builder -> builder);
    }

    TestProject(long memory, UnaryOperator<MaxComputeSinkBuilder> options) {
        this.server = LocalMaxCompute.builder().evolutionByHint(true).start();
        this.session = open(server, memory, options);
        this.odps = client(server);
    }

    private static Odps client(LocalMaxCompute server) {
        Odps odps = new Odps(new AliyunAccount("id", "secret"));
        odps.setEndpoint(server.endpoint());
        odps.setDefaultProject(server.project());
        odps.options().setSkipCheckIfEpv2(true);
        odps.getRestClient().disableDeprecatedLogger();
        return odps;
    }

    /** Another session on the same service. */
    SinkSession open() {
        return open(server, MEMORY, builder -> builder);
    }

    static SinkSession open(LocalMaxCompute server, long memory, UnaryOperator<MaxComputeSinkBuilder> options) {
        MaxComputeSinkBuilder builder = MaxComputeSink.builder()
                .endpoint(server.endpoint())
                .project(server.project())
                .accessKey("id", "secret");
        return options.apply(builder).build().open(new SessionOptions("test", memory, 2, Clock.systemUTC()));
    }

    static UnaryOperator<MaxComputeSinkBuilder> quick() {
        return builder -> builder.retry(4, Duration.ofMillis(20))
                .readTimeout(Duration.ofSeconds(2))
                .connectTimeout(Duration.ofSeconds(2))
                .flushTimeout(Duration.ofSeconds(20))
                .commitTimeout(Duration.ofSeconds(20));
    }

    static DestinationColumn column(String name, String type, DataType values, boolean nullable) {
        return new DestinationColumn(name, type, values, nullable, "");
    }

    static DestinationTable table(String name, int buckets, List<String> key, DestinationColumn... columns) {
        return new DestinationTable(name, TableKind.PK_DELTA, List.of(columns), key, List.of(), buckets, "", Map.of());
    }

    /** A table of an id and a name. */
    static DestinationTable people(String name) {
        return table(
                name,
                4,
                List.of("id"),
                column("id", "BIGINT", DataType.of(DataType.Kind.INT64), false),
                column("name", "STRING", DataType.of(DataType.Kind.TEXT), true));
    }

    static Mutation upsert(@Nullable Object... values) {
        return new Mutation(Mutation.Kind.UPSERT, values, "", 64);
    }

    static Mutation person(long id, String name) {
        return upsert(id, Text.of(name));
    }

    static Mutation delete(@Nullable Object... values) {
        return new Mutation(Mutation.Kind.DELETE, values, "", 64);
    }

    /** Creates the table and opens a writer. */
    TableWriter created(DestinationTable table) {
        session.create(table);
        return session.writer(table);
    }

    /** Makes everything written visible. */
    static void commit(TableWriter writer) throws InterruptedException {
        Optional<PendingCommit> pending = writer.seal();
        if (pending.isPresent()) {
            pending.get().flush();
            pending.get().commit();
        }
    }

    /** The partitions of a table as the SDK shows them: {@code dt='a',hh='1'}. */
    List<String> partitions(String table) {
        List<String> partitions = new ArrayList<>();
        odps.tables()
                .get(table)
                .getPartitionIterator()
                .forEachRemaining(
                        partition -> partitions.add(partition.getPartitionSpec().toString()));
        return partitions;
    }

    TableTunnel.DownloadSession download(String table, @Nullable PartitionSpec partition) throws OdpsException {
        TableTunnel.DownloadSessionBuilder builder =
                new TableTunnel(odps).buildDownloadSession(odps.getDefaultProject(), table);
        if (partition != null) {
            builder.setPartitionSpec(partition);
        }
        return builder.build();
    }

    /** The result of a query, ordered as the query says. */
    List<List<String>> query(String select) throws OdpsException, IOException {
        return query(odps, select);
    }

    /** The same on any service. */
    static List<List<String>> query(LocalMaxCompute server, String select) throws OdpsException, IOException {
        return query(client(server), select);
    }

    private static List<List<String>> query(Odps odps, String select) throws OdpsException, IOException {
        Instance instance = SQLTask.run(odps, select);
        instance.waitForSuccess(20);
        List<List<String>> rows = new ArrayList<>();
        for (Record record : SQLTask.getResult(instance)) {
            List<String> row = new ArrayList<>();
            for (int i = 0; i < record.getColumnCount(); i++) {
                row.add(record.getString(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Runs a statement behind the sink's back. */
    void sql(String statement) throws OdpsException {
        SQLTask.run(odps, statement).waitForSuccess(20);
    }

    /** The rows of a table as a client of the service reads them, ordered by the first column. */
    List<List<@Nullable Object>> rows(String table) throws OdpsException, IOException {
        return rows(table, null);
    }

    /** The rows of one partition; with none given, of a table without partitions. */
    List<List<@Nullable Object>> rows(String table, @Nullable PartitionSpec partition)
            throws OdpsException, IOException {
        TableTunnel.DownloadSession download = download(table, partition);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (RecordReader reader = download.openRecordReader(0, download.getRecordCount())) {
            Record record = reader.read();
            while (record != null) {
                rows.add(cells((ArrayRecord) record));
                record = reader.read();
            }
        }
        rows.sort(Comparator.comparing(row -> String.valueOf(row.get(0))));
        return rows;
    }

    private static List<@Nullable Object> cells(ArrayRecord record) {
        List<@Nullable Object> cells = new ArrayList<>();
        for (int i = 0; i < record.getColumnCount(); i++) {
            Object cell = record.get(i);
            cells.add(cell instanceof byte[] utf8 ? new String(utf8, StandardCharsets.UTF_8) : cell);
        }
        return cells;
    }

    long count(String table) throws OdpsException {
        return new TableTunnel(odps)
                .buildDownloadSession(odps.getDefaultProject(), table)
                .build()
                .getRecordCount();
    }

    @Override
    public void close() {
        session.close();
        server.close();
    }
}
