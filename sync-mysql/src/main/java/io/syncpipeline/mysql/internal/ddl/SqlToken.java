package io.syncpipeline.mysql.internal.ddl;

/**
 * One lexical piece of a statement.
 *
 * @param kind what it is
 * @param text a word, number, literal or symbol as written; the content, with escapes resolved, of what stands in quotes
 */
record SqlToken(Kind kind, String text) {

    enum Kind {
        /** A keyword or an unquoted name. */
        WORD,
        /** A name in quotes. */
        NAME,
        /** Text in quotes. */
        STRING,
        /** A number. */
        NUMBER,
        /** A literal of bits or bytes, such as {@code x'41'}. */
        LITERAL,
        /** A single other character. */
        SYMBOL
    }

    /** Whether this is the unquoted word, in any case. */
    boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.NAME;
    }

    boolean isText() {
        return kind == Kind.STRING;
    }
}
