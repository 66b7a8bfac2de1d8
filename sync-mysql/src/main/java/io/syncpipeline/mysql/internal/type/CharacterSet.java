package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.Text;
import java.util.Arrays;
import java.util.Locale;

/**
 * A MySQL character set: turns the bytes of a column into UTF-8 exactly as the server would. Immutable and thread-safe. Bytes without
 * a character are an error, never a question mark.
 */
public abstract sealed class CharacterSet
        permits CharacterSet.Utf8,
                CharacterSet.Ascii,
                SingleByteCharacterSet,
                MultiByteCharacterSet,
                UnicodeCharacterSet {

    private final String name;
    private final int maxBytesPerCharacter;

    CharacterSet(String name, int maxBytesPerCharacter) {
        this.name = name;
        this.maxBytesPerCharacter = maxBytesPerCharacter;
    }

    /**
     * The character set that MySQL calls by this name, without regard to case; {@code utf8} is {@code utf8mb3}.
     *
     * @throws IllegalArgumentException when there is no such character set, or it is {@code binary}, which has no characters
     */
    public static CharacterSet of(String name) {
        CharacterSet found = CharacterSets.find(name.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new IllegalArgumentException(
                    name.isEmpty() ? "A text type needs a character set" : "Unsupported character set " + name);
        }
        return found;
    }

    /** The server's name of it. */
    public final String name() {
        return name;
    }

    /** The most bytes one character takes. */
    public final int maxBytesPerCharacter() {
        return maxBytesPerCharacter;
    }

    /**
     * The text of a whole array, which may become part of the text: nobody may change it afterwards.
     *
     * @throws ValueException when some bytes have no character
     */
    public Text text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    /**
     * The text of a part of an array, copied.
     *
     * @throws ValueException when some bytes have no character
     */
    public abstract Text text(byte[] bytes, int offset, int length);

    @Override
    public final String toString() {
        return name;
    }

    static boolean isAscii(byte[] bytes, int offset, int length) {
        byte seen = 0;
        for (int i = offset; i < offset + length; i++) {
            seen |= bytes[i];
        }
        return seen >= 0;
    }

    ValueException noCharacter(byte[] bytes, int offset, int end) {
        StringBuilder code = new StringBuilder();
        for (int i = offset; i < Math.min(offset + maxBytesPerCharacter, end); i++) {
            code.append(String.format("%02X", bytes[i]));
        }
        return new ValueException("Bytes " + code + " have no character in " + name);
    }

    /** UTF-8 as the server stores it, taken as it is: the server checks it on the way in. */
    static final class Utf8 extends CharacterSet {

        Utf8(String name, int maxBytesPerCharacter) {
            super(name, maxBytesPerCharacter);
        }

        @Override
        public Text text(byte[] bytes) {
            return Text.ofUtf8(bytes);
        }

        @Override
        public Text text(byte[] bytes, int offset, int length) {
            return Text.ofUtf8(Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }

    /** ASCII, where a byte above 127 is an error. */
    static final class Ascii extends CharacterSet {

        Ascii() {
            super("ascii", 1);
        }

        @Override
        public Text text(byte[] bytes, int offset, int length) {
            if (!isAscii(bytes, offset, length)) {
                for (int i = offset; i < offset + length; i++) {
                    if (bytes[i] < 0) {
                        throw noCharacter(bytes, i, offset + length);
                    }
                }
            }
            return Text.ofUtf8(Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }
}
