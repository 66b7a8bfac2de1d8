package io.syncpipeline.spi;

import java.time.Clock;
import java.util.Objects;

/**
 * What a pipeline tells a source or a sink when it opens a session.
 *
 * @param pipeline the pipeline's name: the first parameter of log lines, and the middle of thread names ({@code sync-<name>-<role>})
 * @param memoryBytes the share of the pipeline's byte budget that this session may hold in buffers and queues
 * @param parallelism how many threads may work on CPU-bound tasks, at least 1
 * @param clock tells the time
 */
public record SessionOptions(String pipeline, long memoryBytes, int parallelism, Clock clock) {

    public SessionOptions {
        Objects.requireNonNull(pipeline, "pipeline");
        Objects.requireNonNull(clock, "clock");
        if (memoryBytes < 1 || parallelism < 1) {
            throw new IllegalArgumentException(
                    "memoryBytes and parallelism must be at least 1: " + memoryBytes + ", " + parallelism);
        }
    }
}
