package io.syncpipeline.mysql.internal.decode;

import io.syncpipeline.mysql.internal.type.Utf8Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Prints the parts of JSON documents that JSON itself has no types for: decimals as numbers, dates and times in quotes with six digits
 * of fraction, everything else as {@code "base64:type15:..."} with the number of its column type.
 */
final class JsonOpaque {

    private static final int BYTES_OF_TEMPORAL = 8;
    private static final int MICROSECOND_BITS = 24;
    /** The server counts the digits that its buffer of nine words could hold in front, up to 81. */
    private static final int MOST_DECIMAL_DIGITS = 81;

    private static final int BASE64_LINE = 76;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonOpaque() {}

    static void print(int type, byte[] bytes, int start, int length, JsonStyle style, Utf8Writer text) {
        switch (type) {
            case BinlogType.NEWDECIMAL -> decimal(bytes, start, length, text);
            case BinlogType.DATE, BinlogType.DATETIME, BinlogType.TIMESTAMP -> {
                long packed = packed(bytes, start, length);
                text.ascii('"');
                date(packed, text);
                if (type != BinlogType.DATE) {
                    text.ascii(' ');
                    timeOfDay(packed, (int) ((packed >> (MICROSECOND_BITS + 12)) & 31), text);
                }
                text.ascii('"');
            }
            case BinlogType.TIME -> {
                long packed = packed(bytes, start, length);
                text.ascii(packed < 0 ? "\"-" : "\"");
                long absolute = Math.abs(packed);
                timeOfDay(absolute, (int) ((absolute >> (MICROSECOND_BITS + 12)) & 0x3FF), text);
                text.ascii('"');
            }
            default -> base64(type, bytes, start, length, style, text);
        }
    }

    private static void decimal(byte[] bytes, int start, int length, Utf8Writer text) {
        int precision = length < 2 ? 0 : bytes[start] & 0xFF;
        int scale = length < 2 ? 0 : bytes[start + 1] & 0xFF;
        if (precision < 1 || precision > MOST_DECIMAL_DIGITS || scale > precision) {
            throw new DecodeException("No decimal in JSON has " + precision + " digits, " + scale + " after the point");
        }
        DecimalReader reader = new DecimalReader(precision, scale);
        Cursor cursor = new Cursor(bytes, start + 2, length - 2);
        text.ascii(reader.read(cursor).toPlainString());
    }

    private static long packed(byte[] bytes, int start, int length) {
        if (length != BYTES_OF_TEMPORAL) {
            throw new DecodeException("A date or time in JSON has 8 bytes, not " + length);
        }
        return new Cursor(bytes, start, length).signedLong();
    }

    private static void date(long packed, Utf8Writer text) {
        int day = (int) (packed >> (MICROSECOND_BITS + 17));
        if (day < 0 || (day >> 5) / 13 > 9999) {
            throw new DecodeException(Long.toHexString(packed) + " is no date in JSON");
        }
        padded((day >> 5) / 13, 1000, text);
        text.ascii('-');
        padded((day >> 5) % 13, 10, text);
        text.ascii('-');
        padded(day & 31, 10, text);
    }

    private static void timeOfDay(long packed, int hours, Utf8Writer text) {
        padded(hours, hours > 99 ? 100 : 10, text);
        text.ascii(':');
        padded((int) ((packed >> (MICROSECOND_BITS + 6)) & 63), 10, text);
        text.ascii(':');
        padded((int) ((packed >> MICROSECOND_BITS) & 63), 10, text);
        text.ascii('.');
        padded((int) (packed & ((1 << MICROSECOND_BITS) - 1)) % 1_000_000, 100_000, text);
    }

    private static void padded(int number, int highestPlace, Utf8Writer text) {
        for (int place = highestPlace; place > 0; place /= 10) {
            text.ascii('0' + number / place % 10);
        }
    }

    /** The server breaks lines after 76 characters, and from 8.0 on escapes the line feeds like any others. */
    private static void base64(int type, byte[] bytes, int start, int length, JsonStyle style, Utf8Writer text) {
        text.ascii("\"base64:type");
        text.ascii(Integer.toString(type));
        text.ascii(':');
        byte[] data = Arrays.copyOfRange(bytes, start, start + length);
        byte[] encoded = Base64.getMimeEncoder(BASE64_LINE, new byte[] {'\n'}).encode(data);
        if (style == JsonStyle.MYSQL_8) {
            escaped(encoded, 0, encoded.length, text);
        } else {
            text.utf8(encoded, 0, encoded.length);
        }
        text.ascii('"');
    }

    /** Characters as they stand between the quotes of a JSON string, escaped where the server escapes. */
    static void escaped(byte[] bytes, int start, int length, Utf8Writer text) {
        int end = start + length;
        int plain = start;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
                text.utf8(bytes, plain, i - plain);
                plain = i + 1;
                escape(b, text);
            }
        }
        text.utf8(bytes, plain, end - plain);
    }

    private static void escape(byte b, Utf8Writer text) {
        switch (b) {
            case '\b' -> text.ascii("\\b");
            case '\t' -> text.ascii("\\t");
            case '\n' -> text.ascii("\\n");
            case '\f' -> text.ascii("\\f");
            case '\r' -> text.ascii("\\r");
            case '"' -> text.ascii("\\\"");
            case '\\' -> text.ascii("\\\\");
            default -> {
                text.ascii("\\u00");
                text.ascii(HEX[b >> 4]);
                text.ascii(HEX[b & 15]);
            }
        }
    }
}
