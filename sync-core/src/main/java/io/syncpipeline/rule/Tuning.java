package io.syncpipeline.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a pipeline that seldom need changing. Immutable and thread-safe.
 *
 * @param commitInterval how often what was written is made visible and the position saved
 * @param memoryBytes the byte budget of the whole pipeline
 * @param copyReaders how many connections copy tables at the same time
 * @param chunkRows about how many rows one chunk of a table has
 * @param decodeThreads how many threads decode changes
 * @param restartLimit after how many restarts within the window the run fails
 * @param restartWindow the window in which restarts are counted
 * @param restartDelay how long to wait before the first restart; doubled for each further one, at most one minute
 */
public record Tuning(
        Duration commitInterval,
        long memoryBytes,
        int copyReaders,
        int chunkRows,
        int decodeThreads,
        int restartLimit,
        Duration restartWindow,
        Duration restartDelay) {

    private static final long MIB = 1024 * 1024;

    /** The smallest byte budget: 8 MiB. */
    public static final long LEAST_MEMORY = 8 * MIB;

    /** All defaults. */
    public static Tuning defaults() {
        return builder().build();
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the numbers. Not thread-safe; reusable, since {@link #build()} copies. */
    public static final class Builder {

        private @Nullable Duration commitInterval;
        private @Nullable Long memoryBytes;
        private @Nullable Integer copyReaders;
        private @Nullable Integer chunkRows;
        private @Nullable Integer decodeThreads;
        private @Nullable Integer restartLimit;
        private @Nullable Duration restartWindow;
        private @Nullable Duration restartDelay;

        private Builder() {}

        /**
         * How often what was written is made visible and the position saved. Default 60 s, which is also what MaxCompute advises as
         * the least time between commits of a table; range 100 ms to 1,000 s. Shorter means fresher data and more small files.
         */
        public Builder commitInterval(Duration value) {
            commitInterval = once("commitInterval", commitInterval, value);
            requireBetween("commitInterval", value, Duration.ofMillis(100), Duration.ofSeconds(1000));
            return this;
        }

        /**
         * The byte budget of the whole pipeline: its queues, held changes and write buffers. Default a quarter of the largest heap
         * but at most 512 MiB; at least {@link Tuning#LEAST_MEMORY}.
         */
        public Builder memoryBytes(long value) {
            memoryBytes = once("memoryBytes", memoryBytes, value);
            require("memoryBytes", value, LEAST_MEMORY, Long.MAX_VALUE);
            return this;
        }

        /** How many connections copy tables at the same time. Default 4; range 1 to 64. More load the source more. */
        public Builder copyReaders(int value) {
            copyReaders = once("copyReaders", copyReaders, value);
            require("copyReaders", value, 1, 64);
            return this;
        }

        /**
         * About how many rows one chunk of a table has. Default 50,000; range 1 to 10,000,000. A crash repeats at most the chunks
         * being read, and changes of a table wait while one of its chunks is read.
         */
        public Builder chunkRows(int value) {
            chunkRows = once("chunkRows", chunkRows, value);
            require("chunkRows", value, 1, 10_000_000);
            return this;
        }

        /** How many threads decode changes. Default the number of processors but at most 4; range 1 to 64. */
        public Builder decodeThreads(int value) {
            decodeThreads = once("decodeThreads", decodeThreads, value);
            require("decodeThreads", value, 1, 64);
            return this;
        }

        /** After how many restarts within the window the run fails. Default 3; range 0 (never restart) to 1,000. */
        public Builder restartLimit(int value) {
            restartLimit = once("restartLimit", restartLimit, value);
            require("restartLimit", value, 0, 1000);
            return this;
        }

        /** The window in which restarts are counted. Default 30 min; range 1 min to 24 h. */
        public Builder restartWindow(Duration value) {
            restartWindow = once("restartWindow", restartWindow, value);
            requireBetween("restartWindow", value, Duration.ofMinutes(1), Duration.ofHours(24));
            return this;
        }

        /**
         * How long to wait before the first restart; doubled for each further one in the window, at most one minute. Default 1 s;
         * range 10 ms to 1 min.
         */
        public Builder restartDelay(Duration value) {
            restartDelay = once("restartDelay", restartDelay, value);
            requireBetween("restartDelay", value, Duration.ofMillis(10), Duration.ofMinutes(1));
            return this;
        }

        /** The numbers, defaults where none was given. */
        public Tuning build() {
            return new Tuning(
                    orElse(commitInterval, Duration.ofSeconds(60)),
                    orElse(memoryBytes, defaultMemory()),
                    orElse(copyReaders, 4),
                    orElse(chunkRows, 50_000),
                    orElse(decodeThreads, Math.min(4, Runtime.getRuntime().availableProcessors())),
                    orElse(restartLimit, 3),
                    orElse(restartWindow, Duration.ofMinutes(30)),
                    orElse(restartDelay, Duration.ofSeconds(1)));
        }

        private static long defaultMemory() {
            long quarter = Runtime.getRuntime().maxMemory() / 4;
            return Math.max(LEAST_MEMORY, Math.min(512 * MIB, quarter));
        }

        private static <T> T once(String option, @Nullable T present, T value) {
            if (present != null) {
                throw new IllegalStateException(option + " was already set to " + present);
            }
            return Objects.requireNonNull(value, option);
        }

        private static <T> T orElse(@Nullable T value, T fallback) {
            return value == null ? fallback : value;
        }

        private static void require(String option, long value, long least, long most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        option + " must be between " + least + " and " + most + ": " + value);
            }
        }

        private static void requireBetween(String option, Duration value, Duration least, Duration most) {
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        option + " must be between " + least + " and " + most + ": " + value);
            }
        }
    }

    /** The numbers that matter most, for people. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        parts.add("commit every " + commitInterval.toMillis() / 1000.0 + " s");
        parts.add(memoryBytes / MIB + " MiB");
        parts.add(copyReaders + " copy readers");
        parts.add("chunks of " + chunkRows + " rows");
        return String.join(", ", parts);
    }
}
