package io.syncpipeline.maxcompute.local;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;

/**
 * How column types are stored in H2. DATETIME and TIMESTAMP_NTZ are local times in UTC, TIMESTAMP carries its zone,
 * complex values are JSON text. Text and bytes are VARCHAR and VARBINARY until a cell is longer than H2 allows there.
 */
final class H2Types {

    /** Most characters of a VARCHAR and bytes of a VARBINARY of H2. */
    static final int LONGEST_INLINE = 1_048_576;

    private static final int MILLISECOND_DIGITS = 3;

    private H2Types() {}

    static String definition(ColumnType type, boolean large) {
        return switch (type.kind()) {
            case TINYINT -> "TINYINT";
            case SMALLINT -> "SMALLINT";
            case INT -> "INTEGER";
            case BIGINT, INTERVAL_YEAR_MONTH -> "BIGINT";
            case FLOAT -> "REAL";
            case DOUBLE -> "DOUBLE PRECISION";
            case DECIMAL -> "NUMERIC(" + type.length() + "," + type.scale() + ")";
            case BOOLEAN -> "BOOLEAN";
            case VARCHAR, CHAR -> "VARCHAR(" + type.length() + ")";
            case STRING, JSON, ARRAY, MAP, STRUCT -> large ? "CHARACTER LARGE OBJECT" : "VARCHAR";
            case BINARY -> large ? "BINARY LARGE OBJECT" : "VARBINARY";
            case DATE -> "DATE";
            case DATETIME -> "TIMESTAMP(3)";
            case TIMESTAMP -> "TIMESTAMP(9) WITH TIME ZONE";
            case TIMESTAMP_NTZ -> "TIMESTAMP(9)";
            case INTERVAL_DAY_TIME -> "NUMERIC(28,9)";
        };
    }

    /** The MaxCompute type of a computed result column. */
    static ColumnType ofResult(ResultSetMetaData data, int column) throws SQLException {
        return switch (data.getColumnType(column)) {
            case Types.TINYINT -> ColumnType.of(ColumnType.Kind.TINYINT);
            case Types.SMALLINT -> ColumnType.of(ColumnType.Kind.SMALLINT);
            case Types.INTEGER -> ColumnType.of(ColumnType.Kind.INT);
            case Types.BIGINT -> ColumnType.of(ColumnType.Kind.BIGINT);
            case Types.REAL -> ColumnType.of(ColumnType.Kind.FLOAT);
            case Types.DOUBLE, Types.FLOAT -> ColumnType.of(ColumnType.Kind.DOUBLE);
            case Types.NUMERIC, Types.DECIMAL ->
                ColumnType.decimal(
                        ColumnType.MAX_DECIMAL_DIGITS,
                        Math.max(0, Math.min(data.getScale(column), ColumnType.MAX_DECIMAL_SCALE)));
            case Types.BOOLEAN, Types.BIT -> ColumnType.of(ColumnType.Kind.BOOLEAN);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                ColumnType.of(ColumnType.Kind.BINARY);
            case Types.DATE -> ColumnType.of(ColumnType.Kind.DATE);
            case Types.TIMESTAMP_WITH_TIMEZONE -> ColumnType.of(ColumnType.Kind.TIMESTAMP);
            case Types.TIMESTAMP ->
                ColumnType.of(
                        data.getScale(column) <= MILLISECOND_DIGITS
                                ? ColumnType.Kind.DATETIME
                                : ColumnType.Kind.TIMESTAMP_NTZ);
            default -> ColumnType.of(ColumnType.Kind.STRING);
        };
    }
}
