package io.syncpipeline.maxcompute.internal.record;

import com.aliyun.odps.data.Binary;
import com.aliyun.odps.data.Char;
import com.aliyun.odps.data.Varchar;
import com.aliyun.odps.tunnel.hasher.TypeHasher;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.FloatText;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The encoders of text and bytes, and of everything that is stored as its text. */
final class TextEncoders {

    /** Most bytes of a STRING, JSON or BINARY cell: 8 MiB, the project's default. */
    static final int MAX_CELL_BYTES = 8 << 20;

    private TextEncoders() {}

    /** Turns a value into its UTF-8 bytes. */
    private interface ToUtf8 {
        byte[] utf8(Object value);
    }

    static @Nullable ColumnEncoder find(DataType values, ColumnType type) {
        int digits = (int) values.precision();
        ToUtf8 text =
                switch (values.kind()) {
                    case TEXT, JSON -> value -> ((Text) value).utf8();
                    case BOOLEAN, INT8, INT16, INT32, INT64 -> value -> PlainText.ascii(value.toString());
                    case FLOAT32 -> value -> PlainText.ascii(FloatText.of((float) value));
                    case FLOAT64 -> value -> PlainText.ascii(FloatText.of((double) value));
                    case DECIMAL -> value -> PlainText.ascii(((BigDecimal) value).toPlainString());
                    case DATE -> value -> value instanceof LocalDate date ? PlainText.ofDate(date) : invalid(value);
                    case TIME -> value -> PlainText.ofTime((Duration) value, digits);
                    case DATETIME ->
                        value -> value instanceof LocalDateTime dateTime
                                ? PlainText.ofDateTime(dateTime, digits, false)
                                : invalid(value);
                    case TIMESTAMP ->
                        value -> value instanceof Instant instant
                                ? PlainText.ofDateTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), digits, true)
                                : invalid(value);
                    case FLOAT_VECTOR -> value -> PlainText.ascii(vector((float[]) value));
                    // Bytes are no text: which characters they stand for is not known.
                    case BINARY -> null;
                };
        return text == null ? null : new TextEncoder(type, text);
    }

    private static String vector(float[] numbers) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < numbers.length; i++) {
            text.append(i == 0 ? "" : ", ").append(FloatText.of(numbers[i]));
        }
        return text.append(']').toString();
    }

    /** A date that no calendar has is stored as the source prints it, which loses nothing. */
    private static byte[] invalid(Object value) {
        return ((InvalidDate) value).text().getBytes(StandardCharsets.UTF_8);
    }

    static @Nullable ColumnEncoder findBinary(DataType.Kind kind) {
        return switch (kind) {
            case BINARY -> new BinaryEncoder(value -> (byte[]) value);
            case TEXT, JSON -> new BinaryEncoder(value -> ((Text) value).utf8());
            default -> null;
        };
    }

    private static byte[] bounded(byte[] bytes, ColumnType.Kind type) throws ValueRefused {
        if (bytes.length > MAX_CELL_BYTES) {
            throw new ValueRefused(
                    bytes.length + " bytes are more than the " + MAX_CELL_BYTES + " bytes (8 MiB) of " + type);
        }
        return bytes;
    }

    /** STRING, VARCHAR, CHAR and JSON. */
    private static final class TextEncoder extends ColumnEncoder {

        private final ColumnType type;
        private final ToUtf8 text;
        private final boolean sized;

        TextEncoder(ColumnType type, ToUtf8 text) {
            super(RecordBuffer.DELIMITED);
            this.type = type;
            this.text = text;
            this.sized = type.precision() > 0;
        }

        @Override
        void write(Object value, RecordBuffer out) throws ValueRefused {
            out.putBytes(checked(value));
        }

        @Override
        int hash(Object value) throws ValueRefused {
            return KeyHash.ofBytes(checked(value));
        }

        @Override
        Object sdkValue(Object value) throws ValueRefused {
            String characters = new String(checked(value), StandardCharsets.UTF_8);
            return switch (type.kind()) {
                case VARCHAR -> new Varchar(characters);
                case CHAR -> new Char(characters);
                default -> characters;
            };
        }

        private byte[] checked(Object value) throws ValueRefused {
            byte[] utf8 = bounded(text.utf8(value), type.kind());
            if (sized && utf8.length > type.precision() && characters(utf8) > type.precision()) {
                throw new ValueRefused(characters(utf8) + " characters are more than " + type + " holds");
            }
            return utf8;
        }

        /** Counts as the SDK does: a character beyond the basic plane, four bytes in UTF-8, counts twice. */
        private static int characters(byte[] utf8) {
            int count = 0;
            for (byte b : utf8) {
                if ((b & 0xC0) != 0x80) {
                    count += (b & 0xF8) == 0xF0 ? 2 : 1;
                }
            }
            return count;
        }
    }

    /** BINARY. */
    private static final class BinaryEncoder extends ColumnEncoder {

        private final ToUtf8 bytes;

        BinaryEncoder(ToUtf8 bytes) {
            super(RecordBuffer.DELIMITED);
            this.bytes = bytes;
        }

        @Override
        void write(Object value, RecordBuffer out) throws ValueRefused {
            out.putBytes(bounded(bytes.utf8(value), ColumnType.Kind.BINARY));
        }

        @Override
        int hash(Object value) throws ValueRefused {
            // The service hashes a quoted-printable text of the bytes, which only the SDK can make.
            return TypeHasher.hash(com.aliyun.odps.OdpsType.BINARY, sdkValue(value), "default");
        }

        @Override
        Object sdkValue(Object value) throws ValueRefused {
            return new Binary(bounded(bytes.utf8(value), ColumnType.Kind.BINARY));
        }
    }
}
