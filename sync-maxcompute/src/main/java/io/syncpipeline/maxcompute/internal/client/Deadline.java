package io.syncpipeline.maxcompute.internal.client;

import java.time.Duration;

/**
 * The moment by which something has to be done, on the monotonic clock. Immutable.
 */
public final class Deadline {

    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A deadline that is so long from now. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Whether it has passed. */
    public boolean isOver() {
        return remainingNanos() <= 0;
    }

    /** Whether it passes before that much time has. */
    public boolean isWithin(Duration time) {
        return remainingNanos() <= time.toNanos();
    }

    /** The time left in nanoseconds; negative when it has passed. */
    public long remainingNanos() {
        return nanoTime - System.nanoTime();
    }
}
