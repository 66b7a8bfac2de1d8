package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.Text;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A character set of East Asia: ASCII in one byte, everything else in two, some characters in three (after 8F) or, in GB18030, in four
 * bytes.
 */
final class MultiByteCharacterSet extends CharacterSet {

    private static final int THREE_BYTE_LEAD = 0x8F;

    /** Characters of the bytes 80 to FF that stand alone; 0: none. */
    private final char[] singles;

    /** Characters of two bytes, the first less 80 above the second; 0: none. */
    private final char[] pairs;

    /** Characters of three bytes, by the last two as above; empty when the set has none. */
    private final char[] triples;

    /** Four-byte codes of GB18030 that Java maps otherwise. */
    private final Map<Integer, Integer> quadruples;

    private final boolean hasQuadruples;
    private final String javaCharset;

    private MultiByteCharacterSet(String name, int maxBytes, String javaCharset, Tables tables) {
        super(name, maxBytes);
        this.javaCharset = javaCharset;
        this.singles = tables.singles;
        this.pairs = tables.pairs;
        this.triples = maxBytes == 3 ? tables.triples : new char[0];
        this.quadruples = Map.copyOf(tables.quadruples);
        this.hasQuadruples = maxBytes == 4;
    }

    static MultiByteCharacterSet like(String name, String javaCharset, String differences, int maxBytes) {
        Tables tables = new Tables();
        CodeTable java = new CodeTable(javaCharset);
        for (int first = 0x80; first <= 0xFF; first++) {
            put(tables.singles, first & 0x7F, java.character((byte) first));
            for (int second = 0x30; second <= 0xFF; second++) {
                int index = index(first, second);
                put(tables.pairs, index, java.character((byte) first, (byte) second));
                if (maxBytes == 3 && first >= 0xA0 && second >= 0xA0) {
                    put(tables.triples, index, java.character((byte) THREE_BYTE_LEAD, (byte) first, (byte) second));
                }
            }
        }
        CodeTable.forEachDifference(differences, tables::replace);
        return new MultiByteCharacterSet(name, maxBytes, javaCharset, tables);
    }

    private static void put(char[] table, int index, int character) {
        table[index] = character == CodeTable.NONE ? 0 : (char) character;
    }

    private static int index(int first, int second) {
        return ((first & 0x7F) << 8) | second;
    }

    @Override
    public Text text(byte[] bytes) {
        return isAscii(bytes, 0, bytes.length) ? Text.ofUtf8(bytes) : text(bytes, 0, bytes.length);
    }

    @Override
    public Text text(byte[] bytes, int offset, int length) {
        if (isAscii(bytes, offset, length)) {
            return Text.ofUtf8(Arrays.copyOfRange(bytes, offset, offset + length));
        }
        Utf8Writer writer = new Utf8Writer(length + length / 2 + 4, Integer.MAX_VALUE - 8);
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int first = bytes[at];
            if (first >= 0) {
                writer.ascii(first);
                at++;
            } else {
                at += character(bytes, at, end, writer);
            }
        }
        return writer.toText();
    }

    /** Writes the character that begins with a byte above 127 and says how many bytes it took. */
    private int character(byte[] bytes, int at, int end, Utf8Writer writer) {
        int first = bytes[at] & 0xFF;
        if (singles[first & 0x7F] != 0) {
            writer.codePoint(singles[first & 0x7F]);
            return 1;
        }
        if (at + 1 < end) {
            int second = bytes[at + 1] & 0xFF;
            char pair = pairs[index(first, second)];
            if (pair != 0) {
                writer.codePoint(pair);
                return 2;
            }
            if (first == THREE_BYTE_LEAD && triples.length > 0 && at + 2 < end && second >= 0x80) {
                char triple = triples[index(second, bytes[at + 2] & 0xFF)];
                if (triple != 0) {
                    writer.codePoint(triple);
                    return 3;
                }
            }
            if (hasQuadruples && at + 3 < end) {
                writer.codePoint(quadruple(bytes, at, end));
                return 4;
            }
        }
        throw noCharacter(bytes, at, end);
    }

    /** Four-byte codes are rare enough to ask Java each time. */
    private int quadruple(byte[] bytes, int at, int end) {
        byte[] code = Arrays.copyOfRange(bytes, at, at + 4);
        int number = ByteBuffer.wrap(code).getInt();
        Integer replaced = quadruples.get(number);
        int character = replaced != null ? replaced : new CodeTable(javaCharset).character(code);
        if (character == CodeTable.NONE) {
            throw noCharacter(bytes, at, end);
        }
        return character;
    }

    /** The tables while they are being built. */
    private static final class Tables {
        final char[] singles = new char[0x80];
        final char[] pairs = new char[0x80 << 8];
        final char[] triples = new char[0x80 << 8];
        final Map<Integer, Integer> quadruples = new HashMap<>();

        void replace(int code, int character) {
            if (code >>> 24 != 0) {
                quadruples.put(code, character);
            } else if (code >>> 16 != 0) {
                put(triples, index((code >>> 8) & 0xFF, code & 0xFF), character);
            } else {
                put(pairs, index(code >>> 8, code & 0xFF), character);
            }
        }
    }
}
