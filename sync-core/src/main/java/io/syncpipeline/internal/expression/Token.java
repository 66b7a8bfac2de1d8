package io.syncpipeline.internal.expression;

import java.util.Locale;

/**
 * The smallest part of an expression that means something.
 *
 * @param kind what it is
 * @param text its meaning: the characters of a text, the name of a column, a word as written, a symbol
 * @param at where it begins
 */
record Token(Kind kind, String text, int at) {

    enum Kind {
        /** A quoted text, without its quotes and escapes. */
        TEXT,
        /** Digits, perhaps with a point. */
        NUMBER,
        /** The name in <code>#{name}</code>. */
        COLUMN,
        /** The name in <code>${name}</code>. */
        VARIABLE,
        /** A keyword or a name. */
        WORD,
        /** A name in back quotes. */
        QUOTED_NAME,
        /** An operator, a parenthesis or a comma. */
        SYMBOL,
        /** Where the text ends. */
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Whether it is this word, given in capitals. */
    boolean isWord(String word) {
        return kind == Kind.WORD && text.toUpperCase(Locale.ROOT).equals(word);
    }

    /** How an error names it. */
    String shown() {
        return switch (kind) {
            case TEXT -> "the text " + Failure.shown(text);
            case NUMBER -> "the number " + text;
            case COLUMN -> "#{" + text + "}";
            case VARIABLE -> "${" + text + "}";
            case WORD, SYMBOL -> "'" + text + "'";
            case QUOTED_NAME -> "`" + text + "`";
            case END -> "the end";
        };
    }
}
