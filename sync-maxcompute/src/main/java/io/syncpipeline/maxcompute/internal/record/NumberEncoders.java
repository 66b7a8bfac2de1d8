package io.syncpipeline.maxcompute.internal.record;

import com.aliyun.odps.tunnel.hasher.DecimalHashObject;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The encoders of numbers and truth values. */
final class NumberEncoders {

    private NumberEncoders() {}

    /** TINYINT, SMALLINT, INT and BIGINT. */
    static final class IntegerEncoder extends ColumnEncoder {

        private final ColumnType type;
        private final long least;
        private final long most;

        IntegerEncoder(ColumnType type, long least, long most) {
            super(RecordBuffer.VARINT);
            this.type = type;
            this.least = least;
            this.most = most;
        }

        @Override
        void write(Object value, RecordBuffer out) throws ValueRefused {
            out.putLong(checked(value));
        }

        @Override
        int hash(Object value) throws ValueRefused {
            return KeyHash.ofLong(checked(value));
        }

        @Override
        Object sdkValue(Object value) throws ValueRefused {
            long number = checked(value);
            return switch (type.kind()) {
                case TINYINT -> (byte) number;
                case SMALLINT -> (short) number;
                case INT -> (int) number;
                default -> number;
            };
        }

        private long checked(Object value) throws ValueRefused {
            long number;
            if (value instanceof BigDecimal decimal) {
                number = whole(decimal);
            } else if (value instanceof Boolean truth) {
                number = truth ? 1 : 0;
            } else {
                number = ((Number) value).longValue();
            }
            if (number < least || number > most) {
                throw refused(value);
            }
            return number;
        }

        private long whole(BigDecimal value) throws ValueRefused {
            try {
                return value.longValueExact();
            } catch (ArithmeticException e) {
                throw refused(value);
            }
        }

        private ValueRefused refused(Object value) {
            return new ValueRefused(value + " is outside the range of " + type + ", " + least + " to " + most);
        }
    }

    /** FLOAT. */
    static final class FloatEncoder extends ColumnEncoder {

        FloatEncoder() {
            super(RecordBuffer.FIXED32);
        }

        @Override
        void write(Object value, RecordBuffer out) {
            out.putFloat(((Number) value).floatValue());
        }

        @Override
        int hash(Object value) {
            return KeyHash.ofLong(Float.floatToIntBits(((Number) value).floatValue()));
        }

        @Override
        Object sdkValue(Object value) {
            return ((Number) value).floatValue();
        }
    }

    /** DOUBLE. */
    static final class DoubleEncoder extends ColumnEncoder {

        DoubleEncoder() {
            super(RecordBuffer.FIXED64);
        }

        @Override
        void write(Object value, RecordBuffer out) {
            out.putDouble(((Number) value).doubleValue());
        }

        @Override
        int hash(Object value) {
            return KeyHash.ofLong(Double.doubleToLongBits(((Number) value).doubleValue()));
        }

        @Override
        Object sdkValue(Object value) {
            return ((Number) value).doubleValue();
        }
    }

    /** BOOLEAN. */
    static final class BooleanEncoder extends ColumnEncoder {

        BooleanEncoder() {
            super(RecordBuffer.VARINT);
        }

        @Override
        void write(Object value, RecordBuffer out) throws ValueRefused {
            out.putBoolean(truth(value));
        }

        @Override
        int hash(Object value) throws ValueRefused {
            return truth(value) ? KeyHash.TRUE : KeyHash.FALSE;
        }

        @Override
        Object sdkValue(Object value) throws ValueRefused {
            return truth(value);
        }

        private static boolean truth(Object value) throws ValueRefused {
            if (value instanceof Boolean truth) {
                return truth;
            }
            long number = ((Number) value).longValue();
            if (number != 0 && number != 1) {
                throw new ValueRefused(value + " is neither 0 nor 1, which is all that BOOLEAN holds");
            }
            return number == 1;
        }
    }

    /** DECIMAL, which travels as plain text. */
    static final class DecimalEncoder extends ColumnEncoder {

        private final ColumnType type;

        DecimalEncoder(ColumnType type) {
            super(RecordBuffer.DELIMITED);
            this.type = type;
        }

        @Override
        void write(Object value, RecordBuffer out) throws ValueRefused {
            out.putBytes(PlainText.ascii(checked(value).toPlainString()));
        }

        @Override
        int hash(Object value) throws ValueRefused {
            return KeyHash.ofDecimal(checked(value), type.precision(), type.scale());
        }

        @Override
        Object sdkValue(Object value) throws ValueRefused {
            return new DecimalHashObject(checked(value), type.precision(), type.scale());
        }

        private BigDecimal checked(Object value) throws ValueRefused {
            BigDecimal decimal = exact(value);
            if (decimal.scale() > type.scale()) {
                decimal = rescaled(decimal);
            }
            if (decimal.precision() - decimal.scale() > type.precision() - type.scale() && decimal.signum() != 0) {
                throw new ValueRefused(decimal.toPlainString() + " has more than " + (type.precision() - type.scale())
                        + " digits before the point of " + type);
            }
            return decimal;
        }

        private static BigDecimal exact(Object value) {
            if (value instanceof BigDecimal decimal) {
                return decimal;
            }
            if (value instanceof Boolean truth) {
                return truth ? BigDecimal.ONE : BigDecimal.ZERO;
            }
            return BigDecimal.valueOf(((Number) value).longValue());
        }

        private BigDecimal rescaled(BigDecimal value) throws ValueRefused {
            try {
                return value.setScale(type.scale(), RoundingMode.UNNECESSARY);
            } catch (ArithmeticException e) {
                throw new ValueRefused(value.toPlainString() + " has more than " + type.scale()
                        + " digits after the point of " + type);
            }
        }
    }

    /** ARRAY of FLOAT or DOUBLE. */
    static final class VectorEncoder extends ColumnEncoder {

        private final boolean wide;

        VectorEncoder(boolean wide) {
            super(RecordBuffer.DELIMITED);
            this.wide = wide;
        }

        @Override
        void write(Object value, RecordBuffer out) {
            float[] vector = (float[]) value;
            out.putCount(vector.length);
            for (float element : vector) {
                out.putPresent();
                if (wide) {
                    out.putDouble(element);
                } else {
                    out.putFloat(element);
                }
            }
        }

        @Override
        int hash(Object value) {
            throw new IllegalStateException("An ARRAY cannot be a key");
        }

        @Override
        Object sdkValue(Object value) {
            throw new IllegalStateException("An ARRAY cannot be a key");
        }
    }
}
