package io.syncpipeline.mysql.internal.session;

import java.time.Duration;
import java.util.Objects;

/**
 * How changes are followed. Immutable.
 *
 * @param serverId the id under which the reader registers at the server, 1 to 2^32-1
 * @param heartbeat how often an idle server says so
 * @param visibilityUncertainty for how long a logged change may be invisible to reads where the server cannot be asked
 */
public record ReplicationSettings(long serverId, Duration heartbeat, Duration visibilityUncertainty) {

    public ReplicationSettings {
        Objects.requireNonNull(heartbeat, "heartbeat");
        Objects.requireNonNull(visibilityUncertainty, "visibilityUncertainty");
    }

    @Override
    public String toString() {
        return "serverId " + serverId;
    }
}
