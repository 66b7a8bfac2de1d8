package io.syncpipeline.internal.engine;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.spi.SnapshotChunk;
import io.syncpipeline.spi.SnapshotReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reader that finds one chunk and nothing else: the last one may be bounded, so that there is one more to look for in vain. */
record OneChunk(@Nullable SnapshotChunk chunk) implements SnapshotReader {

    @Override
    public long estimateRows(CopyRequest request) {
        return 1;
    }

    @Override
    public Optional<SnapshotChunk> nextChunk(CopyRequest request, @Nullable SnapshotChunk previous) {
        return Optional.ofNullable(chunk);
    }

    @Override
    public void awaitVisible(Position dispatched) {}

    @Override
    public Optional<TableSchema> currentSchema(TableSchema tracked) {
        return Optional.of(tracked);
    }

    @Override
    public long read(CopyRequest request, SnapshotChunk wanted, RowHandler handler) {
        return 0;
    }

    @Override
    public void close() {}
}
