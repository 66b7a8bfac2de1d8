package io.syncpipeline.internal.expression;

import io.syncpipeline.internal.expression.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into tokens. */
final class Tokenizer {

    private static final List<String> LONG_SYMBOLS = List.of("<>", "!=", "<=", ">=");
    private static final String SYMBOLS = "=<>+-*/%(),";

    private final ExpressionText source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokenizer(ExpressionText source) {
        this.source = source;
        this.text = source.characters();
    }

    /** The tokens of a text; the last one is its end. */
    static List<Token> tokens(ExpressionText source) {
        return new Tokenizer(source).tokens();
    }

    private List<Token> tokens() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else {
                next(c);
            }
        }
        tokens.add(new Token(Kind.END, "", at));
        return tokens;
    }

    private void next(char c) {
        if (c == '"' || c == '\'') {
            quotedText(c);
        } else if (c == '`') {
            quotedName();
        } else if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
            number();
        } else if (isNameStart(text.codePointAt(at))) {
            word();
        } else if (text.startsWith("#{", at)) {
            braced(Kind.COLUMN);
        } else if (text.startsWith("${", at)) {
            braced(Kind.VARIABLE);
        } else {
            symbol(c);
        }
    }

    private void symbol(char c) {
        for (String symbol : LONG_SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                add(Kind.SYMBOL, symbol, at, at + symbol.length());
                return;
            }
        }
        if (SYMBOLS.indexOf(c) < 0) {
            throw source.error(
                    at,
                    "found '" + Character.toString(text.codePointAt(at))
                            + "', which begins nothing; texts stand in quotes, columns in #{}, variables in ${}"
                            + (c == '&' || c == '|' ? "; write AND, OR" : c == '!' ? "; write NOT or <>" : ""));
        }
        add(Kind.SYMBOL, String.valueOf(c), at, at + 1);
    }

    private void quotedText(char quote) {
        int start = at;
        StringBuilder meaning = new StringBuilder();
        int i = at + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == quote && !(i + 1 < text.length() && text.charAt(i + 1) == quote)) {
                add(Kind.TEXT, meaning.toString(), start, i + 1);
                return;
            }
            if (c == quote) {
                meaning.append(quote);
                i += 2;
            } else if (c == '\\') {
                i = escape(i, meaning);
            } else {
                meaning.append(c);
                i++;
            }
        }
        throw source.error(start, "this text does not end; expected another " + quote);
    }

    /** What a backslash at a place means; returns where the text goes on. */
    private int escape(int backslash, StringBuilder meaning) {
        char escaped = backslash + 1 < text.length() ? text.charAt(backslash + 1) : ' ';
        switch (escaped) {
            case '\\', '"', '\'' -> meaning.append(escaped);
            case 'n' -> meaning.append('\n');
            case 't' -> meaning.append('\t');
            // As in MySQL: they mean something to LIKE alone, which sees the backslash.
            case '%', '_' -> meaning.append('\\').append(escaped);
            default ->
                throw source.error(
                        backslash,
                        "found '\\" + escaped + "', expected one of \\\\ \\\" \\' \\n \\t \\% \\_; write \\\\ for a"
                                + " backslash");
        }
        return backslash + 2;
    }

    private void quotedName() {
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
            throw source.error(at, "this name does not end; expected another `");
        }
        add(Kind.QUOTED_NAME, text.substring(at + 1, end), at, end + 1);
    }

    private void braced(Kind kind) {
        int end = text.indexOf('}', at);
        if (end < 0) {
            throw source.error(
                    at, "found '" + text.substring(at, at + 2) + "' without an end, expected a name and '}'");
        }
        String name = text.substring(at + 2, end).strip();
        if (name.isEmpty()) {
            throw source.error(at, "found '" + text.substring(at, end + 1) + "', expected a name in the braces");
        }
        add(kind, name, at, end + 1);
    }

    private void number() {
        int end = at;
        while (isDigit(end)) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == '.' && isDigit(end + 1)) {
            end++;
            while (isDigit(end)) {
                end++;
            }
        }
        if (end < text.length() && (text.charAt(end) == '.' || isNameStart(text.codePointAt(end)))) {
            throw source.error(
                    at,
                    "found '" + text.substring(at, Math.min(end + 8, text.length()))
                            + "', expected a number of digits with at most one point between them, and then a space or an operator");
        }
        add(Kind.NUMBER, text.substring(at, end), at, end);
    }

    private void word() {
        int end = at;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            if (!isNameStart(c) && !Character.isDigit(c)) {
                break;
            }
            end += Character.charCount(c);
        }
        add(Kind.WORD, text.substring(at, end), at, end);
    }

    private void add(Kind kind, String meaning, int start, int end) {
        tokens.add(new Token(kind, meaning, start));
        at = end;
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private static boolean isNameStart(int c) {
        return c == '_' || Character.isLetter(c);
    }
}
