package io.syncpipeline.mysql.internal.decode;

import io.syncpipeline.model.Text;
import io.syncpipeline.mysql.internal.type.DoubleText;
import io.syncpipeline.mysql.internal.type.Utf8Writer;

/**
 * Prints a document in MySQL's binary JSON form as the server itself prints it: keys in stored order, a blank after every comma and
 * colon. The form is described in the server's sql-common/json_binary.h: containers hold a table of entries whose offsets count from
 * the container's start, so that gaps left by partial updates do no harm. Not thread-safe; one per document.
 */
final class JsonDocument {

    private static final int SMALL_OBJECT = 0;
    private static final int LARGE_OBJECT = 1;
    private static final int SMALL_ARRAY = 2;
    private static final int LARGE_ARRAY = 3;
    private static final int LITERAL = 4;
    private static final int INT16 = 5;
    private static final int UINT16 = 6;
    private static final int INT32 = 7;
    private static final int UINT32 = 8;
    private static final int INT64 = 9;
    private static final int UINT64 = 10;
    private static final int DOUBLE = 11;
    private static final int STRING = 12;
    private static final int OPAQUE = 15;

    /** The server refuses documents deeper than 100. */
    private static final int DEEPEST_NESTING = 101;

    /** No stored byte becomes more characters than this: a control character becomes six. */
    private static final int MOST_CHARACTERS_PER_BYTE = 8;

    private final byte[] bytes;
    private final int end;
    private final JsonStyle style;
    private final Utf8Writer text;

    private JsonDocument(byte[] bytes, int offset, int length, JsonStyle style) {
        this.bytes = bytes;
        this.end = offset + length;
        this.style = style;
        long limit = 64L + (long) MOST_CHARACTERS_PER_BYTE * length;
        this.text = new Utf8Writer(length + length / 2 + 16, (int) Math.min(limit, Integer.MAX_VALUE - 8));
    }

    /**
     * The text of a document.
     */
    static Text text(byte[] bytes, int offset, int length, JsonStyle style) {
        if (length == 0) {
            // What the server stores for a NULL that a NOT NULL column had to take, and prints as the literal.
            return Text.of("null");
        }
        JsonDocument document = new JsonDocument(bytes, offset, length, style);
        document.value(bytes[offset], offset + 1, 0);
        return document.text.toText();
    }

    private void value(int type, int at, int depth) {
        switch (type) {
            case SMALL_OBJECT, LARGE_OBJECT -> object(at, type == LARGE_OBJECT, deeper(depth));
            case SMALL_ARRAY, LARGE_ARRAY -> array(at, type == LARGE_ARRAY, deeper(depth));
            case LITERAL -> literal(number(at, 1));
            case INT16 -> text.ascii(Integer.toString((short) number(at, 2)));
            case UINT16 -> text.ascii(Long.toString(number(at, 2)));
            case INT32 -> text.ascii(Integer.toString((int) number(at, 4)));
            case UINT32 -> text.ascii(Long.toString(number(at, 4)));
            case INT64 -> text.ascii(Long.toString(number(at, 8)));
            case UINT64 -> text.ascii(Long.toUnsignedString(number(at, 8)));
            case DOUBLE ->
                text.ascii(DoubleText.of(Double.longBitsToDouble(number(at, 8)), style == JsonStyle.MYSQL_8));
            case STRING -> {
                int start = afterLength(at);
                quoted(start, length(at, start));
            }
            case OPAQUE -> {
                need(at, 1);
                int start = afterLength(at + 1);
                JsonOpaque.print(bytes[at] & 0xFF, bytes, start, length(at + 1, start), style, text);
            }
            default -> throw new DecodeException("No JSON value has the type " + type);
        }
    }

    private static int deeper(int depth) {
        if (depth == DEEPEST_NESTING) {
            throw new DecodeException("A JSON document is nested deeper than " + DEEPEST_NESTING);
        }
        return depth + 1;
    }

    private void object(int start, boolean large, int depth) {
        int width = large ? 4 : 2;
        int keyEntry = width + 2;
        int count = count(start, width, keyEntry + 1 + width);
        int keys = start + 2 * width;
        int values = keys + count * keyEntry;
        text.ascii('{');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                text.ascii(", ");
            }
            int entry = keys + i * keyEntry;
            quoted(offset(start, entry, width), (int) number(entry + width, 2));
            text.ascii(": ");
            entry(start, values + i * (1 + width), width, depth);
        }
        text.ascii('}');
    }

    private void array(int start, boolean large, int depth) {
        int width = large ? 4 : 2;
        int count = count(start, width, 1 + width);
        int values = start + 2 * width;
        text.ascii('[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                text.ascii(", ");
            }
            entry(start, values + i * (1 + width), width, depth);
        }
        text.ascii(']');
    }

    /** An entry holds small values itself, and the offset of others. */
    private void entry(int start, int entry, int width, int depth) {
        int type = bytes[entry];
        boolean inlined =
                type == LITERAL || type == INT16 || type == UINT16 || (width == 4 && (type == INT32 || type == UINT32));
        value(type, inlined ? entry + 1 : offset(start, entry + 1, width), depth);
    }

    private int count(int start, int width, int entrySize) {
        long count = number(start, width);
        long size = number(start + width, width);
        if (size > end - start || count * entrySize > size - 2L * width) {
            throw new DecodeException("A JSON container of " + size + " bytes cannot hold " + count + " entries in the "
                    + (end - start) + " bytes that are left");
        }
        return (int) count;
    }

    private int offset(int start, int entry, int width) {
        long offset = number(entry, width);
        if (offset > end - start) {
            throw new DecodeException("A JSON entry points beyond the end of its document");
        }
        return start + (int) offset;
    }

    private void literal(long literal) {
        text.ascii(
                switch ((int) literal) {
                    case 0 -> "null";
                    case 1 -> "true";
                    case 2 -> "false";
                    default -> throw new DecodeException("No JSON literal has the number " + literal);
                });
    }

    private void quoted(int start, int length) {
        need(start, length);
        text.ascii('"');
        JsonOpaque.escaped(bytes, start, length, text);
        text.ascii('"');
    }

    /** Lengths have seven bits in each byte, low bits first, the high bit set on all bytes but the last. */
    private int length(int at, int after) {
        long length = 0;
        for (int i = after - 1; i >= at; i--) {
            length = (length << 7) | (bytes[i] & 0x7F);
        }
        if (length > end - after) {
            throw new DecodeException("A JSON value of " + length + " bytes begins " + (end - after)
                    + " bytes before the end of its document");
        }
        return (int) length;
    }

    private int afterLength(int at) {
        for (int i = at; i < at + 5; i++) {
            need(i, 1);
            if (bytes[i] >= 0) {
                return i + 1;
            }
        }
        throw new DecodeException("A JSON length takes more than five bytes");
    }

    private long number(int at, int width) {
        need(at, width);
        long value = 0;
        for (int i = at + width - 1; i >= at; i--) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }

    private void need(int at, int count) {
        if (at > end - count) {
            throw new DecodeException("A JSON document ends too soon: its part of " + count + " bytes is cut");
        }
    }
}
