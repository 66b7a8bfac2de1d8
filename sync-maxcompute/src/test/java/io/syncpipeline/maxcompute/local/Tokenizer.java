package io.syncpipeline.maxcompute.local;

import java.util.ArrayList;
import java.util.List;

/** Cuts a MaxCompute statement into tokens: comments are left out, quoted names and literals are decoded. */
final class Tokenizer {

    private static final String[] LONG_SYMBOLS = {"<=>", "==", "<>", "!=", "<=", ">=", "||", "&&"};

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private int lineStart;

    private Tokenizer(String text) {
        this.text = text;
    }

    /** The tokens of {@code text}; the last one is always {@link Token.Kind#END}. */
    static List<Token> tokens(String text) {
        Tokenizer tokenizer = new Tokenizer(text);
        tokenizer.run();
        return tokenizer.tokens;
    }

    private void run() {
        skipBlanks();
        while (position < text.length()) {
            next();
            skipBlanks();
        }
        add(Token.Kind.END, "", position);
    }

    private void next() {
        char first = text.charAt(position);
        if (first == '`') {
            quotedName();
        } else if (first == '\'' || first == '"') {
            literal(first);
        } else if (isDigit(first)) {
            number();
        } else if (isWordPart(first)) {
            word();
        } else {
            symbol();
        }
    }

    private void skipBlanks() {
        while (position < text.length()) {
            char next = text.charAt(position);
            if (next == '\n') {
                position++;
                newLine();
            } else if (Character.isWhitespace(next)) {
                position++;
            } else if (text.startsWith("--", position)) {
                int end = text.indexOf('\n', position);
                position = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", position)) {
                skipBlockComment();
            } else {
                return;
            }
        }
    }

    private void skipBlockComment() {
        int end = text.indexOf("*/", position + 2);
        if (end < 0) {
            throw fail(position, "comment without an end");
        }
        for (; position < end + 2; position++) {
            if (text.charAt(position) == '\n') {
                line++;
                lineStart = position + 1;
            }
        }
    }

    private void newLine() {
        line++;
        lineStart = position;
    }

    private void quotedName() {
        int start = position++;
        StringBuilder name = new StringBuilder();
        while (position < text.length()) {
            char next = text.charAt(position++);
            if (next != '`') {
                name.append(next);
            } else if (position < text.length() && text.charAt(position) == '`') {
                name.append('`');
                position++;
            } else {
                add(Token.Kind.QUOTED_NAME, name.toString(), start);
                return;
            }
        }
        throw fail(start, "quoted name without an end");
    }

    private void literal(char quote) {
        int start = position++;
        StringBuilder value = new StringBuilder();
        while (position < text.length()) {
            char next = text.charAt(position++);
            if (next == quote) {
                add(Token.Kind.STRING, value.toString(), start);
                return;
            }
            if (next == '\\' && position < text.length()) {
                escape(value);
            } else {
                value.append(next);
            }
        }
        throw fail(start, "string literal without an end");
    }

    private void escape(StringBuilder value) {
        char escaped = text.charAt(position++);
        switch (escaped) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'b' -> value.append('\b');
            case '0' -> value.append('\0');
            // LIKE patterns keep their escapes.
            case '%', '_' -> value.append('\\').append(escaped);
            default -> value.append(escaped);
        }
    }

    private void number() {
        int start = position;
        while (position < text.length()
                && (isWordPart(text.charAt(position)) || text.charAt(position) == '.' || isExponentSign())) {
            position++;
        }
        add(Token.Kind.NUMBER, text.substring(start, position), start);
    }

    private boolean isExponentSign() {
        char sign = text.charAt(position);
        char before = text.charAt(position - 1);
        return (sign == '+' || sign == '-') && (before == 'e' || before == 'E');
    }

    private void word() {
        int start = position;
        while (position < text.length() && isWordPart(text.charAt(position))) {
            position++;
        }
        add(Token.Kind.WORD, text.substring(start, position), start);
    }

    private void symbol() {
        int start = position;
        for (String symbol : LONG_SYMBOLS) {
            if (text.startsWith(symbol, position)) {
                position += symbol.length();
                add(Token.Kind.SYMBOL, symbol, start);
                return;
            }
        }
        position++;
        add(Token.Kind.SYMBOL, text.substring(start, position), start);
    }

    private void add(Token.Kind kind, String value, int start) {
        tokens.add(new Token(kind, value, line, Math.max(1, start - lineStart + 1)));
    }

    private SqlException fail(int start, String what) {
        return SqlException.parse(line, Math.max(1, start - lineStart + 1), what);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@';
    }
}
