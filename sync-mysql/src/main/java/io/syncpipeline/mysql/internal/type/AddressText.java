package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.Text;

/** MariaDB's UUID, INET4 and INET6 values as the server prints them. */
public final class AddressText {

    private static final String HEX = "0123456789abcdef";
    private static final int UUID_LENGTH = 36;

    private AddressText() {}

    /** A UUID of 16 bytes in printed order. */
    public static Text uuid(byte[] bytes) {
        StringBuilder text = new StringBuilder(UUID_LENGTH);
        for (int i = 0; i < 16; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                text.append('-');
            }
            text.append(HEX.charAt((bytes[i] >> 4) & 15)).append(HEX.charAt(bytes[i] & 15));
        }
        return Text.of(text.toString());
    }

    /** An IPv4 address of four bytes. */
    public static Text inet4(byte[] bytes) {
        StringBuilder text = new StringBuilder(15);
        appendInet4(text, bytes, 0);
        return Text.of(text.toString());
    }

    private static void appendInet4(StringBuilder text, byte[] bytes, int at) {
        for (int i = 0; i < 4; i++) {
            text.append(i == 0 ? "" : ".").append(bytes[at + i] & 0xFF);
        }
    }

    /**
     * An IPv6 address of 16 bytes: the first of the longest runs of zero words is left out, and addresses that carry an IPv4 address
     * end in it.
     */
    public static Text inet6(byte[] bytes) {
        int[] words = new int[8];
        for (int i = 0; i < 8; i++) {
            words[i] = ((bytes[2 * i] & 0xFF) << 8) | (bytes[2 * i + 1] & 0xFF);
        }
        int gap = longestGap(words);
        int gapLength = gapLength(words, gap);
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == gap && gapLength > 0) {
                text.append(i == 0 ? "::" : ":");
                i += gapLength - 1;
            } else if (i == 6 && gap == 0 && (gapLength == 6 || (gapLength == 5 && words[5] == 0xFFFF))) {
                appendInet4(text, bytes, 12);
                break;
            } else {
                text.append(Integer.toHexString(words[i])).append(i == 7 ? "" : ":");
            }
        }
        return Text.of(text.toString());
    }

    private static int longestGap(int[] words) {
        int longest = 0;
        for (int i = 1; i < 8; i++) {
            boolean starts = words[i] == 0 && words[i - 1] != 0;
            if (starts && gapLength(words, i) > gapLength(words, longest)) {
                longest = i;
            }
        }
        return longest;
    }

    private static int gapLength(int[] words, int from) {
        int length = 0;
        while (from + length < 8 && words[from + length] == 0) {
            length++;
        }
        return length;
    }
}
