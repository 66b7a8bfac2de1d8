package io.syncpipeline.internal.plan;

import io.syncpipeline.internal.expression.TextForm;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which type holds the values of several without losing anything, so that columns of merged tables can differ: for good, or while they are
 * being widened one after the other.
 */
public final class ValueTypes {

    /** The digits that each kind of integer needs. */
    private static final Map<Kind, Integer> INTEGERS =
            new EnumMap<>(Map.of(Kind.INT8, 3, Kind.INT16, 5, Kind.INT32, 10, Kind.INT64, 19));

    /** Kinds whose values have no text that gives them back. */
    private static final Set<Kind> WITHOUT_TEXT = EnumSet.of(Kind.BINARY, Kind.FLOAT_VECTOR);

    private ValueTypes() {}

    /** The least type that holds the values of two, or empty when there is none. */
    public static Optional<DataType> common(DataType some, DataType other) {
        if (holds(some, other)) {
            return Optional.of(some);
        }
        if (holds(other, some)) {
            return Optional.of(other);
        }
        if (isExact(some) && isExact(other)) {
            int scale = Math.max(some.scale(), other.scale());
            return Optional.of(DataType.decimal(Math.max(integerDigits(some), integerDigits(other)) + scale, scale));
        }
        if (isFloating(some) && isFloating(other) || isFloat(some, other) || isFloat(other, some)) {
            return Optional.of(DataType.of(Kind.FLOAT64));
        }
        DataType text = DataType.of(Kind.TEXT);
        boolean isText = some.kind() == Kind.TEXT || other.kind() == Kind.TEXT;
        return isText && holds(text, some) && holds(text, other) ? Optional.of(text) : Optional.empty();
    }

    /** A single and an integer of 32 bits, which a double holds both. */
    private static boolean isFloat(DataType some, DataType other) {
        return some.kind() == Kind.FLOAT32 && other.kind() == Kind.INT32;
    }

    private static boolean isFloating(DataType type) {
        return type.kind() == Kind.FLOAT32 || type.kind() == Kind.FLOAT64;
    }

    private static boolean isExact(DataType type) {
        return type.kind() == Kind.DECIMAL || INTEGERS.containsKey(type.kind());
    }

    private static int integerDigits(DataType type) {
        Integer digits = INTEGERS.get(type.kind());
        return digits == null ? Math.toIntExact(type.precision()) - type.scale() : digits;
    }

    /** A value of one type as the value of a wider one, in the class that the wider type names. */
    static Object widened(Object value, DataType narrow, DataType wide) {
        return switch (wide.kind()) {
            case INT16 -> ((Number) value).shortValue();
            case INT32 -> ((Number) value).intValue();
            case INT64 -> ((Number) value).longValue();
            case FLOAT32 -> ((Number) value).floatValue();
            case FLOAT64 -> ((Number) value).doubleValue();
            case DECIMAL ->
                (value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(((Number) value).longValue()))
                        .setScale(wide.scale());
            case DATETIME -> value instanceof LocalDate date ? date.atStartOfDay() : value;
            case TEXT -> value instanceof Text ? value : TextForm.text(value, narrow);
            case BOOLEAN, INT8, BINARY, DATE, TIME, TIMESTAMP, JSON, FLOAT_VECTOR -> value;
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
            return holdsOtherKind(wide, narrow);
        }
        return switch (wide.kind()) {
            case DECIMAL -> wide.scale() >= narrow.scale() && integerDigits(wide) >= integerDigits(narrow);
            case TEXT, BINARY ->
                wide.precision() == 0 || (narrow.precision() != 0 && narrow.precision() <= wide.precision());
            case TIME, DATETIME, TIMESTAMP -> narrow.precision() <= wide.precision();
            case BOOLEAN, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, DATE, JSON, FLOAT_VECTOR -> false;
        };
    }

    private static boolean holdsOtherKind(DataType wide, DataType narrow) {
        Integer digits = INTEGERS.get(narrow.kind());
        return switch (wide.kind()) {
            case INT16, INT32, INT64 -> digits != null && digits < integerDigits(wide);
            case DECIMAL -> digits != null && digits <= integerDigits(wide);
            // The 24 and 53 bits of a mantissa hold integers of 16 and 32 bits
            case FLOAT32 -> narrow.kind() == Kind.INT8 || narrow.kind() == Kind.INT16;
            case FLOAT64 -> narrow.kind() == Kind.FLOAT32 || (digits != null && narrow.kind() != Kind.INT64);
            case DATETIME -> narrow.kind() == Kind.DATE;
            case TEXT -> wide.precision() == 0 && !WITHOUT_TEXT.contains(narrow.kind());
            case BOOLEAN, INT8, BINARY, DATE, TIME, TIMESTAMP, JSON, FLOAT_VECTOR -> false;
        };
    }
}
