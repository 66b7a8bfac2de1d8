package io.syncpipeline.maxcompute.internal.client;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a request several times, with growing pauses and jitter, and stops for an interrupt or a deadline. Immutable and thread-safe.
 */
public final class Retry {

    private static final Logger log = LoggerFactory.getLogger(Retry.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Kinds of failure after which a request that can be carried out twice without harm is sent again. */
    public static final Set<RequestFailure.Kind> IDEMPOTENT = Set.copyOf(
            EnumSet.of(RequestFailure.Kind.TRY_AGAIN, RequestFailure.Kind.BROKEN, RequestFailure.Kind.UNANSWERED));

    /** Kinds of failure after which a request is sent again that must not be carried out late, after its successor. */
    public static final Set<RequestFailure.Kind> ORDERED =
            Set.copyOf(EnumSet.of(RequestFailure.Kind.TRY_AGAIN, RequestFailure.Kind.BROKEN));

    /** One attempt at a request. */
    @FunctionalInterface
    public interface Attempt<T> {
        /** Sends the request. */
        T run() throws RequestFailure, InterruptedException;
    }

    private final String pipeline;
    private final int attempts;
    private final Duration backoff;

    /**
     * A retry.
     *
     * @param pipeline the pipeline's name, for the log
     * @param attempts how often a request is tried, at least 1
     * @param backoff the pause before the second attempt
     */
    public Retry(String pipeline, int attempts, Duration backoff) {
        this.pipeline = pipeline;
        this.attempts = attempts;
        this.backoff = backoff;
    }

    /** Runs a request until it succeeds, fails in another way than those, or the attempts or the time are used up. */
    public <T> T call(Set<RequestFailure.Kind> again, Deadline deadline, Attempt<T> attempt)
            throws RequestFailure, InterruptedException {
        for (int tried = 1; ; tried++) {
            try {
                return attempt.run();
            } catch (RequestFailure failure) {
                Duration pause = pause(tried, failure);
                if (!again.contains(failure.kind()) || tried >= attempts || deadline.isWithin(pause)) {
                    throw failure;
                }
                log.warn(
                        "{}: attempt {} of {} failed, trying again in {} ms: {}",
                        pipeline,
                        tried,
                        attempts,
                        pause.toMillis(),
                        failure.text());
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        }
    }

    private Duration pause(int tried, RequestFailure failure) {
        long doubled = backoff.toMillis() << Math.min(tried - 1, 20);
        long capped = Math.min(doubled, LONGEST_PAUSE.toMillis());
        long jittered = capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1);
        return Duration.ofMillis(Math.max(jittered, failure.holdOff().toMillis()));
    }
}
