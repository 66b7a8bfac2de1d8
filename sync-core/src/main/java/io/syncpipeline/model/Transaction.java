package io.syncpipeline.model;

import java.time.Instant;
import java.util.Objects;

/**
 * The source transaction a change belongs to. All changes of one transaction share one instance. For rows that were copied rather
 * than followed it is the place and time at which their chunk was read.
 *
 * @param segment the number of the log segment it stands in (MySQL: the binlog file's number), growing
 * @param offset where it begins in that segment, growing within the segment
 * @param time when the source committed it; for copied rows when the chunk was read
 */
public record Transaction(long segment, long offset, Instant time) {

    public Transaction {
        Objects.requireNonNull(time, "time");
    }
}
