package io.syncpipeline.internal.engine;

import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableWriter;

/**
 * A destination table and its writer. Changed by the stream thread while no chunk is being read, read by the copy threads that it
 * starts afterwards.
 */
final class Destination implements AutoCloseable {

    private final SinkSession sink;
    private volatile DestinationTable table;
    private volatile TableWriter writer;

    Destination(SinkSession sink, DestinationTable table) {
        this.sink = sink;
        this.table = table;
        this.writer = sink.writer(table);
    }

    DestinationTable table() {
        return table;
    }

    TableWriter writer() {
        return writer;
    }

    /** Goes on with another shape of the table. Everything written before must be committed. */
    void reopen(DestinationTable changed) {
        writer.close();
        table = changed;
        writer = sink.writer(changed);
    }

    @Override
    public void close() {
        writer.close();
    }
}
