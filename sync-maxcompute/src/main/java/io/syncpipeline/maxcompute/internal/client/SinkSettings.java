package io.syncpipeline.maxcompute.internal.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything a sink was told, checked.
 *
 * @param endpoint the address of the service, such as {@code https://service.cn-hangzhou.maxcompute.aliyun.com/api}
 * @param tunnelEndpoint the address of the tunnel; empty: asked of the service
 * @param project the project
 * @param schema the schema inside the project; empty for projects without schemas
 * @param credentials gives the credentials; asked at each request
 * @param region the region, for version 4 signatures; empty: version 2
 * @param quotaName the tunnel quota to use; empty: the shared one
 * @param tags what requests to the tunnel are marked with; empty: nothing
 * @param proxy the HTTP proxy that all requests go through; empty: none
 * @param bucketCount the number of buckets of tables created without one
 * @param codec how request bodies are compressed
 * @param coalescing whether only the last mutation of each key in an interval is sent
 * @param slots how many slots a session asks for
 * @param sessionLifetime how long the service keeps an uncommitted session; empty: its default
 * @param flushTimeout the longest that sending one interval of a table may take
 * @param commitTimeout the longest that committing one interval of a table may take
 * @param connectTimeout the longest that opening a connection may take
 * @param readTimeout the longest that the answer to one request may take
 * @param attempts how often a request is tried
 * @param backoff the pause before the second attempt, doubled before each further one
 * @param commitConcurrency how many tables and partitions are committed at the same time
 * @param newPartitionsPerDay how many partitions of a table may be created per UTC day
 * @param tableProperties properties of tables created
 * @param lifecycleDays the lifecycle of tables created; 0: none
 */
public record SinkSettings(
        String endpoint,
        Optional<String> tunnelEndpoint,
        String project,
        Optional<String> schema,
        Supplier<AccessCredentials> credentials,
        Optional<String> region,
        Optional<String> quotaName,
        List<String> tags,
        Optional<ProxyServer> proxy,
        int bucketCount,
        Codec codec,
        boolean coalescing,
        int slots,
        Optional<Duration> sessionLifetime,
        Duration flushTimeout,
        Duration commitTimeout,
        Duration connectTimeout,
        Duration readTimeout,
        int attempts,
        Duration backoff,
        int commitConcurrency,
        int newPartitionsPerDay,
        Map<String, String> tableProperties,
        int lifecycleDays) {

    public SinkSettings {
        tags = List.copyOf(tags);
        tableProperties = Map.copyOf(tableProperties);
    }

    /** The project, and the schema when there is one: for messages. */
    public String destination() {
        return schema.map(name -> project + "." + name).orElse(project);
    }
}
