package io.syncpipeline.maxcompute;

import io.syncpipeline.maxcompute.internal.client.AccessCredentials;
import io.syncpipeline.maxcompute.internal.client.ProxyServer;
import io.syncpipeline.maxcompute.internal.client.SinkSettings;
import io.syncpipeline.model.DefinitionException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link MaxComputeSink}. Every setter checks its own value at once and throws {@link IllegalArgumentException}; setting an
 * option that holds one value twice throws {@link IllegalStateException} with the first value; {@link #build()} reports everything that
 * is missing or contradictory in one {@link DefinitionException}. Not thread-safe.
 */
public final class MaxComputeSinkBuilder {

    private static final int MAX_BUCKETS = 4_096;
    private static final int MAX_SLOTS = 10_000;
    private static final int MAX_ATTEMPTS = 100;
    private static final int MAX_COMMITS = 256;
    private static final int MAX_PARTITIONS = 60_000;
    private static final int MAX_LIFECYCLE_DAYS = 37_231;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_TAG_CHARACTERS = 128;
    private static final int DELETE = 127;
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);
    private static final Duration ONE_DAY = Duration.ofHours(24);

    private final Map<String, Object> options = new LinkedHashMap<>();
    private final Map<String, String> tableProperties = new LinkedHashMap<>();
    private final List<String> tags = new ArrayList<>();
    private @Nullable Supplier<Credentials> credentials;
    private String credentialsText = "no credentials";

    MaxComputeSinkBuilder() {}

    /**
     * The address of the MaxCompute service, with its path, such as {@code https://service.cn-hangzhou.maxcompute.aliyun.com/api}.
     * Required.
     */
    public MaxComputeSinkBuilder endpoint(String url) {
        return put("endpoint", address("endpoint", url));
    }

    /**
     * The address of the tunnel, through which rows go, such as {@code https://dt.cn-hangzhou.maxcompute.aliyun.com}. Default: the
     * service is asked for it. To be set when that answer cannot be reached from here, as between networks.
     */
    public MaxComputeSinkBuilder tunnelEndpoint(String url) {
        return put("tunnelEndpoint", address("tunnelEndpoint", url));
    }

    /** The project to write to. Required. */
    public MaxComputeSinkBuilder project(String name) {
        return put("project", word("project", name));
    }

    /** The schema inside the project, for projects with three-part table names. Default: the project has none. */
    public MaxComputeSinkBuilder schema(String name) {
        return put("schema", word("schema", name));
    }

    /** Signs requests with an access key that lasts. One of the three kinds of credentials is required. */
    public MaxComputeSinkBuilder accessKey(String accessId, String accessSecret) {
        Credentials lasting = Credentials.accessKey(accessId, accessSecret);
        return credentials("accessKey", lasting.toString(), () -> lasting);
    }

    /** Signs requests with temporary credentials. They are not renewed: see {@link #credentials} for that. */
    public MaxComputeSinkBuilder stsToken(String accessId, String accessSecret, String stsToken) {
        Credentials temporary = new Credentials(accessId, accessSecret, text("stsToken", stsToken));
        return credentials("stsToken", temporary.toString(), () -> temporary);
    }

    /**
     * Signs requests with whatever credentials hold at the moment. The supplier is asked at every request, from several threads, so it
     * should answer from memory and renew in time.
     */
    public MaxComputeSinkBuilder credentials(Supplier<Credentials> supplier) {
        Objects.requireNonNull(supplier, "supplier");
        return credentials("credentials", "supplied credentials", supplier);
    }

    private MaxComputeSinkBuilder credentials(String option, String shown, Supplier<Credentials> supplier) {
        put(option, shown);
        credentials = supplier;
        credentialsText = shown;
        return this;
    }

    /** The region, such as {@code cn-hangzhou}: requests are then signed with version 4. Default: version 2, without a region. */
    public MaxComputeSinkBuilder region(String region) {
        return put("region", text("region", region));
    }

    /** The name of the tunnel quota (not its nickname) that requests are counted on. Default: the region's shared one. */
    public MaxComputeSinkBuilder quotaName(String name) {
        return put("quotaName", text("quotaName", name));
    }

    /**
     * Words that the requests to the tunnel are marked with (their header {@code odps-tunnel-tags}), by which the service's own records
     * tell this writer from others. Each is 1 to 128 printable ASCII characters without comma and blank. May be called several times; a tag
     * that is there already is refused. Default: none.
     */
    public MaxComputeSinkBuilder tags(String... names) {
        for (String name : names) {
            boolean valid = !name.isEmpty()
                    && name.length() <= MAX_TAG_CHARACTERS
                    && name.chars().allMatch(c -> c > ' ' && c < DELETE && c != ',');
            if (!valid) {
                throw new IllegalArgumentException("tags must be 1 to " + MAX_TAG_CHARACTERS
                        + " printable ASCII characters each, without comma and blank, not '" + name + "'");
            }
            if (tags.contains(name)) {
                throw new IllegalStateException("tag '" + name + "' was already set");
            }
            tags.add(name);
        }
        return this;
    }

    /**
     * The HTTP proxy that all requests go through, those to the service and those to the tunnel. Its name is looked up at each connection.
     * Default: what the JVM is configured with (such as {@code http.proxyHost}), otherwise none.
     *
     * @param host its name or address, without a scheme
     * @param port its port, 1 to 65,535
     */
    public MaxComputeSinkBuilder proxy(String host, int port) {
        return put("proxy", new ProxyServer(hostName(host), range("proxy port", port, MAX_PORT), "", ""));
    }

    /**
     * An HTTP proxy as in {@link #proxy(String, int)} that asks for a user and a password (Basic). For {@code http} addresses only: Java's
     * HTTP clients do not show a password to a proxy before they set up TLS through it unless the whole JVM is told to.
     */
    public MaxComputeSinkBuilder proxy(String host, int port, String user, String password) {
        text("proxy user", user);
        text("proxy password", password);
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("proxy user must have no colon");
        }
        return put("proxy", new ProxyServer(hostName(host), range("proxy port", port, MAX_PORT), user, password));
    }

    private static String hostName(String host) {
        boolean valid = !host.isBlank() && host.chars().noneMatch(c -> c <= ' ' || c == '/' || c == '@' || c == '?');
        if (!valid) {
            // Not shown: it may hold a password.
            throw new IllegalArgumentException(
                    "proxy host must be a name or an address, without scheme, user and path");
        }
        return host;
    }

    /**
     * The number of buckets of tables that are created without one of their own, 1 to 4,096. Default: 16. A table takes at most 10 MB/s
     * per bucket; each bucket costs a request per flush, so small tables want few. It cannot be changed once a table exists.
     */
    public MaxComputeSinkBuilder bucketCount(int count) {
        return put("bucketCount", range("bucketCount", count, MAX_BUCKETS));
    }

    /** How rows are compressed. Default: {@link Compression#ZSTD}. */
    public MaxComputeSinkBuilder compression(Compression compression) {
        return put("compression", Objects.requireNonNull(compression, "compression"));
    }

    /**
     * Whether only the last image of each key is sent when a row changes several times within a commit interval, as far as an eighth of the
     * sink's memory holds the rows meanwhile. Less is sent of rows that change often, at the cost of a look-up for each change; logs are not
     * concerned. A value that does not fit its column is refused only when it would be sent. Default: false.
     */
    public MaxComputeSinkBuilder coalescing(boolean coalescing) {
        return put("coalescing", coalescing);
    }

    /** How many slots of the tunnel quota a session asks for, 1 to 10,000. Default: 1. More is of use with an exclusive quota. */
    public MaxComputeSinkBuilder slots(int count) {
        return put("slots", range("slots", count, MAX_SLOTS));
    }

    /**
     * How long the service keeps a session that is not committed, in whole hours, 1 to 24. Default: the service's own, 24 hours. It must
     * be longer than a restart of the pipeline takes.
     */
    public MaxComputeSinkBuilder sessionLifetime(Duration lifetime) {
        if (lifetime.toHours() < 1
                || lifetime.compareTo(ONE_DAY) > 0
                || !lifetime.equals(Duration.ofHours(lifetime.toHours()))) {
            throw new IllegalArgumentException("sessionLifetime must be 1 to 24 whole hours, not " + lifetime);
        }
        return put("sessionLifetime", lifetime);
    }

    /** The longest that sending one interval of a table may take, retries included. Up to 24 hours; default: 5 minutes. */
    public MaxComputeSinkBuilder flushTimeout(Duration timeout) {
        return put("flushTimeout", time("flushTimeout", timeout, ONE_DAY));
    }

    /** The longest that committing one interval of a table may take, retries included. Up to 24 hours; default: 5 minutes. */
    public MaxComputeSinkBuilder commitTimeout(Duration timeout) {
        return put("commitTimeout", time("commitTimeout", timeout, ONE_DAY));
    }

    /** The longest that opening a connection may take. Up to 24 hours; default: 10 seconds. */
    public MaxComputeSinkBuilder connectTimeout(Duration timeout) {
        return put("connectTimeout", time("connectTimeout", timeout, ONE_DAY));
    }

    /** The longest that the answer to one request may take. Up to 24 hours; default: 2 minutes. */
    public MaxComputeSinkBuilder readTimeout(Duration timeout) {
        return put("readTimeout", time("readTimeout", timeout, ONE_DAY));
    }

    /**
     * How requests are tried again that were refused for a while (throttled, server errors) or whose connection broke. Default: 8
     * attempts, 1 second.
     *
     * @param attempts how often a request is tried in all, 1 to 100
     * @param backoff the pause before the second attempt, up to 1 minute; it doubles before each further one, up to 30 seconds, with
     *     jitter
     */
    public MaxComputeSinkBuilder retry(int attempts, Duration backoff) {
        return put(
                "retry",
                new RetryOption(range("attempts", attempts, MAX_ATTEMPTS), time("backoff", backoff, MAX_BACKOFF)));
    }

    private record RetryOption(int attempts, Duration backoff) {
        @Override
        public String toString() {
            return attempts + " attempts, " + backoff;
        }
    }

    /** How many tables, and partitions of tables, are committed at the same time, 1 to 256. Default: 16. */
    public MaxComputeSinkBuilder commitConcurrency(int tables) {
        return put("commitConcurrency", range("commitConcurrency", tables, MAX_COMMITS));
    }

    /**
     * The most partitions of one table that may be created on one day, 1 to 60,000, which is the most that a table can have. Default:
     * 1,000. One more ends the run with an error that names the table: a column with new values all day, taken for a partition by
     * mistake, would use up the table's room. To be raised when a table is copied that has more partitions.
     *
     * <p>Days are UTC days of the pipeline's clock. The sink counts what it creates itself, over all its sessions; a new process counts
     * from zero.
     */
    public MaxComputeSinkBuilder newPartitionsPerDay(int partitions) {
        return put("newPartitionsPerDay", range("newPartitionsPerDay", partitions, MAX_PARTITIONS));
    }

    /**
     * A property of the tables that are created, such as {@code acid.data.retain.hours}, except of regular ones, which are not transactional.
     * May be called for several properties; a table's own property of the same name wins. Default: none.
     */
    public MaxComputeSinkBuilder tableProperty(String name, String value) {
        text("tableProperty", name);
        Objects.requireNonNull(value, "value");
        if (List.of("transactional", "write.bucket.num", "table.format.version").contains(name)) {
            throw new IllegalArgumentException("tableProperty '" + name
                    + "' is the sink's own; use bucketCount for buckets, MappingRule.tableKind for the kind");
        }
        String present = tableProperties.putIfAbsent(name, value);
        if (present != null) {
            throw new IllegalStateException("tableProperty '" + name + "' was already set to " + present);
        }
        return this;
    }

    /** The lifecycle of the tables that are created, in days, 1 to 37,231. Default: none, they are kept. */
    public MaxComputeSinkBuilder lifecycle(int days) {
        return put("lifecycle", range("lifecycle", days, MAX_LIFECYCLE_DAYS));
    }

    /**
     * The sink.
     *
     * @throws DefinitionException when options are missing or contradict each other; its message lists all of them
     */
    public MaxComputeSink build() {
        List<String> problems = new ArrayList<>();
        for (String required : List.of("endpoint", "project")) {
            if (!options.containsKey(required)) {
                problems.add(required + " is required");
            }
        }
        List<String> kinds = options.keySet().stream()
                .filter(List.of("accessKey", "stsToken", "credentials")::contains)
                .toList();
        if (kinds.isEmpty()) {
            problems.add("one of accessKey, stsToken and credentials is required");
        } else if (kinds.size() > 1) {
            problems.add(String.join(" and ", kinds) + " exclude each other");
        }
        boolean secretProxy = optional("proxy", ProxyServer.class)
                .filter(proxy -> !proxy.user().isEmpty())
                .isPresent();
        for (String address : List.of("endpoint", "tunnelEndpoint")) {
            if (secretProxy
                    && get(address, String.class, "").toLowerCase(Locale.ROOT).startsWith("https:")) {
                problems.add("a proxy with a user and a password cannot be used with the https address of " + address
                        + "; use an http address in a private network, or a proxy that knows its callers otherwise");
            }
        }
        Supplier<Credentials> supplier = credentials;
        if (!problems.isEmpty() || supplier == null) {
            throw new DefinitionException("the MaxCompute sink cannot be built: " + String.join("; ", problems));
        }
        return new MaxComputeSink(settings(supplier), credentialsText);
    }

    private SinkSettings settings(Supplier<Credentials> supplier) {
        RetryOption retry = get("retry", RetryOption.class, new RetryOption(8, Duration.ofSeconds(1)));
        return new SinkSettings(
                get("endpoint", String.class, ""),
                optional("tunnelEndpoint", String.class),
                get("project", String.class, ""),
                optional("schema", String.class),
                () -> internal(supplier.get()),
                optional("region", String.class),
                optional("quotaName", String.class),
                tags,
                optional("proxy", ProxyServer.class),
                get("bucketCount", Integer.class, 16),
                get("compression", Compression.class, Compression.ZSTD).codec(),
                get("coalescing", Boolean.class, false),
                get("slots", Integer.class, 1),
                optional("sessionLifetime", Duration.class),
                get("flushTimeout", Duration.class, Duration.ofMinutes(5)),
                get("commitTimeout", Duration.class, Duration.ofMinutes(5)),
                get("connectTimeout", Duration.class, Duration.ofSeconds(10)),
                get("readTimeout", Duration.class, Duration.ofMinutes(2)),
                retry.attempts(),
                retry.backoff(),
                get("commitConcurrency", Integer.class, 16),
                get("newPartitionsPerDay", Integer.class, 1_000),
                tableProperties,
                get("lifecycle", Integer.class, 0));
    }

    private static AccessCredentials internal(Credentials given) {
        return new AccessCredentials(given.accessId(), given.accessSecret(), given.stsToken());
    }

    private MaxComputeSinkBuilder put(String option, Object value) {
        Object present = options.putIfAbsent(option, value);
        if (present != null) {
            throw new IllegalStateException(option + " was already set to " + present);
        }
        return this;
    }

    private <T> T get(String option, Class<T> type, T otherwise) {
        return optional(option, type).orElse(otherwise);
    }

    private <T> Optional<T> optional(String option, Class<T> type) {
        return Optional.ofNullable(options.get(option)).map(type::cast);
    }

    private static String address(String option, String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + " must be an http or https address, not '" + url + "'", e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException(option + " must have no user, query or fragment");
        }
        if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
            throw new IllegalArgumentException(option + " must be an http or https address, not '" + url + "'");
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static String text(String option, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(option + " must not be empty");
        }
        return value;
    }

    private static String word(String option, String value) {
        boolean valid =
                !value.isEmpty() && value.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_'));
        if (!valid) {
            throw new IllegalArgumentException(
                    option + " must consist of letters, digits and underscores, not '" + value + "'");
        }
        return value;
    }

    private static int range(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(option + " must be 1 to " + most + ", not " + value);
        }
        return value;
    }

    private static Duration time(String option, Duration value, Duration most) {
        if (value.isNegative() || value.isZero() || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(option + " must be more than 0 and at most " + most + ", not " + value);
        }
        return value;
    }
}
