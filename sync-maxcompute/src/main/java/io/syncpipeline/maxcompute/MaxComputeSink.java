package io.syncpipeline.maxcompute;

import io.syncpipeline.maxcompute.internal.MaxComputeSession;
import io.syncpipeline.maxcompute.internal.client.SinkSettings;
import io.syncpipeline.maxcompute.internal.table.NewPartitionLimit;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.Sink;
import io.syncpipeline.spi.SinkSession;

/**
 * A MaxCompute project as the destination of a pipeline.
 *
 * <pre>{@code
 * MaxComputeSink sink = MaxComputeSink.builder()
 *     .endpoint("https://service.cn-hangzhou.maxcompute.aliyun.com/api")
 *     .project("dw")
 *     .accessKey(id, secret)
 *     .build();
 * }</pre>
 *
 * <p>It writes PK Delta tables through upsert sessions: rows are inserted, replaced and deleted by their primary key, and those of one
 * interval of a table become visible together, or of a partitioned table those of one partition, the partitions within a moment.
 * Partitions are created before they are first written to. Thread-safe; making one connects to nothing. Its {@code toString} shows no
 * secret.
 */
public final class MaxComputeSink implements Sink {

    private final SinkSettings settings;
    private final String credentials;
    private final NewPartitionLimit newPartitions;

    MaxComputeSink(SinkSettings settings, String credentials) {
        this.settings = settings;
        this.credentials = credentials;
        this.newPartitions = new NewPartitionLimit(settings.newPartitionsPerDay());
    }

    /** A builder; {@code endpoint}, {@code project} and one kind of credentials are required. */
    public static MaxComputeSinkBuilder builder() {
        return new MaxComputeSinkBuilder();
    }

    @Override
    public String name() {
        return settings.destination();
    }

    @Override
    public SinkSession open(SessionOptions options) {
        return new MaxComputeSession(settings, options, newPartitions);
    }

    @Override
    public String toString() {
        return "MaxComputeSink[" + settings.destination() + " at " + settings.endpoint()
                + settings.tunnelEndpoint().map(tunnel -> ", tunnel " + tunnel).orElse("")
                + settings.proxy().map(proxy -> ", proxy " + proxy).orElse("") + ", " + credentials + "]";
    }
}
