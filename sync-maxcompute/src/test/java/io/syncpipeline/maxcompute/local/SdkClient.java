package io.syncpipeline.maxcompute.local;

import com.aliyun.odps.Instance;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordReader;
import com.aliyun.odps.task.SQLTask;
import com.aliyun.odps.tunnel.Configuration;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.impl.UpsertSessionImpl;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.aliyun.odps.tunnel.streams.UpsertStream;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The real SDK pointed at a server, with the few calls that the tests repeat. */
final class SdkClient implements AutoCloseable {

    private final Odps odps;
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1, new DefaultThreadFactory("sdk-client", true));

    SdkClient(LocalMaxCompute server) {
        this(server, "id", "secret");
    }

    SdkClient(LocalMaxCompute server, String id, String secret) {
        odps = new Odps(new AliyunAccount(id, secret));
        odps.setEndpoint(server.endpoint());
        odps.setDefaultProject(server.project());
        odps.options().setSkipCheckIfEpv2(true);
        odps.getRestClient().disableDeprecatedLogger();
    }

    Odps odps() {
        return odps;
    }

    TableTunnel tunnel() {
        return tunnel(CompressOption.CompressAlgorithm.ODPS_RAW);
    }

    TableTunnel tunnel(CompressOption.CompressAlgorithm algorithm) {
        Configuration configuration = Configuration.builder(odps)
                .withCompressOptions(new CompressOption(algorithm, 1, 0))
                .build();
        return new TableTunnel(odps, configuration);
    }

    /** Runs a statement and gives its result as text. */
    String sql(String statement) throws OdpsException {
        Instance instance = submit(statement);
        return instance.waitForTerminatedAndGetResult().getString();
    }

    Instance submit(String statement) throws OdpsException {
        return SQLTask.run(odps, statement);
    }

    /** The rows of a query as the SDK reads them from the CSV text. */
    List<List<@Nullable String>> query(String select) throws OdpsException, IOException {
        Instance instance = submit(select);
        instance.waitForSuccess(50);
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (Record record : SQLTask.getResult(instance)) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = 0; i < record.getColumnCount(); i++) {
                row.add(record.getString(i));
            }
            rows.add(row);
        }
        return rows;
    }

    UpsertSessionImpl upsert(String table) throws OdpsException, IOException {
        return upsert(table, null, CompressOption.CompressAlgorithm.ODPS_RAW);
    }

    UpsertSessionImpl upsert(String table, @Nullable String partition, CompressOption.CompressAlgorithm algorithm)
            throws OdpsException, IOException {
        return upsertBuilder(table, partition, algorithm).build();
    }

    UpsertSessionImpl.Builder upsertBuilder(
            String table, @Nullable String partition, CompressOption.CompressAlgorithm algorithm) {
        TableTunnel tunnel = tunnel(algorithm);
        UpsertSessionImpl.Builder builder =
                (UpsertSessionImpl.Builder) tunnel.buildUpsertSession(odps.getDefaultProject(), table);
        Bootstrap bootstrap = UpsertSessionImpl.generateNettyBootstrap(tunnel.getConfig(), loops);
        builder.setNettyBootStrap(bootstrap);
        if (partition != null) {
            builder.setPartitionSpec(new PartitionSpec(partition));
        }
        return builder;
    }

    /** Upserts and deletes in one committed session. */
    void write(String table, @Nullable String partition, Work work) throws Exception {
        UpsertSessionImpl session = upsert(table, partition, CompressOption.CompressAlgorithm.ODPS_RAW);
        try {
            UpsertStream stream = session.buildUpsertStream().build();
            work.write(session, stream);
            stream.flush();
            stream.close();
            session.commit(false);
        } finally {
            session.close();
        }
    }

    /** Writes to a stream. */
    @FunctionalInterface
    interface Work {
        void write(UpsertSessionImpl session, UpsertStream stream) throws Exception;
    }

    TableTunnel.DownloadSession download(String table, @Nullable String partition) throws OdpsException {
        TableTunnel.DownloadSessionBuilder builder = tunnel().buildDownloadSession(odps.getDefaultProject(), table);
        if (partition != null) {
            builder.setPartitionSpec(new PartitionSpec(partition));
        }
        return builder.build();
    }

    /** Hands every row of a table or partition on. */
    void read(String table, @Nullable String partition, Consumer<ArrayRecord> sink) throws OdpsException, IOException {
        TableTunnel.DownloadSession session = download(table, partition);
        try (RecordReader reader = session.openRecordReader(0, session.getRecordCount())) {
            Record record = reader.read();
            while (record != null) {
                sink.accept((ArrayRecord) record);
                record = reader.read();
            }
        }
    }

    /** Every row as text, sorted. */
    List<String> rows(String table) throws OdpsException, IOException {
        return rows(table, null);
    }

    List<String> rows(String table, @Nullable String partition) throws OdpsException, IOException {
        List<String> rows = new ArrayList<>();
        read(table, partition, record -> {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < record.getColumnCount(); i++) {
                Object cell = record.get(i);
                cells.add(cell instanceof byte[] ? String.valueOf(record.getString(i)) : String.valueOf(cell));
            }
            rows.add(String.join("|", cells));
        });
        rows.sort(null);
        return rows;
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
