package io.syncpipeline.maxcompute;

import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordReader;
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
        this.server = LocalMaxCompute.builder().start();
        this.session = open(server, memory, options);
        this.odps = new Odps(new AliyunAccount("id", "secret"));
        odps.setEndpoint(server.endpoint());
        odps.setDefaultProject(server.project());
        odps.options().setSkipCheckIfEpv2(true);
        odps.getRestClient().disableDeprecatedLogger();
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

    /** The rows of a table as a client of the service reads them, ordered by the first column. */
    List<List<@Nullable Object>> rows(String table) throws OdpsException, IOException {
        TableTunnel.DownloadSession download = new TableTunnel(odps)
                .buildDownloadSession(odps.getDefaultProject(), table)
                .build();
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
