package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rows of a query's result, kept as an uncompressed record stream until the job is forgotten. */
final class SqlRows implements AutoCloseable {

    private final List<TableColumn> columns;
    private final Spool spool;
    private final long count;

    private SqlRows(List<TableColumn> columns, Spool spool, long count) {
        this.columns = columns;
        this.spool = spool;
        this.count = count;
    }

    /** Takes all rows of an H2 result. */
    static SqlRows of(ResultSet result, Catalog catalog, Path directory, Stop stop) throws SQLException, IOException {
        List<TableColumn> columns = columns(result.getMetaData(), catalog);
        List<ColumnType> types = columns.stream().map(TableColumn::type).toList();
        Spool spool = new Spool(directory);
        try (OutputStream out = spool.output()) {
            RecordEncoder encoder = new RecordEncoder(out, types);
            @Nullable Object[] row = new Object[types.size()];
            while (result.next()) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = Cells.read(result, i + 1, types.get(i));
                }
                encoder.write(row);
                stop.check();
            }
            encoder.finish();
            return new SqlRows(columns, spool, encoder.rows());
        } catch (SQLException | IOException | RuntimeException failure) {
            spool.close();
            throw failure;
        }
    }

    private static List<TableColumn> columns(ResultSetMetaData data, Catalog catalog) throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            String column = data.getColumnName(i);
            ColumnType type = catalog.find(data.getSchemaName(i), data.getTableName(i))
                    .flatMap(table -> table.definition().column(column))
                    .map(TableColumn::type)
                    .orElse(null);
            columns.add(new TableColumn(
                    i - 1,
                    label(data.getColumnLabel(i), i - 1),
                    type == null ? H2Types.ofResult(data, i) : type,
                    true,
                    ""));
        }
        return columns;
    }

    // An expression without an alias is called _c0, _c1, ... by the service.
    private static String label(String label, int place) {
        for (int i = 0; i < label.length(); i++) {
            if (!Character.isLetterOrDigit(label.charAt(i)) && label.charAt(i) != '_') {
                return "_c" + place;
            }
        }
        return label.toLowerCase(Locale.ROOT);
    }

    List<TableColumn> columns() {
        return columns;
    }

    long count() {
        return count;
    }

    /** Reads a range of the rows. */
    void read(RowRange range, TableSnapshot.RowSink sink) throws IOException {
        List<ColumnType> types = columns.stream().map(TableColumn::type).toList();
        try (InputStream in = spool.open()) {
            RecordDecoder decoder = new RecordDecoder(in, types);
            @Nullable Object[] row = new Object[types.size()];
            while (decoder.rows() < range.start() + range.count() && decoder.next(row)) {
                if (decoder.rows() > range.start()) {
                    sink.accept(row);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
