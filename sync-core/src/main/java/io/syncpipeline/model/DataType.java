package io.syncpipeline.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * What a value is, independent of any source or destination. A source gives every column one; a sink decides how it stores it.
 *
 * @param kind the family of values
 * @param precision DECIMAL: digits in all; TEXT: most characters, BINARY: most bytes (0: not known); TIME, DATETIME, TIMESTAMP: digits
 *     of the fraction of a second (0 to 9); otherwise 0
 * @param scale DECIMAL: digits after the point; otherwise 0
 */
public record DataType(Kind kind, long precision, int scale) {

    /** The families of values. The class in each sentence is the only one that a {@link Row} holds for that kind. */
    public enum Kind {
        /** True or false: {@link Boolean}. */
        BOOLEAN(Boolean.class),
        /** A signed 8-bit integer: {@link Byte}. */
        INT8(Byte.class),
        /** A signed 16-bit integer: {@link Short}. */
        INT16(Short.class),
        /** A signed 32-bit integer: {@link Integer}. */
        INT32(Integer.class),
        /** A signed 64-bit integer: {@link Long}. */
        INT64(Long.class),
        /** An exact decimal number: {@link BigDecimal} whose scale is the type's scale. */
        DECIMAL(BigDecimal.class),
        /** An IEEE 754 single: {@link Float}. */
        FLOAT32(Float.class),
        /** An IEEE 754 double: {@link Double}. */
        FLOAT64(Double.class),
        /** Characters: {@link Text}. */
        TEXT(Text.class),
        /** Bytes: {@code byte[]}, never changed after it was put into a row. */
        BINARY(byte[].class),
        /** A calendar day: {@link LocalDate}, or {@link InvalidDate} when no calendar has it. */
        DATE(LocalDate.class),
        /** A signed span of time, which may exceed a day: {@link Duration}. */
        TIME(Duration.class),
        /** A date and time of day in no zone: {@link LocalDateTime}, or {@link InvalidDate}. */
        DATETIME(LocalDateTime.class),
        /** A moment in time: {@link Instant}, or {@link InvalidDate}. */
        TIMESTAMP(Instant.class),
        /** A JSON document in the source's own canonical text: {@link Text}. */
        JSON(Text.class),
        /** A vector of single floats: {@code float[]}, never changed after it was put into a row. */
        FLOAT_VECTOR(float[].class);

        private final Class<?> valueClass;

        Kind(Class<?> valueClass) {
            this.valueClass = valueClass;
        }

        /** The class of all values but {@link InvalidDate}. */
        public Class<?> valueClass() {
            return valueClass;
        }
    }

    /** A type that needs no numbers. */
    public static DataType of(Kind kind) {
        return new DataType(kind, 0, 0);
    }

    /** A type with a length or a number of fraction digits. */
    public static DataType of(Kind kind, long precision) {
        return new DataType(kind, precision, 0);
    }

    /** An exact decimal of {@code precision} digits, {@code scale} of them after the point. */
    public static DataType decimal(int precision, int scale) {
        return new DataType(Kind.DECIMAL, precision, scale);
    }

    @Override
    public String toString() {
        if (kind == Kind.DECIMAL) {
            return kind + "(" + precision + "," + scale + ")";
        }
        return precision == 0 ? kind.toString() : kind + "(" + precision + ")";
    }
}
