package io.syncpipeline.internal.engine;

import io.syncpipeline.model.Position;
import java.time.Instant;

/**
 * A place in the stream of changes, numbered in the order in which the places were passed, so that two can be compared without asking
 * the source.
 */
record Mark(long number, Position position, Instant time) {}
