package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import java.math.BigDecimal;

/** The families of kinds that behave alike in expressions. */
final class Kinds {

    private Kinds() {}

    static boolean isInteger(Kind kind) {
        return kind == Kind.INT8 || kind == Kind.INT16 || kind == Kind.INT32 || kind == Kind.INT64;
    }

    static boolean isExact(Kind kind) {
        return isInteger(kind) || kind == Kind.DECIMAL;
    }

    static boolean isFloating(Kind kind) {
        return kind == Kind.FLOAT32 || kind == Kind.FLOAT64;
    }

    static boolean isNumber(Kind kind) {
        return isExact(kind) || isFloating(kind);
    }

    static boolean isText(Kind kind) {
        return kind == Kind.TEXT || kind == Kind.JSON;
    }

    /** Whether it is a day, a time of a day, or a moment. */
    static boolean isCalendar(Kind kind) {
        return kind == Kind.DATE || kind == Kind.DATETIME || kind == Kind.TIMESTAMP;
    }

    /** The type that holds every value of an exact type as a decimal. */
    static DataType asDecimal(DataType exact) {
        return switch (exact.kind()) {
            case INT8 -> DataType.decimal(3, 0);
            case INT16 -> DataType.decimal(5, 0);
            case INT32 -> DataType.decimal(10, 0);
            case INT64 -> DataType.decimal(19, 0);
            case DECIMAL -> exact;
            case BOOLEAN, FLOAT32, FLOAT64, TEXT, BINARY, DATE, TIME, DATETIME, TIMESTAMP, JSON, FLOAT_VECTOR ->
                throw new IllegalArgumentException(exact + " is not exact");
        };
    }

    /** A value of an integer kind. */
    static long integer(Object value) {
        return ((Number) value).longValue();
    }

    /** A value of an exact kind as a decimal. */
    static BigDecimal decimal(Object value) {
        return value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(((Number) value).longValue());
    }

    /** A value of any number's kind as the nearest double. */
    static double floating(Object value) {
        return ((Number) value).doubleValue();
    }
}
