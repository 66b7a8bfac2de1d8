package io.syncpipeline.mysql.internal.snapshot;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.catalog.InformationSchema;
import io.syncpipeline.mysql.internal.connection.SqlText;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.spi.SnapshotChunk;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a table is cut. Integer keys without big holes are cut by arithmetic. For all others the server is asked for the key that
 * stands a chunk's rows behind the last boundary: it walks over the index once in all. Used by one thread.
 */
final class ChunkFinder {

    /** Keys with more numbers than this for each row are not cut by arithmetic: most chunks would be empty. */
    private static final long MAX_NUMBERS_PER_ROW = 4;

    /** For how many tables the spacing of keys is remembered. */
    private static final int REMEMBERED_TABLES = 64;

    private final Map<TableId, Spacing> spacings = new LinkedHashMap<>();

    /** The keys of an integer column: the greatest, and how many numbers a chunk spans; null: cut by asking. */
    private record Spacing(
            BigInteger first, BigInteger last, @Nullable BigInteger step) {}

    Optional<SnapshotChunk> next(Connection connection, CopyRequest request, @Nullable SnapshotChunk previous)
            throws SQLException {
        if (previous != null && previous.isLast()) {
            return Optional.empty();
        }
        TableId table = request.schema().table();
        String after = previous == null ? null : previous.upTo();
        int number = previous == null ? 0 : previous.number() + 1;
        if (request.splitKey().isEmpty()) {
            return Optional.of(new SnapshotChunk(table, number, null, null));
        }
        SplitKey key = SplitKey.of(request.schema(), request.splitKey());
        Boundary start = after == null ? null : Boundary.parse(table, after, key.size());
        Boundary end = boundary(connection, request, key, start);
        return Optional.of(new SnapshotChunk(table, number, after, end == null ? null : end.token()));
    }

    private @Nullable Boundary boundary(
            Connection connection, CopyRequest request, SplitKey key, @Nullable Boundary start) throws SQLException {
        if (!key.isInteger()) {
            return byOffset(connection, request, key, start);
        }
        TableId table = request.schema().table();
        Spacing spacing = start == null ? null : spacings.get(table);
        if (spacing == null) {
            Optional<Spacing> measured = spacing(connection, request, key);
            if (measured.isEmpty()) {
                return null;
            }
            spacing = measured.get();
            remember(table, spacing);
        }
        BigInteger step = spacing.step();
        if (step == null) {
            return byOffset(connection, request, key, start);
        }
        BigInteger before = start == null
                ? spacing.first().subtract(BigInteger.ONE)
                : new BigInteger(start.literals().get(0));
        BigInteger candidate = before.add(step);
        if (candidate.compareTo(spacing.last()) >= 0) {
            // Rows may have been added since: the last chunk shall not be larger than others
            Optional<Spacing> measured = spacing(connection, request, key);
            if (measured.isEmpty() || candidate.compareTo(measured.get().last()) >= 0) {
                spacings.remove(table);
                return null;
            }
            remember(table, new Spacing(spacing.first(), measured.get().last(), step));
        }
        return new Boundary(List.of(candidate.toString()));
    }

    private void remember(TableId table, Spacing spacing) {
        spacings.put(table, spacing);
        if (spacings.size() > REMEMBERED_TABLES) {
            spacings.remove(spacings.keySet().iterator().next());
        }
    }

    private static Optional<Spacing> spacing(Connection connection, CopyRequest request, SplitKey key)
            throws SQLException {
        TableId table = request.schema().table();
        String column = key.column(0).name();
        BigInteger first;
        BigInteger last;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT MIN(" + column + "), MAX(" + column + ") FROM " + SqlText.table(table))) {
            result.next();
            String min = result.getString(1);
            String max = result.getString(2);
            if (min == null || max == null) {
                return Optional.empty();
            }
            first = new BigInteger(min);
            last = new BigInteger(max);
        }
        BigInteger numbers = last.subtract(first).add(BigInteger.ONE);
        BigInteger chunk = BigInteger.valueOf(request.chunkRows());
        if (numbers.compareTo(chunk) <= 0) {
            return Optional.of(new Spacing(first, last, chunk));
        }
        BigInteger rows = BigInteger.valueOf(new InformationSchema(connection).estimatedRows(table));
        if (numbers.compareTo(rows.multiply(BigInteger.valueOf(MAX_NUMBERS_PER_ROW))) > 0) {
            return Optional.of(new Spacing(first, last, null));
        }
        return Optional.of(
                new Spacing(first, last, chunk.multiply(numbers).divide(rows).max(chunk)));
    }

    private static @Nullable Boundary byOffset(
            Connection connection, CopyRequest request, SplitKey key, @Nullable Boundary start) throws SQLException {
        // Rows with NULL belong to the first chunk, however many they are: NULL is no boundary
        String condition = start == null && key.column(0).isNullable()
                ? key.column(0).name() + " IS NOT NULL"
                : key.between(start, null);
        // One row more than a chunk holds: when it is not there, what is left is the last chunk
        String query = "SELECT " + key.selected() + " FROM "
                + SqlText.table(request.schema().table()) + key.indexHint() + " WHERE " + condition + " ORDER BY "
                + key.ascending() + " LIMIT " + (request.chunkRows() - 1) + ", 2";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            if (!result.next()) {
                return null;
            }
            List<String> literals = new ArrayList<>();
            for (int i = 0; i < key.size(); i++) {
                literals.add(key.column(i).literal(result.getBytes(i + 1)));
            }
            return result.next() ? new Boundary(literals) : null;
        }
    }
}
