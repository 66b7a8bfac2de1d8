package io.syncpipeline.maxcompute;

import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordReader;
import com.aliyun.odps.tunnel.TableTunnel;
import io.syncpipeline.spi.Sink;
import io.syncpipeline.testkit.SinkContract;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract of all sinks, over the local service. */
class MaxComputeSinkContractTest extends SinkContract {

    private final TestProject project = new TestProject();
    private final MaxComputeSink sink = MaxComputeSink.builder()
            .endpoint(project.server.endpoint())
            .project(project.server.project())
            .accessKey("id", "secret")
            .build();

    @AfterEach
    void stop() {
        project.close();
    }

    @Override
    protected Sink sink() {
        return sink;
    }

    @Override
    protected Map<Long, String> visible(String table) {
        return read(table, null);
    }

    @Override
    protected Map<Long, String> visible(String table, String region) {
        return project.partitions(table).contains("region='" + region + "'")
                ? read(table, new PartitionSpec("region=" + region))
                : Map.of();
    }

    private Map<Long, String> read(String table, @Nullable PartitionSpec partition) {
        Map<Long, String> rows = new TreeMap<>();
        try {
            TableTunnel.DownloadSession download = project.download(table, partition);
            try (RecordReader reader = download.openRecordReader(0, download.getRecordCount())) {
                for (Record record = reader.read(); record != null; record = reader.read()) {
                    rows.put(record.getBigint(0), ((ArrayRecord) record).getString(1));
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }
}
