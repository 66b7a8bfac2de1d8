package io.syncpipeline.mysql.internal.snapshot;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.connection.SqlText;
import io.syncpipeline.mysql.internal.type.MySqlType;
import io.syncpipeline.mysql.internal.type.TextDecoder;
import io.syncpipeline.mysql.internal.type.ValueException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to select of a table, and how the rows of the answer become {@link Row}s. Immutable; made once for each chunk. */
final class RowDecoding {

    // A row's object, its array's header, and for each value a reference and the header of an object
    private static final int ROW_BYTES = 40;
    private static final int REFERENCE_BYTES = 8;
    private static final int VALUE_BYTES = 16;

    private final TableSchema schema;
    private final String selected;
    private final TextDecoder[] decoders;

    RowDecoding(TableSchema schema) {
        this.schema = schema;
        List<MySqlType> types = schema.columns().stream().map(MySqlType::of).toList();
        this.decoders = types.stream().map(MySqlType::textDecoder).toArray(TextDecoder[]::new);
        this.selected = schema.columns().stream()
                .map(column -> MySqlType.of(column).selectExpression(SqlText.name(column.name())))
                .collect(Collectors.joining(", "));
    }

    /** The expressions to select, in the order of the columns. */
    String selected() {
        return selected;
    }

    /** The row on which the result stands. */
    Row row(ResultSet result) throws SQLException {
        int size = decoders.length;
        @Nullable Object[] values = new @Nullable Object[size];
        int bytes = ROW_BYTES + REFERENCE_BYTES * size;
        for (int i = 0; i < size; i++) {
            byte[] text = result.getBytes(i + 1);
            if (text != null) {
                try {
                    values[i] = decoders[i].decode(text);
                } catch (ValueException e) {
                    throw undecodable(i, values, e);
                }
                bytes += VALUE_BYTES + text.length;
            }
        }
        return new Row(values, bytes);
    }

    private SourceException undecodable(int index, @Nullable Object[] values, ValueException e) {
        Column column = schema.columns().get(index);
        String key = schema.primaryKey().stream()
                .map(name -> {
                    int position = schema.indexOf(name).orElseThrow();
                    return name + "=" + (position < index ? values[position] : "?");
                })
                .collect(Collectors.joining(", ", "{", "}"));
        return SourceException.fatal(
                schema.table() + ": a value of column '" + column + "' of the row " + key + " cannot be read: "
                        + e.getMessage(),
                e);
    }
}
