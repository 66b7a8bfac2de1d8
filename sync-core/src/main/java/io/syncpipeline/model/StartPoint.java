package io.syncpipeline.model;

import java.time.Instant;
import java.util.Objects;

/**
 * From where a run follows changes. Any but {@link #resume()} takes the place of the checkpoint's position, for this start only: a
 * failure that is followed by a restart within the same run goes on from the checkpoint again. Changes between the two places are not
 * made up for when the start point is the later one, and are written once more when it is the earlier one.
 *
 * <p>The shapes of tables are those of the checkpoint when it lies behind the start point or at it, otherwise the present ones. Where a
 * shape does not fit the changes that come, the run stops with an error that names both.
 */
public sealed interface StartPoint {

    /** From the checkpoint; without one from the end of the log, so that nothing that happens after the start is missed. */
    static StartPoint resume() {
        return Resume.INSTANCE;
    }

    /** From the beginning of the log, as far back as the source still has it. */
    static StartPoint earliest() {
        return Earliest.INSTANCE;
    }

    /** From the end of the log at the moment of the start, whatever the checkpoint says. */
    static StartPoint latest() {
        return Latest.INSTANCE;
    }

    /**
     * From the first transaction that was committed at the given time or later, by the source's clock and as precisely as its log tells
     * times. When there is none yet, from the end of the log.
     *
     * @param instant not later than the source's present time, and not earlier than what its log reaches back to; both are refused when
     *     the run starts
     */
    static StartPoint at(Instant instant) {
        return new AtTime(instant);
    }

    /** From a place in the source's log, such as {@code SyncStatus.position()} told once, or as the source's own classes make it. */
    static StartPoint position(Position position) {
        return new AtPosition(position);
    }

    /** See {@link #resume()}. */
    record Resume() implements StartPoint {
        private static final Resume INSTANCE = new Resume();

        @Override
        public String toString() {
            return "the checkpoint";
        }
    }

    /** See {@link #earliest()}. */
    record Earliest() implements StartPoint {
        private static final Earliest INSTANCE = new Earliest();

        @Override
        public String toString() {
            return "the beginning of the log";
        }
    }

    /** See {@link #latest()}. */
    record Latest() implements StartPoint {
        private static final Latest INSTANCE = new Latest();

        @Override
        public String toString() {
            return "the end of the log";
        }
    }

    /**
     * See {@link #at(Instant)}.
     *
     * @param instant the time
     */
    record AtTime(Instant instant) implements StartPoint {
        public AtTime {
            Objects.requireNonNull(instant, "instant");
        }

        @Override
        public String toString() {
            return "the time " + instant;
        }
    }

    /**
     * See {@link #position(Position)}.
     *
     * @param position the place
     */
    record AtPosition(Position position) implements StartPoint {
        public AtPosition {
            Objects.requireNonNull(position, "position");
        }

        @Override
        public String toString() {
            return "the position " + position;
        }
    }
}
