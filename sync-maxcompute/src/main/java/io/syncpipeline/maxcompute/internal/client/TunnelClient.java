package io.syncpipeline.maxcompute.internal.client;

import com.aliyun.odps.OdpsException;
import com.aliyun.odps.commons.transport.Request;
import com.aliyun.odps.rest.RestClient;
import com.aliyun.odps.tunnel.Configuration;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed requests to the tunnel over pooled connections. Every request ends within the connect and read timeouts: answered, timed
 * out, or given up when the calling thread is interrupted. Thread-safe; closed by its owner.
 *
 * <p>The SDK builds and signs the requests. It does not send them: its upsert stream opens a connection per bucket and flush, waits
 * without limit when a connection is closed without an answer, and retries on its own terms.
 */
public final class TunnelClient implements AutoCloseable {

    /** Set by the HTTP client itself, which refuses them. */
    private static final Set<String> OWN_HEADERS =
            Set.of("content-length", "host", "connection", "expect", "upgrade", "transfer-encoding");

    private static final String CHUNKED = "Transfer-Encoding";

    private static final Duration CLOSE_TIME = Duration.ofSeconds(10);

    private final SinkSettings settings;
    private final Configuration configuration;
    private final ExecutorService threads;
    private final HttpClient http;
    private volatile @Nullable RestClient signer;

    TunnelClient(SinkSettings settings, Configuration configuration, String pipeline) {
        this.settings = settings;
        this.configuration = configuration;
        this.threads = Executors.newCachedThreadPool(new NamedThreads(pipeline, "tunnel"));
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads);
        settings.proxy().ifPresent(proxy -> builder.proxy(proxy.selector()));
        this.http = builder.build();
    }

    /** The path of a table. */
    public String table(String table) {
        return configuration.getResource(settings.project(), settings.schema().orElse(null), table);
    }

    /** The path of a table's upsert sessions. */
    public String upserts(String table) {
        return table(table) + "/upserts";
    }

    /** The address that requests go to; asks the service for it when none was configured. */
    public String endpoint() throws RequestFailure {
        return signer().getEndpoint();
    }

    /**
     * Sends one request, once.
     *
     * @param what what it is for, for messages
     * @param method {@code GET}, {@code POST}, {@code PUT} or {@code DELETE}
     * @throws RequestFailure when it was not answered with success
     */
    public TunnelReply send(
            String what,
            String method,
            String resource,
            Map<String, String> parameters,
            Map<String, String> headers,
            Codec.Body body)
            throws RequestFailure, InterruptedException {
        TunnelReply reply = exchange(what, method, resource, parameters, headers, body);
        if (!reply.isOk()) {
            throw RequestFailure.answered(what, reply);
        }
        return reply;
    }

    /** Asks the tunnel for anything, to see that it answers. */
    void probe() throws RequestFailure, InterruptedException {
        String resource = "/projects/" + settings.project();
        exchange("Reaching the tunnel " + endpoint(), "GET", resource, Map.of(), Map.of(), Codec.Body.NONE);
    }

    private TunnelReply exchange(
            String what,
            String method,
            String resource,
            Map<String, String> parameters,
            Map<String, String> headers,
            Codec.Body body)
            throws RequestFailure, InterruptedException {
        HttpRequest request = sign(method, resource, parameters, headers, body);
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            Duration longest = settings.connectTimeout().plus(settings.readTimeout());
            return new TunnelReply(answer.get(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw RequestFailure.unanswered(what + " at " + request.uri(), e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof IOException) {
                throw RequestFailure.unanswered(what + " at " + request.uri(), cause);
            }
            throw new IllegalStateException(what + " at " + request.uri() + " failed", cause);
        } catch (CancellationException e) {
            throw RequestFailure.unanswered(what + " at " + request.uri(), e);
        } finally {
            // Ends the exchange when it has not ended: after a timeout or an interrupt nothing may arrive late.
            answer.cancel(true);
        }
    }

    private HttpRequest sign(
            String method,
            String resource,
            Map<String, String> parameters,
            Map<String, String> headers,
            Codec.Body body)
            throws RequestFailure {
        Map<String, String> allParameters = new HashMap<>(parameters);
        settings.quotaName().ifPresent(name -> allParameters.put("quotaName", name));
        Map<String, String> allHeaders = new HashMap<>(headers);
        // The headers that the SDK sends with every tunnel request (its class Util): protocol version 6.
        allHeaders.put("x-odps-tunnel-version", "6");
        allHeaders.put("odps-tunnel-date-transform", "v1");
        allHeaders.put("odps-tunnel-sdk-support-schema-evolution", "true");
        if (!settings.tags().isEmpty()) {
            allHeaders.put("odps-tunnel-tags", String.join(",", settings.tags()));
        }
        Request signed = signer().buildRequest(resource, method, allParameters, allHeaders);
        HttpRequest.Builder request = HttpRequest.newBuilder(signed.getURI())
                .timeout(settings.readTimeout())
                .method(method, publisher(body, allHeaders.containsKey(CHUNKED)));
        signed.getHeaders().forEach((name, value) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, value);
            }
        });
        return request.build();
    }

    /** The body, in chunks without a length in advance where the protocol has it so. */
    private static HttpRequest.BodyPublisher publisher(Codec.Body body, boolean chunked) {
        if (body.length() == 0) {
            return HttpRequest.BodyPublishers.noBody();
        }
        HttpRequest.BodyPublisher whole = HttpRequest.BodyPublishers.ofByteArray(body.bytes(), 0, body.length());
        return chunked ? HttpRequest.BodyPublishers.fromPublisher(whole) : whole;
    }

    private RestClient signer() throws RequestFailure {
        RestClient known = signer;
        if (known != null) {
            return known;
        }
        try {
            RestClient made = configuration.newRestClient(settings.project());
            made.setEndpoint(withoutSlash(made.getEndpoint()));
            signer = made;
            return made;
        } catch (OdpsException e) {
            throw RequestFailure.ofSdk("Asking " + settings.endpoint() + " for the tunnel's address", e);
        }
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    @Override
    public void close() {
        threads.shutdown();
        ServiceClient.awaitEnd(threads, CLOSE_TIME);
    }
}
