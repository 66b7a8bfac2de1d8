package io.syncpipeline.mysql.internal.snapshot;

import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.spi.SnapshotChunk;
import io.syncpipeline.spi.SnapshotReader;
import io.syncpipeline.spi.SourceSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies a whole table, chunk by chunk, as the engine does. */
public final class CopiedTable {

    private static final int MAX_CHUNKS = 10_000;

    private final List<SnapshotChunk> chunks = new ArrayList<>();
    private final List<RowChange> rows = new ArrayList<>();

    private CopiedTable() {}

    /** Copies with all values. */
    public static CopiedTable copy(SourceSession session, TableId table, List<String> splitKey, int chunkRows) {
        return copy(session, new CopyRequest(schema(session, table), splitKey, "", chunkRows));
    }

    static CopiedTable copy(SourceSession session, CopyRequest request) {
        try (SnapshotReader reader = session.snapshotReader()) {
            return copyAfter(reader, request, null);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static CopiedTable copyAfter(SnapshotReader reader, CopyRequest request, @Nullable SnapshotChunk last)
            throws InterruptedException {
        CopiedTable copied = new CopiedTable();
        Optional<SnapshotChunk> chunk = reader.nextChunk(request, last);
        while (chunk.isPresent()) {
            if (copied.chunks.size() > MAX_CHUNKS) {
                throw new AssertionError("the chunks of " + request.schema().table() + " do not end");
            }
            copied.chunks.add(chunk.get());
            reader.read(request, chunk.get(), copied.rows::addAll);
            chunk = reader.nextChunk(request, chunk.get());
        }
        return copied;
    }

    /** The shape that the server tells of a table that exists. */
    public static TableSchema schema(SourceSession session, TableId table) {
        Map<TableId, TableSchema> schemas = session.schemas(List.of(table));
        return Optional.ofNullable(schemas.get(table)).orElseThrow();
    }

    List<SnapshotChunk> chunks() {
        return chunks;
    }

    List<RowChange> rows() {
        return rows;
    }

    /** The values of a column, in the order of copying. */
    public List<Object> values(String column) {
        List<Object> values = new ArrayList<>();
        for (RowChange row : rows) {
            values.add(row.after().get(row.schema().indexOf(column).orElseThrow()));
        }
        return values;
    }
}
