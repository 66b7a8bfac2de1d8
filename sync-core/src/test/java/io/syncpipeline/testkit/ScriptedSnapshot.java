package io.syncpipeline.testkit;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.spi.SnapshotChunk;
import io.syncpipeline.spi.SnapshotReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Copies tables of a {@link ScriptedSource}. */
final class ScriptedSnapshot implements SnapshotReader {

    private static final String SEPARATOR = "\u0001";

    private final ScriptedSource source;
    private final Clock clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    ScriptedSnapshot(ScriptedSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
        source.open().incrementAndGet();
    }

    @Override
    public long estimateRows(CopyRequest request) {
        return source.visibleSize(request.schema().table());
    }

    @Override
    public Optional<SnapshotChunk> nextChunk(CopyRequest request, @Nullable SnapshotChunk previous)
            throws InterruptedException {
        source.script().reach(SourceStep.FIND_CHUNK);
        if (previous != null && previous.isLast()) {
            return Optional.empty();
        }
        TableSchema schema = request.schema();
        String after = previous == null ? null : previous.upTo();
        int number = previous == null ? 0 : previous.number() + 1;
        List<@Nullable Object[]> rest = source.visibleRows(schema.table(), key(schema, after), null);
        String upTo = null;
        if (!request.splitKey().isEmpty() && rest.size() > request.chunkRows()) {
            List<Object> key = new ScriptedTable(schema).key(rest.get(request.chunkRows() - 1));
            upTo = key.stream().map(String::valueOf).collect(Collectors.joining(SEPARATOR));
        }
        return Optional.of(new SnapshotChunk(schema.table(), number, after, upTo));
    }

    private static @Nullable List<Object> key(TableSchema schema, @Nullable String token) {
        if (token == null) {
            return null;
        }
        String[] parts = token.split(SEPARATOR, -1);
        List<Object> key = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            int index = schema.indexOf(schema.primaryKey().get(i)).orElseThrow();
            key.add(value(parts[i], schema, index));
        }
        return key;
    }

    private static Object value(String text, TableSchema schema, int index) {
        var type = schema.columns().get(index).type();
        return switch (type.kind()) {
            case INT8, INT16, INT32, INT64 ->
                Optional.ofNullable(ScriptedTable.convert(Long.valueOf(text), type))
                        .orElseThrow();
            default -> Optional.ofNullable(ScriptedTable.convert(text, type)).orElseThrow();
        };
    }

    @Override
    public void awaitVisible(Position dispatched) throws InterruptedException {
        source.script().reach(SourceStep.AWAIT_VISIBLE);
        if (source.visibilityUncertainty().isZero()) {
            source.awaitVisible(dispatched);
        }
    }

    @Override
    public Optional<TableSchema> currentSchema(TableSchema tracked) {
        return Optional.ofNullable(source.visibleSchemas().get(tracked.table()));
    }

    @Override
    public long read(CopyRequest request, SnapshotChunk chunk, RowHandler handler) throws InterruptedException {
        requireOpen();
        source.script().reach(SourceStep.SELECT);
        TableSchema schema = request.schema();
        List<@Nullable Object[]> rows;
        int[] columns;
        synchronized (source) {
            TableSchema present = source.visibleSchemas().getOrDefault(schema.table(), schema);
            rows = source.visibleRows(schema.table(), key(schema, chunk.after()), key(schema, chunk.upTo())).stream()
                    .filter(row -> source.copies(request.condition(), present, row))
                    .toList();
            columns = columns(schema, present);
        }
        Transaction read = new Transaction(0, chunk.number(), clock.instant());
        source.script().reach(SourceStep.SELECTED);
        List<RowChange> piece = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            piece.add(RowChange.copy(schema, row(rows.get(i), columns), read, i));
            if (piece.size() == source.rowsPerPiece() || i == rows.size() - 1) {
                requireOpen();
                handler.rows(piece);
                piece = new ArrayList<>();
                source.script().reach(SourceStep.PIECE);
            }
        }
        source.script().reach(SourceStep.READ);
        return rows.size();
    }

    private static int[] columns(TableSchema wanted, TableSchema present) {
        return wanted.columnNames().stream()
                .mapToInt(name -> present.indexOf(name)
                        .orElseThrow(() ->
                                SourceException.retryable(present.table() + " has no column '" + name + "'", null)))
                .toArray();
    }

    private static Row row(@Nullable Object[] values, int[] columns) {
        @Nullable Object[] row = new @Nullable Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            row[i] = values[columns[i]];
        }
        return new Row(row, 16 + 16 * row.length);
    }

    private void requireOpen() {
        if (closed.get()) {
            throw SourceException.retryable("the snapshot reader was closed", null);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            source.open().decrementAndGet();
        }
    }
}
