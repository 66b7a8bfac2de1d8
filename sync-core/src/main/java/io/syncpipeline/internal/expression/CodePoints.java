package io.syncpipeline.internal.expression;

import io.syncpipeline.model.Text;
import java.util.Arrays;

/** Characters, that is Unicode code points, counted and cut in UTF-8 without decoding it. */
final class CodePoints {

    private CodePoints() {}

    /** How many characters a text has. */
    static int count(Text text) {
        int count = 0;
        for (byte b : text.utf8()) {
            count += isFirst(b) ? 1 : 0;
        }
        return count;
    }

    /** A part of a text; what lies beyond its end is not there. */
    static Text part(Text text, long start, long length) {
        byte[] utf8 = text.utf8();
        int from = skip(utf8, 0, start);
        int to = skip(utf8, from, length);
        return to - from == utf8.length ? text : Text.ofUtf8(Arrays.copyOfRange(utf8, from, to));
    }

    /** The place so many characters behind another one, at most the end. */
    static int skip(byte[] utf8, int from, long characters) {
        if (characters >= utf8.length - from) {
            return utf8.length;
        }
        int at = from;
        for (long left = characters; left > 0 && at < utf8.length; left--) {
            at++;
            while (at < utf8.length && !isFirst(utf8[at])) {
                at++;
            }
        }
        return at;
    }

    /** Whether a character begins with this byte. */
    static boolean isFirst(byte b) {
        return (b & 0xC0) != 0x80;
    }
}
