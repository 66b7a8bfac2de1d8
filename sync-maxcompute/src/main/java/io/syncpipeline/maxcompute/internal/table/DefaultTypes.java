package io.syncpipeline.maxcompute.internal.table;

import io.syncpipeline.maxcompute.internal.record.ColumnType;
import io.syncpipeline.model.DataType;

/** The MaxCompute type that stores values of a kind without loss when no rule says otherwise. */
public final class DefaultTypes {

    private DefaultTypes() {}

    /** The type, as MaxCompute spells it. */
    public static String typeFor(DataType values) {
        return switch (values.kind()) {
            case BOOLEAN -> "BOOLEAN";
            case INT8 -> "TINYINT";
            case INT16 -> "SMALLINT";
            case INT32 -> "INT";
            case INT64 -> "BIGINT";
            case DECIMAL -> decimal(values);
            case FLOAT32 -> "FLOAT";
            case FLOAT64 -> "DOUBLE";
            case TEXT, TIME, JSON -> "STRING";
            case BINARY -> "BINARY";
            case DATE -> "DATE";
            case DATETIME -> "TIMESTAMP_NTZ";
            case TIMESTAMP -> "TIMESTAMP";
            case FLOAT_VECTOR -> "ARRAY<FLOAT>";
        };
    }

    private static String decimal(DataType values) {
        boolean fits = values.precision() >= 1
                && values.precision() <= ColumnType.MAX_DECIMAL_PRECISION
                && values.scale() <= ColumnType.MAX_DECIMAL_SCALE;
        return fits ? "DECIMAL(" + values.precision() + "," + values.scale() + ")" : "STRING";
    }
}
