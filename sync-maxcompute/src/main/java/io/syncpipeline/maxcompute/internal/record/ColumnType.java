package io.syncpipeline.maxcompute.internal.record;

import io.syncpipeline.model.DataType;
import java.util.Locale;
import java.util.Map;

/**
 * The type of a MaxCompute column.
 *
 * @param kind the family of types
 * @param precision DECIMAL: digits in all; VARCHAR, CHAR: most characters; otherwise 0
 * @param scale DECIMAL: digits after the point; otherwise 0
 */
public record ColumnType(Kind kind, int precision, int scale) {

    /** The families of MaxCompute types, as far as rows can be written to them. */
    public enum Kind {
        TINYINT,
        SMALLINT,
        INT,
        BIGINT,
        FLOAT,
        DOUBLE,
        BOOLEAN,
        DECIMAL,
        STRING,
        VARCHAR,
        CHAR,
        BINARY,
        DATE,
        DATETIME,
        TIMESTAMP,
        TIMESTAMP_NTZ,
        JSON,
        FLOAT_ARRAY,
        DOUBLE_ARRAY,
        /** A type that exists but that this library does not write. */
        OTHER
    }

    /** Most digits of a DECIMAL. */
    public static final int MAX_DECIMAL_PRECISION = 38;

    /** Most digits after the point of a DECIMAL. */
    public static final int MAX_DECIMAL_SCALE = 18;

    private static final int MAX_VARCHAR_LENGTH = 65_535;
    private static final int MAX_CHAR_LENGTH = 255;

    private static final Map<String, Kind> PLAIN = Map.ofEntries(
            Map.entry("TINYINT", Kind.TINYINT),
            Map.entry("SMALLINT", Kind.SMALLINT),
            Map.entry("INT", Kind.INT),
            Map.entry("BIGINT", Kind.BIGINT),
            Map.entry("FLOAT", Kind.FLOAT),
            Map.entry("DOUBLE", Kind.DOUBLE),
            Map.entry("BOOLEAN", Kind.BOOLEAN),
            Map.entry("STRING", Kind.STRING),
            Map.entry("BINARY", Kind.BINARY),
            Map.entry("DATE", Kind.DATE),
            Map.entry("DATETIME", Kind.DATETIME),
            Map.entry("TIMESTAMP", Kind.TIMESTAMP),
            Map.entry("TIMESTAMP_NTZ", Kind.TIMESTAMP_NTZ),
            Map.entry("JSON", Kind.JSON),
            Map.entry("ARRAY<FLOAT>", Kind.FLOAT_ARRAY),
            Map.entry("ARRAY<DOUBLE>", Kind.DOUBLE_ARRAY),
            Map.entry("INTERVAL_DAY_TIME", Kind.OTHER),
            Map.entry("INTERVAL_YEAR_MONTH", Kind.OTHER));

    /**
     * Reads a type as MaxCompute spells it, without regard to case and blanks.
     *
     * @throws IllegalArgumentException when there is no such type; the message says why
     */
    public static ColumnType parse(String text) {
        String normal = text.replace(" ", "").toUpperCase(Locale.ROOT);
        Kind plain = PLAIN.get(normal);
        if (plain != null) {
            return new ColumnType(plain, 0, 0);
        }
        if (normal.equals("DECIMAL")) {
            return new ColumnType(Kind.DECIMAL, MAX_DECIMAL_PRECISION, MAX_DECIMAL_SCALE);
        }
        if (normal.startsWith("MAP<") || normal.startsWith("STRUCT<") || normal.startsWith("ARRAY<")) {
            return new ColumnType(Kind.OTHER, 0, 0);
        }
        int open = normal.indexOf('(');
        if (open > 0 && normal.endsWith(")")) {
            return sized(text, normal.substring(0, open), normal.substring(open + 1, normal.length() - 1));
        }
        throw new IllegalArgumentException("MaxCompute has no type '" + text + "'");
    }

    private static ColumnType sized(String text, String word, String arguments) {
        int comma = arguments.indexOf(',');
        int first = number(text, comma < 0 ? arguments : arguments.substring(0, comma));
        int second = comma < 0 ? 0 : number(text, arguments.substring(comma + 1));
        switch (word) {
            case "DECIMAL" -> {
                require(first, 1, MAX_DECIMAL_PRECISION, "precision of", text);
                require(second, 0, Math.min(MAX_DECIMAL_SCALE, first), "scale of", text);
                return new ColumnType(Kind.DECIMAL, first, second);
            }
            case "VARCHAR" -> {
                require(first, 1, MAX_VARCHAR_LENGTH, "length of", text);
                return new ColumnType(Kind.VARCHAR, first, 0);
            }
            case "CHAR" -> {
                require(first, 1, MAX_CHAR_LENGTH, "length of", text);
                return new ColumnType(Kind.CHAR, first, 0);
            }
            default -> throw new IllegalArgumentException("MaxCompute has no type '" + text + "'");
        }
    }

    private static int number(String text, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + digits + "' in type '" + text + "' is not a number", e);
        }
    }

    private static void require(int value, int least, int most, String what, String text) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "the " + what + " '" + text + "' must be " + least + " to " + most + ", not " + value);
        }
    }

    /** What the values of such a column are. A type that this library does not write counts as text. */
    public DataType valueType() {
        return switch (kind) {
            case TINYINT -> DataType.of(DataType.Kind.INT8);
            case SMALLINT -> DataType.of(DataType.Kind.INT16);
            case INT -> DataType.of(DataType.Kind.INT32);
            case BIGINT -> DataType.of(DataType.Kind.INT64);
            case FLOAT -> DataType.of(DataType.Kind.FLOAT32);
            case DOUBLE -> DataType.of(DataType.Kind.FLOAT64);
            case BOOLEAN -> DataType.of(DataType.Kind.BOOLEAN);
            case DECIMAL -> DataType.decimal(precision, scale);
            case STRING, OTHER -> DataType.of(DataType.Kind.TEXT);
            case VARCHAR, CHAR -> DataType.of(DataType.Kind.TEXT, precision);
            case BINARY -> DataType.of(DataType.Kind.BINARY);
            case DATE -> DataType.of(DataType.Kind.DATE);
            case DATETIME -> DataType.of(DataType.Kind.TIMESTAMP, 3);
            case TIMESTAMP -> DataType.of(DataType.Kind.TIMESTAMP, 9);
            case TIMESTAMP_NTZ -> DataType.of(DataType.Kind.DATETIME, 9);
            case JSON -> DataType.of(DataType.Kind.JSON);
            case FLOAT_ARRAY, DOUBLE_ARRAY -> DataType.of(DataType.Kind.FLOAT_VECTOR);
        };
    }

    @Override
    public String toString() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(" + precision + "," + scale + ")";
            case VARCHAR, CHAR -> kind + "(" + precision + ")";
            case FLOAT_ARRAY -> "ARRAY<FLOAT>";
            case DOUBLE_ARRAY -> "ARRAY<DOUBLE>";
            default -> kind.toString();
        };
    }
}
