package io.syncpipeline.model;

import java.time.Instant;
import java.util.Objects;

/**
 * Every event before this one is complete, and following may be resumed here. A source sends it at transaction boundaries (not
 * necessarily at each), and also while nothing changes, so that the delay of an idle source stays true.
 *
 * @param position where following may be resumed
 * @param time the source's clock at this point: the last transaction's commit time, or now when the source says it is idle
 */
public record Progress(Position position, Instant time) implements SourceEvent {

    public Progress {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(time, "time");
    }
}
