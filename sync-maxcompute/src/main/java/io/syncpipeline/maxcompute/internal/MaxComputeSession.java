package io.syncpipeline.maxcompute.internal;

import io.syncpipeline.maxcompute.internal.client.ServiceCheck;
import io.syncpipeline.maxcompute.internal.client.ServiceClient;
import io.syncpipeline.maxcompute.internal.client.SinkSettings;
import io.syncpipeline.maxcompute.internal.table.DefaultTypes;
import io.syncpipeline.maxcompute.internal.table.NewPartitionLimit;
import io.syncpipeline.maxcompute.internal.table.TableCatalog;
import io.syncpipeline.maxcompute.internal.table.TableCheck;
import io.syncpipeline.maxcompute.internal.write.Settlement;
import io.syncpipeline.maxcompute.internal.write.WriterPool;
import io.syncpipeline.model.Column;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SettledWrites;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableAlteration;
import io.syncpipeline.spi.TableWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open MaxCompute project. Thread-safe. */
public final class MaxComputeSession implements SinkSession {

    private final String pipeline;
    private final ServiceClient client;
    private final TableCatalog catalog;
    private final WriterPool writers;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Opens a session. Nothing is sent before the first call. */
    public MaxComputeSession(SinkSettings settings, SessionOptions options, NewPartitionLimit newPartitions) {
        this.pipeline = options.pipeline();
        this.client = new ServiceClient(settings, pipeline);
        this.catalog = new TableCatalog(client, options, newPartitions);
        this.writers = new WriterPool(client, catalog.partitions(), options);
    }

    @Override
    public List<Finding> check() {
        requireOpen();
        return new ServiceCheck(client).run();
    }

    @Override
    public String typeFor(Column column) {
        return DefaultTypes.typeFor(column.type());
    }

    @Override
    public List<Finding> validate(DestinationTable table) {
        return TableCheck.of(table);
    }

    @Override
    public Optional<DestinationTable> describe(String table) {
        requireOpen();
        return catalog.describe(table);
    }

    @Override
    public Map<String, DestinationTable> describe(Collection<String> tables) {
        requireOpen();
        return catalog.describe(tables);
    }

    @Override
    public List<String> statements(DestinationTable table) {
        return catalog.statements(table);
    }

    @Override
    public List<String> statements(String table, TableAlteration alteration) {
        return catalog.statements(table, alteration);
    }

    @Override
    public void create(DestinationTable table) {
        requireOpen();
        catalog.create(table);
    }

    @Override
    public void alter(String table, TableAlteration alteration) {
        requireOpen();
        catalog.alter(table, alteration);
    }

    @Override
    public TableWriter writer(DestinationTable table) {
        requireOpen();
        TableCheck.requireNoErrors(table, "written");
        return writers.writer(table);
    }

    @Override
    public SettledWrites settle(List<String> tokens) throws InterruptedException {
        requireOpen();
        try {
            return new Settlement(client, pipeline, writers).settle(tokens);
        } catch (IllegalArgumentException e) {
            throw SinkException.fatal(String.valueOf(e.getMessage()), e);
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the session is closed");
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                writers.close();
            } finally {
                client.close();
            }
        }
    }
}
