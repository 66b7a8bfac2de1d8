package io.syncpipeline.maxcompute.internal.record;

import io.syncpipeline.model.DataType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Chooses the encoder for values of a kind in columns of a type: the one place that knows which values fit which types. */
public final class ColumnEncoders {

    private static final Set<DataType.Kind> INTEGERS =
            EnumSet.of(DataType.Kind.INT8, DataType.Kind.INT16, DataType.Kind.INT32, DataType.Kind.INT64);

    private ColumnEncoders() {}

    /** Whether values of a kind can be stored in columns of a type at all; single values may still not fit. */
    public static boolean canStore(DataType values, ColumnType type) {
        return find(values, type).isPresent();
    }

    static Optional<ColumnEncoder> find(DataType values, ColumnType type) {
        DataType.Kind kind = values.kind();
        ColumnEncoder encoder =
                switch (type.kind()) {
                    case TINYINT -> integer(values, type, Byte.MIN_VALUE, Byte.MAX_VALUE);
                    case SMALLINT -> integer(values, type, Short.MIN_VALUE, Short.MAX_VALUE);
                    case INT -> integer(values, type, Integer.MIN_VALUE, Integer.MAX_VALUE);
                    // MaxCompute has no BIGINT of -2^63.
                    case BIGINT -> integer(values, type, Long.MIN_VALUE + 1, Long.MAX_VALUE);
                    case FLOAT -> isFloat(kind) ? new NumberEncoders.FloatEncoder() : null;
                    case DOUBLE ->
                        isFloat(kind) || kind == DataType.Kind.INT32 || kind == DataType.Kind.FLOAT64
                                ? new NumberEncoders.DoubleEncoder()
                                : null;
                    case BOOLEAN ->
                        kind == DataType.Kind.BOOLEAN || INTEGERS.contains(kind)
                                ? new NumberEncoders.BooleanEncoder()
                                : null;
                    case DECIMAL ->
                        kind == DataType.Kind.DECIMAL || kind == DataType.Kind.BOOLEAN || INTEGERS.contains(kind)
                                ? new NumberEncoders.DecimalEncoder(type)
                                : null;
                    case STRING, VARCHAR, CHAR -> TextEncoders.find(values, type);
                    case JSON ->
                        kind == DataType.Kind.JSON || kind == DataType.Kind.TEXT
                                ? TextEncoders.find(values, type)
                                : null;
                    case BINARY -> TextEncoders.findBinary(kind);
                    case DATE -> kind == DataType.Kind.DATE ? new TimeEncoders.DateEncoder() : null;
                    case DATETIME -> kind == DataType.Kind.TIMESTAMP ? new TimeEncoders.MillisEncoder() : null;
                    case TIMESTAMP -> kind == DataType.Kind.TIMESTAMP ? new TimeEncoders.InstantEncoder() : null;
                    case TIMESTAMP_NTZ ->
                        kind == DataType.Kind.DATETIME || kind == DataType.Kind.DATE
                                ? new TimeEncoders.LocalDateTimeEncoder()
                                : null;
                    case FLOAT_ARRAY ->
                        kind == DataType.Kind.FLOAT_VECTOR ? new NumberEncoders.VectorEncoder(false) : null;
                    case DOUBLE_ARRAY ->
                        kind == DataType.Kind.FLOAT_VECTOR ? new NumberEncoders.VectorEncoder(true) : null;
                    case OTHER -> null;
                };
        return Optional.ofNullable(encoder);
    }

    private static boolean isFloat(DataType.Kind kind) {
        return kind == DataType.Kind.FLOAT32 || kind == DataType.Kind.INT8 || kind == DataType.Kind.INT16;
    }

    private static @org.jspecify.annotations.Nullable ColumnEncoder integer(
            DataType values, ColumnType type, long least, long most) {
        boolean whole = values.kind() == DataType.Kind.DECIMAL && values.scale() == 0;
        return whole || values.kind() == DataType.Kind.BOOLEAN || INTEGERS.contains(values.kind())
                ? new NumberEncoders.IntegerEncoder(type, least, most)
                : null;
    }
}
