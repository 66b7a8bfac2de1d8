package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.Text;

/** Unicode in units of two or four bytes. */
final class UnicodeCharacterSet extends CharacterSet {

    /** How characters become units and units bytes. */
    enum Form {
        /** Two bytes, high byte first, no surrogates. */
        UCS2,
        /** Two or four bytes, high byte first. */
        UTF16,
        /** Two or four bytes, low byte first. */
        UTF16LE,
        /** Four bytes, high byte first. */
        UTF32
    }

    private final Form form;

    UnicodeCharacterSet(String name, Form form) {
        super(name, form == Form.UCS2 ? 2 : 4);
        this.form = form;
    }

    @Override
    public Text text(byte[] bytes, int offset, int length) {
        int unit = form == Form.UTF32 ? 4 : 2;
        if (length % unit != 0) {
            throw new ValueException(length + " bytes are no text in " + name() + ", whose units have " + unit);
        }
        Utf8Writer writer = new Utf8Writer(length, Integer.MAX_VALUE - 8);
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int character = unit == 4 ? fourBytes(bytes, at) : twoBytes(bytes, at);
            int from = at;
            at += unit;
            if (form != Form.UCS2 && unit == 2 && Character.isHighSurrogate((char) character) && at < end) {
                int low = twoBytes(bytes, at);
                if (Character.isLowSurrogate((char) low)) {
                    character = Character.toCodePoint((char) character, (char) low);
                    at += 2;
                }
            }
            if (character < 0 || character > Character.MAX_CODE_POINT || isSurrogate(character)) {
                throw noCharacter(bytes, from, end);
            }
            writer.codePoint(character);
        }
        return writer.toText();
    }

    private static boolean isSurrogate(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }

    private int twoBytes(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        int second = bytes[at + 1] & 0xFF;
        return form == Form.UTF16LE ? (second << 8) | first : (first << 8) | second;
    }

    private static int twoBigEndian(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }

    private static int fourBytes(byte[] bytes, int at) {
        return (twoBigEndian(bytes, at) << 16) | twoBigEndian(bytes, at + 2);
    }
}
