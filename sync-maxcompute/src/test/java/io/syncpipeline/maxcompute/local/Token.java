package io.syncpipeline.maxcompute.local;

/**
 * One piece of a statement.
 *
 * @param kind what it is
 * @param text the word as written, the decoded value of a quoted name or literal, the digits of a number, the symbol
 * @param line counted from 1
 * @param column counted from 1
 */
record Token(Kind kind, String text, int line, int column) {

    /** The kinds of tokens. */
    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL,
        END
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }
}
