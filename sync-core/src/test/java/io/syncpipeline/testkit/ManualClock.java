package io.syncpipeline.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved, or that moves a fixed step each time it is read. Thread-safe. */
public final class ManualClock extends Clock {

    private final AtomicReference<Instant> now;
    private final ZoneId zone;
    private final Duration step;

    private ManualClock(AtomicReference<Instant> now, ZoneId zone, Duration step) {
        this.now = now;
        this.zone = zone;
        this.step = step;
    }

    /** A clock that stands at the beginning of 2026, UTC. */
    public ManualClock() {
        this(new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z")), ZoneOffset.UTC, Duration.ZERO);
    }

    /** A clock that starts at the beginning of 2026, UTC, and moves on each time it is read: time passes as fast as work is done. */
    public static ManualClock moving(Duration perReading) {
        return new ManualClock(
                new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z")), ZoneOffset.UTC, perReading);
    }

    /** Moves the clock forward. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("a clock does not go back: " + by);
        }
        now.updateAndGet(instant -> instant.plus(by));
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new ManualClock(now, other, step);
    }

    @Override
    public Instant instant() {
        return now.getAndUpdate(instant -> instant.plus(step));
    }
}
