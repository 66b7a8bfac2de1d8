package io.syncpipeline.internal.expression;

import io.syncpipeline.model.Text;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern as pieces between its {@code %}. Each piece is looked for where the last one ended, leftmost first, which finds a match
 * if there is one and never goes back further than one piece.
 */
final class LikePattern {

    /** Stands for {@code _}: UTF-8 never has this byte. */
    private static final byte ANY = (byte) 0xFF;

    /** UTF-8 with {@link #ANY}. */
    private final byte[][] pieces;

    private LikePattern(byte[][] pieces) {
        this.pieces = pieces;
    }

    /**
     * Reads a pattern.
     *
     * @param escape the code point of the escape, or -1 for none
     * @throws Failure when it ends with its escape
     */
    static LikePattern compile(String pattern, int escape) {
        StringBuilder run = new StringBuilder();
        List<byte[]> pieces = new ArrayList<>();
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        int i = 0;
        while (i < pattern.length()) {
            int c = pattern.codePointAt(i);
            i += Character.charCount(c);
            if (c == escape) {
                if (i == pattern.length()) {
                    throw new Failure("LIKE: the pattern " + Failure.shown(pattern)
                            + " ends with its escape, expected a character behind it");
                }
                int escaped = pattern.codePointAt(i);
                i += Character.charCount(escaped);
                run.appendCodePoint(escaped);
            } else if (c == '%' || c == '_') {
                piece.writeBytes(Text.of(run.toString()).utf8());
                run.setLength(0);
                if (c == '_') {
                    piece.write(ANY);
                } else {
                    pieces.add(piece.toByteArray());
                    piece.reset();
                }
            } else {
                run.appendCodePoint(c);
            }
        }
        piece.writeBytes(Text.of(run.toString()).utf8());
        pieces.add(piece.toByteArray());
        return new LikePattern(pieces.toArray(byte[][]::new));
    }

    /** Whether the whole of a text fits. */
    boolean matches(Text value) {
        byte[] text = value.utf8();
        int at = endOfMatch(pieces[0], text, 0);
        if (at < 0 || pieces.length == 1) {
            return at == text.length;
        }
        for (int i = 1; i < pieces.length - 1; i++) {
            int end = -1;
            for (int start = at; end < 0 && start <= text.length; start = CodePoints.skip(text, start, 1)) {
                end = endOfMatch(pieces[i], text, start);
                if (start == text.length) {
                    break;
                }
            }
            if (end < 0) {
                return false;
            }
            at = end;
        }
        return endsWith(pieces[pieces.length - 1], text, at);
    }

    /** Where a piece that matches at a place ends, or -1. */
    private static int endOfMatch(byte[] piece, byte[] text, int start) {
        int at = start;
        for (byte wanted : piece) {
            if (at == text.length) {
                return -1;
            }
            if (wanted == ANY) {
                at = CodePoints.skip(text, at, 1);
            } else if (text[at] == wanted) {
                at++;
            } else {
                return -1;
            }
        }
        return at;
    }

    /** Whether a piece matches the end of a text, from some place on. */
    private static boolean endsWith(byte[] piece, byte[] text, int from) {
        int start = text.length;
        for (int i = piece.length - 1; i >= 0; i--) {
            if (piece[i] == ANY || CodePoints.isFirst(piece[i])) {
                start--;
                while (start >= 0 && !CodePoints.isFirst(text[start])) {
                    start--;
                }
            }
        }
        return start >= from && endOfMatch(piece, text, start) == text.length;
    }
}
