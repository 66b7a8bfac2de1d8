package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.Text;
import java.util.Arrays;

/**
 * Collects characters as UTF-8 in a growing array. Not thread-safe; one per value. The limit keeps damaged input from claiming memory
 * out of all proportion to its size.
 */
public final class Utf8Writer {

    private byte[] bytes;
    private int size;
    private final int limit;

    /**
     * An empty writer.
     *
     * @param expectedBytes how many bytes to make room for at first
     * @param limit the most bytes it takes
     */
    public Utf8Writer(int expectedBytes, int limit) {
        this.bytes = new byte[Math.min(expectedBytes, limit)];
        this.limit = limit;
    }

    /** Appends one character below 128. */
    public void ascii(int character) {
        room(1);
        bytes[size++] = (byte) character;
    }

    /** Appends characters below 128. */
    @SuppressWarnings("deprecation") // the only copy without a detour, and right for characters below 128
    public void ascii(String characters) {
        int length = characters.length();
        room(length);
        characters.getBytes(0, length, bytes, size);
        size += length;
    }

    /** Appends bytes that are UTF-8 already. */
    public void utf8(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /**
     * Appends one character.
     *
     * @throws ValueException when it is a surrogate or beyond Unicode, which UTF-8 cannot express
     */
    public void codePoint(int character) {
        room(4);
        if (character < 0x80) {
            bytes[size++] = (byte) character;
        } else if (character < 0x800) {
            bytes[size++] = (byte) (0xC0 | (character >> 6));
            continuation(character);
        } else if (character < 0x10000) {
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                throw new ValueException("Half of a surrogate pair, U+" + Integer.toHexString(character));
            }
            bytes[size++] = (byte) (0xE0 | (character >> 12));
            continuation(character >> 6);
            continuation(character);
        } else if (character <= Character.MAX_CODE_POINT) {
            bytes[size++] = (byte) (0xF0 | (character >> 18));
            continuation(character >> 12);
            continuation(character >> 6);
            continuation(character);
        } else {
            throw new ValueException("No character has the code " + Integer.toHexString(character));
        }
    }

    private void continuation(int sixBits) {
        bytes[size++] = (byte) (0x80 | (sixBits & 0x3F));
    }

    /** The number of bytes so far. */
    public int size() {
        return size;
    }

    /** What was written, in an array of its own size. */
    public Text toText() {
        return Text.ofUtf8(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
    }

    private void room(int more) {
        if (more > bytes.length - size) {
            if (more > limit - size) {
                throw new ValueException("The text would exceed " + limit + " bytes");
            }
            int doubled = (int) Math.min(limit, Math.max(32L, 2L * bytes.length));
            bytes = Arrays.copyOf(bytes, Math.max(doubled, size + more));
        }
    }
}
