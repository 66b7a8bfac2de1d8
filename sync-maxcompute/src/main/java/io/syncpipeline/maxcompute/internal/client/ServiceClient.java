package io.syncpipeline.maxcompute.internal.client;

import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.tunnel.Configuration;
import io.syncpipeline.model.SinkException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SDK and the tunnel of one session, set up so that nothing happens behind its back: no telemetry, no retries of the SDK's own, no
 * extra metadata requests. Thread-safe; closed by the session.
 */
public final class ServiceClient implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServiceClient.class);

    private final SinkSettings settings;
    private final Odps odps;
    private final TunnelClient tunnel;
    private final Retry retry;

    /** Connects nothing yet; requests do. */
    public ServiceClient(SinkSettings settings, String pipeline) {
        this.settings = settings;
        this.odps = new Odps(
                RefreshableAccount.of(settings.credentials(), settings.region().orElse(null)));
        odps.setEndpoint(settings.endpoint());
        odps.setDefaultProject(settings.project());
        settings.schema().ifPresent(odps::setCurrentSchema);
        settings.tunnelEndpoint().ifPresent(odps::setTunnelEndpoint);
        // Otherwise every look at a table first asks for the project.
        odps.options().setSkipCheckIfEpv2(true);
        odps.getRestClient().disableDeprecatedLogger();
        odps.getRestClient().setConnectTimeout(seconds(settings.connectTimeout()));
        odps.getRestClient().setReadTimeout(seconds(settings.readTimeout()));
        odps.getRestClient().setRetryTimes(0);
        settings.proxy().ifPresent(this::goThrough);
        this.retry = new Retry(pipeline, settings.attempts(), settings.backoff());
        Configuration configuration = Configuration.builder(odps)
                .withQuotaName(settings.quotaName().orElse(""))
                .build();
        configuration.setSocketConnectTimeout(seconds(settings.connectTimeout()));
        configuration.setSocketTimeout(seconds(settings.readTimeout()));
        configuration.setSocketRetryTimes(0);
        this.tunnel = new TunnelClient(settings, configuration, pipeline);
    }

    /** The tunnel's requests, which the SDK signs, take the header along: what this client is set up with is copied to theirs. */
    private void goThrough(ProxyServer proxy) {
        odps.getRestClient().setProxy(proxy.forSdk());
        proxy.authorization()
                .ifPresent(value -> odps.getRestClient().addUserDefinedHeader("Proxy-Authorization", value));
    }

    private static int seconds(Duration time) {
        return Math.toIntExact(Math.max(1, (time.toMillis() + 999) / 1000));
    }

    /** The SDK. */
    public Odps odps() {
        return odps;
    }

    /** The tunnel. */
    public TunnelClient tunnel() {
        return tunnel;
    }

    /** How requests are tried again. */
    public Retry retry() {
        return retry;
    }

    /** What the sink was told. */
    public SinkSettings settings() {
        return settings;
    }

    /** A call of the SDK. */
    @FunctionalInterface
    public interface SdkCall<T> {
        /** Makes the call. */
        T run() throws OdpsException;
    }

    /** Makes a call of the SDK, once, with its failures classified. */
    public <T> T once(String what, SdkCall<T> call) throws RequestFailure {
        try {
            return call.run();
        } catch (OdpsException e) {
            throw RequestFailure.ofSdk(what, e);
        } catch (RuntimeException e) {
            // The SDK wraps what goes wrong while it loads lazily, and unknown hosts and bad certificates, in these.
            OdpsException inner = e.getCause() instanceof OdpsException odpsException
                    ? odpsException
                    : new OdpsException(String.valueOf(e.getMessage()), e);
            throw RequestFailure.ofSdk(what, inner);
        }
    }

    /**
     * Makes a call of the SDK that does no harm when made twice, several times if need be.
     *
     * @throws SinkException when it fails for good
     */
    public <T> T call(String what, SdkCall<T> call) {
        Deadline deadline = Deadline.in(
                settings.connectTimeout().plus(settings.readTimeout()).multipliedBy(settings.attempts()));
        try {
            return retry.call(Retry.IDEMPOTENT, deadline, () -> once(what, call));
        } catch (RequestFailure e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SinkException.retryable(what + " was interrupted", e);
        }
    }

    /** The exception that users see for a failed request. */
    public SinkException failure(RequestFailure failure) {
        String text = failure.text() + hint(failure);
        return failure.isTransient() ? SinkException.retryable(text, failure) : SinkException.fatal(text, failure);
    }

    private String hint(RequestFailure failure) {
        return switch (failure.kind()) {
            case TRY_AGAIN -> failure.status() == 0 ? ". Check that " + settings.endpoint() + " can be reached" : "";
            case BROKEN, UNANSWERED -> ". Check the network and the state of the service";
            case SESSION_LOST -> ". The writes since the last commit are to be repeated";
            case REFUSED -> ". Check the project " + settings.destination() + ", its permissions and its tables";
        };
    }

    /** Waits for an executor that was told to stop; says so when it does not. */
    public static void awaitEnd(ExecutorService executor, Duration longest) {
        boolean interrupted = false;
        Deadline deadline = Deadline.in(longest);
        while (!executor.isTerminated() && !deadline.isOver()) {
            try {
                executor.awaitTermination(Math.max(1, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
                executor.shutdownNow();
            }
        }
        if (!executor.isTerminated()) {
            log.warn("Threads still run {} s after they were told to stop: {}", longest.toSeconds(), executor);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        tunnel.close();
    }
}
