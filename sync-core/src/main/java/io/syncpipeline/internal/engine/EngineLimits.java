package io.syncpipeline.internal.engine;

import java.time.Clock;
import java.time.Duration;

/** The numbers that the stream loop keeps to. */
record EngineLimits(Duration commitInterval, long heldBytes, int chunkRows, Clock clock) {}
