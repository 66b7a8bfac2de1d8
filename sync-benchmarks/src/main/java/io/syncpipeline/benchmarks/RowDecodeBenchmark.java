package io.syncpipeline.benchmarks;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import io.syncpipeline.benchmarks.RecordedEvents.RawEvent;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.internal.decode.RowsDecoder;
import io.syncpipeline.mysql.internal.decode.TableMap;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SourceSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast the events of one insert statement are decoded in memory on one thread, by us and by the binlog client. Events were recorded
 * from a real server. The client decodes the table map before each rows event; we know it already, as in a run.
 *
 * <p>Run with {@code ./mvnw -q -Pfast,benchmark -pl sync-benchmarks -am package -Dbenchmark.args=RowDecode}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RowDecodeBenchmark {

    private static final String DATABASE = "decode_benchmark";
    private static final int HEADER = 19;
    private static final int CHECKSUM = 4;

    /** Rows in the event; a server splits events at 8 KiB unless told otherwise. */
    @Param({"1", "30", "60"})
    public int rows;

    private final Transaction transaction = new Transaction(1, 4, Instant.EPOCH);
    private byte[] stream = new byte[0];
    private List<RawEvent> rowsEvents = List.of();

    @SuppressWarnings("NullAway.Init")
    private RowsDecoder decoder;

    /** Records the events. */
    @Setup
    public void record() throws SQLException, IOException {
        TestServer server = TestServer.shared();
        ShopTable.create(server, DATABASE);
        ShopTable.fill(server, DATABASE, 100);
        List<RawEvent> events = RecordedEvents.of(
                server,
                "INSERT INTO " + DATABASE
                        + ".item SELECT id + 1000, shop, name, sku, state, price, weight, stock, sold,"
                        + " created, changed FROM " + DATABASE + ".item LIMIT " + rows);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        rowsEvents = new ArrayList<>();
        for (RawEvent event : events) {
            if (event.type() == EventType.TABLE_MAP) {
                TableMap map = TableMap.parse(event.bytes(), HEADER, event.bytes().length - HEADER - CHECKSUM);
                decoder = RowsDecoder.bind(map, schema(server));
            }
            if (EventType.isWrite(event.type())) {
                rowsEvents.add(event);
            }
            if (event.type() == EventType.FORMAT_DESCRIPTION
                    || event.type() == EventType.TABLE_MAP
                    || EventType.isWrite(event.type())) {
                all.write(event.bytes());
            }
        }
        stream = all.toByteArray();
        if (ours().size() != rows || client() != rows) {
            throw new IllegalStateException("decoded " + ours().size() + " and " + client() + " of " + rows + " rows");
        }
        server.execute("DROP DATABASE " + DATABASE);
    }

    private static TableSchema schema(TestServer server) {
        MySqlSource source = MySqlSource.builder()
                .hostname(server.host())
                .port(server.port())
                .username(server.user())
                .password(server.password())
                .build();
        TableId table = new TableId(DATABASE, "item");
        try (SourceSession session = source.open(new SessionOptions("benchmark", 1 << 26, 1, Clock.systemUTC()))) {
            return Objects.requireNonNull(session.schemas(List.of(table)).get(table));
        }
    }

    /** The client's decoder. */
    @Benchmark
    public int client() throws IOException {
        EventDeserializer deserializer = new EventDeserializer();
        ByteArrayInputStream in = new ByteArrayInputStream(stream);
        int count = 0;
        for (Event event = deserializer.nextEvent(in); event != null; event = deserializer.nextEvent(in)) {
            EventData data = event.getData();
            count += data instanceof WriteRowsEventData write ? write.getRows().size() : 0;
        }
        return count;
    }

    /** Our decoder. */
    @Benchmark
    public List<RowChange> ours() {
        List<RowChange> changes = new ArrayList<>(rows);
        for (RawEvent event : rowsEvents) {
            byte[] bytes = event.bytes();
            decoder.decode(
                    bytes[4], bytes, HEADER, bytes.length - HEADER - CHECKSUM, transaction, changes.size(), changes);
        }
        return changes;
    }
}
