package io.syncpipeline.testkit;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.spi.SettledWrites;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableAlteration;
import io.syncpipeline.spi.TableWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A session of a {@link RecordingSink}. */
final class RecordingSession implements SinkSession {

    private final RecordingSink sink;
    private final AtomicBoolean closed = new AtomicBoolean();

    RecordingSession(RecordingSink sink) {
        this.sink = sink;
        sink.open().incrementAndGet();
    }

    @Override
    public List<Finding> check() {
        return List.of();
    }

    @Override
    public String typeFor(Column column) {
        return RecordedTypes.nameOf(column.type());
    }

    @Override
    public List<Finding> validate(DestinationTable table) {
        List<Finding> findings = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Stream.concat(table.columns().stream(), table.partitionColumns().stream())
                .filter(c -> !names.add(c.name().toLowerCase(Locale.ROOT)))
                .map(c -> Finding.error(
                        table.name(), "it has two columns named '" + c.name() + "'", "give one of them another name"))
                .forEach(findings::add);
        table.columns().stream()
                .filter(c -> !RecordedTypes.holds(c.type(), c.valueType()))
                .map(c -> Finding.error(
                        table.name(),
                        "column '" + c.name() + "' is a " + c.type() + ", which does not hold every " + c.valueType(),
                        "widen the column"))
                .forEach(findings::add);
        return findings;
    }

    @Override
    public Optional<DestinationTable> describe(String table) {
        sink.reach(SinkStep.DESCRIBE, table, "");
        return sink.find(table).map(RecordingSession::described);
    }

    private static DestinationTable described(DestinationTable table) {
        return new DestinationTable(
                table.name(),
                table.kind(),
                table.columns().stream()
                        .map(c -> new DestinationColumn(
                                c.name(), c.type(), RecordedTypes.stored(c.type()), c.nullable(), c.comment()))
                        .toList(),
                table.primaryKey(),
                table.partitionColumns(),
                table.bucketCount(),
                table.comment(),
                table.properties());
    }

    @Override
    public List<String> statements(DestinationTable table) {
        return List.of("create " + table.name());
    }

    @Override
    public List<String> statements(String table, TableAlteration alteration) {
        return List.of("alter " + table + ": " + alteration.getClass().getSimpleName());
    }

    @Override
    public void create(DestinationTable table) {
        sink.reach(SinkStep.CREATE, table.name(), "");
        sink.create(table);
        sink.reach(SinkStep.CREATED, table.name(), "");
    }

    @Override
    public void alter(String table, TableAlteration alteration) {
        sink.reach(SinkStep.ALTER, table, alteration.toString());
        sink.alter(table, alteration);
        sink.reach(SinkStep.ALTERED, table, alteration.toString());
    }

    @Override
    public TableWriter writer(DestinationTable table) {
        if (sink.find(table.name()).isEmpty()) {
            throw SinkException.fatal("there is no table " + table.name(), null);
        }
        return new RecordingWriter(sink, table);
    }

    @Override
    public SettledWrites settle(List<String> tokens) throws InterruptedException {
        sink.reachInterruptibly(SinkStep.SETTLE, "", tokens.toString());
        SettledWrites settled = sink.settle(tokens);
        sink.reachInterruptibly(SinkStep.SETTLED, "", tokens + " " + settled);
        return settled;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            sink.open().decrementAndGet();
        }
    }
}
