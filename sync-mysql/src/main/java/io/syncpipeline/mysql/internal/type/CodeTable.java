package io.syncpipeline.mysql.internal.type;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Builds the tables of the character sets: from one of Java's charsets, then from a list of differences. */
final class CodeTable {

    /** Receives one difference: a code and its character, or {@link #NONE}. */
    interface Difference {
        void accept(int code, int character);
    }

    /** The mark of a code without a character. */
    static final int NONE = -1;

    private final CharsetDecoder decoder;
    private final CharBuffer characters = CharBuffer.allocate(4);

    CodeTable(String javaCharset) {
        decoder = Charset.forName(javaCharset)
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** The one character that these bytes are, or {@link #NONE}. */
    int character(byte... code) {
        characters.clear();
        decoder.reset();
        CoderResult result = decoder.decode(ByteBuffer.wrap(code), characters, true);
        if (result.isError() || decoder.flush(characters).isError()) {
            return NONE;
        }
        characters.flip();
        if (!characters.hasRemaining() || Character.codePointCount(characters, 0, characters.length()) != 1) {
            return NONE;
        }
        return Character.codePointAt(characters, 0);
    }

    /** Reads a list in the notation of {@link CharacterSetTables}. */
    static void forEachDifference(String list, Difference receiver) {
        for (String entry : list.strip().split("\\s+", -1)) {
            if (!entry.isEmpty()) {
                difference(entry, receiver);
            }
        }
    }

    private static void difference(String entry, Difference receiver) {
        int equals = entry.indexOf('=');
        int dash = entry.indexOf('-');
        int code = hex(entry.substring(0, dash < 0 ? equals : dash));
        String characters = entry.substring(equals + 1);
        if (dash >= 0) {
            int last = hex(entry.substring(dash + 1, equals));
            int first = hex(characters);
            for (int i = code; i <= last; i++) {
                receiver.accept(i, first + i - code);
            }
        } else if (characters.isEmpty()) {
            receiver.accept(code, NONE);
        } else {
            for (String character : characters.split(",", -1)) {
                receiver.accept(code++, hex(character));
            }
        }
    }

    private static int hex(String digits) {
        return Integer.parseUnsignedInt(digits, 16);
    }
}
