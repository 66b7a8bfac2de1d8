package io.syncpipeline.maxcompute.local;

import java.util.List;

/** Reads tokens one after the other for the recursive-descent parsers. */
final class TokenStream {

    private final List<Token> tokens;
    private int position;

    TokenStream(String text) {
        this.tokens = Tokenizer.tokens(text);
    }

    Token peek() {
        return tokens.get(position);
    }

    /** The token {@code ahead} places after the next one; the end token when there are not that many. */
    Token peek(int ahead) {
        return tokens.get(Math.min(position + ahead, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(position);
        if (token.kind() != Token.Kind.END) {
            position++;
        }
        return token;
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    /** Takes the given words when all of them come next. */
    boolean accept(String... words) {
        for (int ahead = 0; ahead < words.length; ahead++) {
            if (!peek(ahead).isWord(words[ahead])) {
                return false;
            }
        }
        position += words.length;
        return true;
    }

    boolean acceptSymbol(String symbol) {
        if (peek().isSymbol(symbol)) {
            position++;
            return true;
        }
        return false;
    }

    void expect(String... words) {
        for (String word : words) {
            if (!accept(word)) {
                throw unexpected(word);
            }
        }
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    /** Takes an optional semicolon and then demands the end. */
    void expectEnd() {
        boolean more = acceptSymbol(";");
        while (more) {
            more = acceptSymbol(";");
        }
        if (!atEnd()) {
            throw unexpected("the end of the statement");
        }
    }

    /** A name of a table, column or property: quoted, or a word that is not reserved. */
    String name() {
        Token token = take();
        if (token.kind() == Token.Kind.QUOTED_NAME) {
            return token.text();
        }
        if (token.kind() != Token.Kind.WORD) {
            throw unexpected(token, "a name");
        }
        if (ReservedWords.contains(token.text())) {
            throw SqlException.parse(
                    token.line(),
                    token.column(),
                    "invalid token '" + token.text() + "': a reserved word must be quoted to be a name");
        }
        return token.text();
    }

    String string() {
        Token token = take();
        if (token.kind() != Token.Kind.STRING) {
            throw unexpected(token, "a string literal");
        }
        return token.text();
    }

    int integer() {
        Token token = take();
        try {
            if (token.kind() == Token.Kind.NUMBER) {
                return Integer.parseInt(token.text());
            }
        } catch (NumberFormatException tooLarge) {
            throw unexpected(token, "a whole number");
        }
        throw unexpected(token, "a whole number");
    }

    SqlException unexpected(String wanted) {
        return unexpected(peek(), wanted);
    }

    private static SqlException unexpected(Token token, String wanted) {
        String found = token.kind() == Token.Kind.END ? "<EOF>" : token.text();
        return SqlException.parse(token.line(), token.column(), "invalid token '" + found + "', expected " + wanted);
    }
}
