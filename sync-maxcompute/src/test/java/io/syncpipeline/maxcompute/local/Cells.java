package io.syncpipeline.maxcompute.local;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** Moves cells, in the classes of {@link RecordDecoder}, to and from H2. */
final class Cells {

    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

    private Cells() {}

    static void bind(PreparedStatement statement, int parameter, ColumnType type, @Nullable Object cell)
            throws SQLException {
        if (cell == null) {
            statement.setNull(parameter, Types.NULL);
            return;
        }
        switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT, INTERVAL_YEAR_MONTH -> statement.setLong(parameter, (Long) cell);
            case FLOAT -> statement.setFloat(parameter, (Float) cell);
            case DOUBLE -> statement.setDouble(parameter, (Double) cell);
            case DECIMAL -> statement.setBigDecimal(parameter, (BigDecimal) cell);
            case BOOLEAN -> statement.setBoolean(parameter, (Boolean) cell);
            case STRING, VARCHAR, CHAR, JSON -> statement.setString(parameter, (String) cell);
            case BINARY -> statement.setBytes(parameter, (byte[]) cell);
            case DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ -> statement.setObject(parameter, cell);
            case INTERVAL_DAY_TIME -> statement.setBigDecimal(parameter, seconds((Duration) cell));
            case ARRAY, MAP, STRUCT -> statement.setString(parameter, ComplexText.write(type, cell));
        }
    }

    static @Nullable Object read(ResultSet result, int column, ColumnType type) throws SQLException {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT, INTERVAL_YEAR_MONTH -> {
                long value = result.getLong(column);
                yield result.wasNull() ? null : value;
            }
            case FLOAT -> {
                float value = result.getFloat(column);
                yield result.wasNull() ? null : value;
            }
            case DOUBLE -> {
                double value = result.getDouble(column);
                yield result.wasNull() ? null : value;
            }
            case DECIMAL -> result.getBigDecimal(column);
            case BOOLEAN -> {
                boolean value = result.getBoolean(column);
                yield result.wasNull() ? null : value;
            }
            case STRING, VARCHAR, CHAR, JSON -> result.getString(column);
            case BINARY -> result.getBytes(column);
            case DATE -> result.getObject(column, LocalDate.class);
            case DATETIME, TIMESTAMP_NTZ -> result.getObject(column, LocalDateTime.class);
            case TIMESTAMP -> result.getObject(column, Instant.class);
            case INTERVAL_DAY_TIME -> duration(result.getBigDecimal(column));
            case ARRAY, MAP, STRUCT -> {
                String text = result.getString(column);
                yield text == null ? null : ComplexText.read(type, text);
            }
        };
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toSeconds()).add(BigDecimal.valueOf(duration.toNanosPart(), 9));
    }

    private static @Nullable Duration duration(@Nullable BigDecimal seconds) {
        if (seconds == null) {
            return null;
        }
        BigDecimal[] parts = seconds.multiply(NANOS_PER_SECOND).divideAndRemainder(NANOS_PER_SECOND);
        return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
    }
}
