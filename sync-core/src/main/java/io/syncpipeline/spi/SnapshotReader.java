package io.syncpipeline.spi;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableSchema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies tables chunk by chunk over a connection of its own. Used by one thread; {@link #close()} may be called by another. */
public interface SnapshotReader extends AutoCloseable {

    /** Takes rows as they arrive. */
    @FunctionalInterface
    interface RowHandler {

        /**
         * Takes the next rows of a chunk, each a {@link RowChange.Operation#COPY}. May block, which makes the source wait.
         *
         * @throws InterruptedException when the thread was interrupted
         */
        void rows(List<RowChange> rows) throws InterruptedException;
    }

    /** About how many rows the request will copy, from the source's statistics: cheap, may be far off. */
    long estimateRows(CopyRequest request);

    /**
     * Finds the next chunk of a table. Chunks may be found while earlier ones are being read.
     *
     * @param request what is copied
     * @param previous the chunk before; null: none, or when a copy is resumed, any chunk whose number and {@code upTo} say where the
     *     finished part ends
     * @return the chunk, or empty when {@code previous} was the last one
     * @throws InterruptedException when the thread was interrupted
     */
    Optional<SnapshotChunk> nextChunk(CopyRequest request, @Nullable SnapshotChunk previous)
            throws InterruptedException;

    /**
     * Waits until every change that {@code dispatched} covers is visible to the next {@link #read}.
     *
     * @throws InterruptedException when the thread was interrupted
     * @throws io.syncpipeline.model.SourceException when that does not happen in a time in which it should
     */
    void awaitVisible(Position dispatched) throws InterruptedException;

    /**
     * The table's present shape, to be compared with the tracked one before a chunk is read.
     *
     * @return the shape, or empty when the table does not exist
     */
    Optional<TableSchema> currentSchema(TableSchema tracked);

    /**
     * Reads a chunk as a stream and hands its rows on in pieces. Returns when all have been handed on. The rows must be those of the shape
     * that the request has: a table that was altered since somebody looked at its shape may have columns of the same names with other
     * values in them.
     *
     * @return the number of rows, or -1 when the table {@linkplain TableSchema#hasColumnsOf has other columns} than the request, or is gone:
     *     then nothing was handed on
     * @throws InterruptedException when the thread was interrupted or the handler was
     */
    long read(CopyRequest request, SnapshotChunk chunk, RowHandler handler) throws InterruptedException;

    /** Ends a running read and releases the connection. Idempotent. */
    @Override
    void close();
}
