package io.syncpipeline.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Characters, kept as UTF-8 bytes, so that text passes from the source to the destination without being decoded. Immutable and
 * thread-safe, provided that nobody changes the array given to {@link #ofUtf8(byte[])}.
 */
public final class Text implements Comparable<Text> {

    private static final Text EMPTY = new Text(new byte[0]);

    private final byte[] utf8;

    private Text(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** The text of a string. Unpaired surrogates, which UTF-8 cannot express, become {@code ?}. */
    public static Text of(String characters) {
        return characters.isEmpty() ? EMPTY : new Text(characters.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of valid UTF-8 bytes. The array is kept, not copied: the caller must not change it afterwards. */
    public static Text ofUtf8(byte[] utf8) {
        return utf8.length == 0 ? EMPTY : new Text(utf8);
    }

    /** The text's bytes: the array itself, not a copy, which nobody may change. */
    public byte[] utf8() {
        return utf8;
    }

    /** The number of UTF-8 bytes. */
    public int byteLength() {
        return utf8.length;
    }

    @Override
    public int compareTo(Text other) {
        return Arrays.compareUnsigned(utf8, other.utf8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text that && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    /** The characters, decoded anew at each call. */
    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
