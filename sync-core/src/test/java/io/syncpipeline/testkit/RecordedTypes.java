package io.syncpipeline.testkit;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Text;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types of a {@link RecordingSink}, which are named as MaxCompute's, and which values each of them holds. */
final class RecordedTypes {

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");
    private static final List<Kind> INTEGERS = List.of(Kind.INT8, Kind.INT16, Kind.INT32, Kind.INT64);

    private RecordedTypes() {}

    static String nameOf(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "BOOLEAN";
            case INT8 -> "TINYINT";
            case INT16 -> "SMALLINT";
            case INT32 -> "INT";
            case INT64 -> "BIGINT";
            case DECIMAL ->
                type.precision() > 38 || type.scale() > 18
                        ? "STRING"
                        : "DECIMAL(" + type.precision() + "," + type.scale() + ")";
            case FLOAT32 -> "FLOAT";
            case FLOAT64 -> "DOUBLE";
            case TEXT, JSON, TIME -> "STRING";
            case BINARY -> "BINARY";
            case DATE -> "DATE";
            case DATETIME -> "TIMESTAMP_NTZ";
            case TIMESTAMP -> "TIMESTAMP";
            case FLOAT_VECTOR -> "ARRAY<FLOAT>";
        };
    }

    /** What a column of a type stores. */
    static DataType stored(String name) {
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            return DataType.decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        return switch (name) {
            case "BOOLEAN" -> DataType.of(Kind.BOOLEAN);
            case "TINYINT" -> DataType.of(Kind.INT8);
            case "SMALLINT" -> DataType.of(Kind.INT16);
            case "INT" -> DataType.of(Kind.INT32);
            case "BIGINT" -> DataType.of(Kind.INT64);
            case "FLOAT" -> DataType.of(Kind.FLOAT32);
            case "DOUBLE" -> DataType.of(Kind.FLOAT64);
            case "STRING" -> DataType.of(Kind.TEXT);
            case "BINARY" -> DataType.of(Kind.BINARY);
            case "DATE" -> DataType.of(Kind.DATE);
            case "TIMESTAMP_NTZ" -> DataType.of(Kind.DATETIME);
            case "TIMESTAMP" -> DataType.of(Kind.TIMESTAMP);
            case "ARRAY<FLOAT>" -> DataType.of(Kind.FLOAT_VECTOR);
            default -> throw new IllegalArgumentException("there is no type " + name);
        };
    }

    /** The value of a partition column of a type, from its text. */
    static Object ofPartition(String name, String text) {
        return switch (stored(name).kind()) {
            case INT8 -> Byte.valueOf(text);
            case INT16 -> Short.valueOf(text);
            case INT32 -> Integer.valueOf(text);
            case INT64 -> Long.valueOf(text);
            case TEXT -> Text.of(text);
            default -> throw new IllegalArgumentException("a partition column cannot be a " + name);
        };
    }

    /** Whether a column of a type holds every value of another. */
    static boolean holds(String name, DataType values) {
        DataType stored = stored(name);
        if (INTEGERS.contains(stored.kind()) && INTEGERS.contains(values.kind())) {
            return INTEGERS.indexOf(values.kind()) <= INTEGERS.indexOf(stored.kind());
        }
        if (stored.kind() == Kind.DECIMAL && values.kind() == Kind.DECIMAL) {
            return values.scale() <= stored.scale()
                    && values.precision() - values.scale() <= stored.precision() - stored.scale();
        }
        if (stored.kind() == Kind.TEXT) {
            return values.kind() != Kind.BINARY && values.kind() != Kind.FLOAT_VECTOR;
        }
        if (stored.kind() == Kind.BOOLEAN && INTEGERS.contains(values.kind())) {
            return true;
        }
        if (stored.kind() == Kind.DECIMAL && INTEGERS.contains(values.kind())) {
            return true;
        }
        return nameOf(values).equals(name) || (stored.kind() == Kind.FLOAT64 && values.kind() == Kind.FLOAT32);
    }
}
