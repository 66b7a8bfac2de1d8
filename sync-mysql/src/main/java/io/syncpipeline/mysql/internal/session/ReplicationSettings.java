package io.syncpipeline.mysql.internal.session;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How changes are followed. Immutable.
 *
 * @param serverIdOrNull the id under which the reader registers at the server, 1 to 2^32-1; null: each session takes a random one
 * @param heartbeat how often an idle server says so
 * @param visibilityUncertainty for how long a logged change may be invisible to reads where the server cannot be asked
 */
public record ReplicationSettings(@Nullable Long serverIdOrNull, Duration heartbeat, Duration visibilityUncertainty) {

    private static final long LEAST_RANDOM_ID = 1L << 30;
    private static final long END_OF_IDS = 1L << 32;

    public ReplicationSettings {
        Objects.requireNonNull(heartbeat, "heartbeat");
        Objects.requireNonNull(visibilityUncertainty, "visibilityUncertainty");
    }

    /** The id for a reader. */
    long readerId() {
        return serverIdOrNull == null ? randomId() : serverIdOrNull;
    }

    /** An id that nobody else is likely to have. */
    static long randomId() {
        return ThreadLocalRandom.current().nextLong(LEAST_RANDOM_ID, END_OF_IDS);
    }

    @Override
    public String toString() {
        return "serverId " + (serverIdOrNull == null ? "random" : serverIdOrNull);
    }
}
