package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.Text;
import java.util.Arrays;

/** A character set of one byte per character. */
final class SingleByteCharacterSet extends CharacterSet {

    /** Each byte's character in UTF-8, first byte lowest; the number of bytes on top; 0: no character. */
    private final int[] encoded;

    private final boolean asciiCompatible;

    private SingleByteCharacterSet(String name, int[] characters) {
        super(name, 1);
        this.encoded = new int[256];
        boolean same = true;
        for (int i = 0; i < 256; i++) {
            encoded[i] = characters[i] == CodeTable.NONE ? 0 : encode(characters[i]);
            same &= i >= 128 || characters[i] == i;
        }
        this.asciiCompatible = same;
    }

    static SingleByteCharacterSet like(String name, String javaCharset, String differences) {
        CodeTable table = new CodeTable(javaCharset);
        int[] characters = new int[256];
        for (int i = 0; i < 256; i++) {
            characters[i] = table.character((byte) i);
        }
        CodeTable.forEachDifference(differences, (code, character) -> characters[code] = character);
        return new SingleByteCharacterSet(name, characters);
    }

    private static int encode(int character) {
        if (character < 0x80) {
            return character | (1 << 24);
        }
        int last = 0x80 | (character & 0x3F);
        if (character < 0x800) {
            return 0xC0 | (character >> 6) | (last << 8) | (2 << 24);
        }
        int middle = 0x80 | ((character >> 6) & 0x3F);
        return 0xE0 | (character >> 12) | (middle << 8) | (last << 16) | (3 << 24);
    }

    @Override
    public Text text(byte[] bytes) {
        return asciiCompatible && isAscii(bytes, 0, bytes.length) ? Text.ofUtf8(bytes) : text(bytes, 0, bytes.length);
    }

    @Override
    public Text text(byte[] bytes, int offset, int length) {
        if (asciiCompatible && isAscii(bytes, offset, length)) {
            return Text.ofUtf8(Arrays.copyOfRange(bytes, offset, offset + length));
        }
        byte[] utf8 = new byte[encodedLength(bytes, offset, length)];
        int to = 0;
        for (int i = offset; i < offset + length; i++) {
            int code = encoded[bytes[i] & 0xFF];
            utf8[to++] = (byte) code;
            for (int left = (code >> 24) - 1; left > 0; left--) {
                code >>= 8;
                utf8[to++] = (byte) code;
            }
        }
        return Text.ofUtf8(utf8);
    }

    private int encodedLength(byte[] bytes, int offset, int length) {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            int code = encoded[bytes[i] & 0xFF];
            if (code == 0) {
                throw noCharacter(bytes, i, offset + length);
            }
            total += code >> 24;
        }
        return Math.toIntExact(total);
    }
}
