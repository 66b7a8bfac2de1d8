package io.syncpipeline.internal.plan;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Which of two types of values holds the values of both, so that columns of merged tables can differ while they are being widened. */
public final class ValueTypes {

    private static final List<Kind> INTEGERS = List.of(Kind.INT8, Kind.INT16, Kind.INT32, Kind.INT64);

    private ValueTypes() {}

    /** The wider of two types, or empty when neither holds the values of the other. */
    public static Optional<DataType> wider(DataType some, DataType other) {
        if (holds(some, other)) {
            return Optional.of(some);
        }
        return holds(other, some) ? Optional.of(other) : Optional.empty();
    }

    /** A value of one type as the value of a wider one, in the class that the wider type names. */
    static Object widened(Object value, DataType wide) {
        return switch (wide.kind()) {
            case INT16 -> ((Number) value).shortValue();
            case INT32 -> ((Number) value).intValue();
            case INT64 -> ((Number) value).longValue();
            case FLOAT64 -> ((Number) value).doubleValue();
            case DECIMAL -> ((BigDecimal) value).setScale(wide.scale());
            case BOOLEAN, INT8, FLOAT32, TEXT, BINARY, DATE, TIME, DATETIME, TIMESTAMP, JSON, FLOAT_VECTOR -> value;
        };
    }

    /** Whether values have to be {@link #widened}, and can be. */
    static boolean needsWidening(DataType from, DataType to) {
        boolean other = from.kind() != to.kind() || (from.kind() == Kind.DECIMAL && from.scale() != to.scale());
        return other && holds(to, from);
    }

    private static boolean holds(DataType wide, DataType narrow) {
        if (wide.equals(narrow)) {
            return true;
        }
        if (wide.kind() != narrow.kind()) {
            return (INTEGERS.contains(narrow.kind()) && INTEGERS.indexOf(narrow.kind()) < INTEGERS.indexOf(wide.kind()))
                    || (wide.kind() == Kind.FLOAT64 && narrow.kind() == Kind.FLOAT32);
        }
        return switch (wide.kind()) {
            case DECIMAL ->
                wide.scale() >= narrow.scale()
                        && wide.precision() - wide.scale() >= narrow.precision() - narrow.scale();
            case TEXT, BINARY ->
                wide.precision() == 0 || (narrow.precision() != 0 && narrow.precision() <= wide.precision());
            case TIME, DATETIME, TIMESTAMP -> narrow.precision() <= wide.precision();
            case BOOLEAN, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, DATE, JSON, FLOAT_VECTOR -> false;
        };
    }
}
