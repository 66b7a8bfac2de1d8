package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.mysql.internal.ddl.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a statement into tokens as the server's own lexer does: comments fall away, executable comments ({@code /*!80016 ...}, {@code
 * /*M! ...}) count when the server executes them. Rules: MySQL manual, "Comments", "String Literals", "Schema Object Names"; MariaDB
 * manual, "Comment Syntax".
 */
final class SqlLexer {

    private static final int MOST_VERSION_DIGITS = 6;
    private static final int FEWEST_VERSION_DIGITS = 5;

    private final String sql;
    private final ServerDialect dialect;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;
    private int openComments;

    private SqlLexer(String sql, ServerDialect dialect) {
        this.sql = sql;
        this.dialect = dialect;
    }

    /**
     * The first tokens of a statement.
     *
     * @param limit how many at most; the rest is not looked at
     * @throws ParseException when a quote is never closed
     */
    static List<SqlToken> tokens(String sql, ServerDialect dialect, int limit) {
        return new SqlLexer(sql, dialect).run(limit);
    }

    private List<SqlToken> run(int limit) {
        while (tokens.size() < limit && skipBlanksAndComments()) {
            next();
        }
        return tokens;
    }

    private void next() {
        char c = sql.charAt(at);
        if (c == '`') {
            add(Kind.NAME, quoted('`', false));
        } else if (c == '\'') {
            add(Kind.STRING, text('\''));
        } else if (c == '"' && dialect.mode().ansiQuotes()) {
            add(Kind.NAME, quoted('"', false));
        } else if (c == '"') {
            add(Kind.STRING, text('"'));
        } else if (isWordPart(c)) {
            wordOrNumber();
        } else {
            at++;
            add(Kind.SYMBOL, String.valueOf(c));
        }
    }

    private void wordOrNumber() {
        int start = at;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            at++;
        }
        String text = sql.substring(start, at);
        boolean exponent = text.matches("[0-9]+[eE]") && signedDigitsFollow();
        boolean afterDot = !tokens.isEmpty() && tokens.get(tokens.size() - 1).isSymbol('.');
        if (!afterDot && (exponent || text.chars().allMatch(c -> c >= '0' && c <= '9'))) {
            number(start);
        } else if (text.length() == 1 && at < sql.length() && sql.charAt(at) == '\'' && "xXbBnN".contains(text)) {
            String content = text('\'');
            boolean national = text.equalsIgnoreCase("n");
            add(national ? Kind.STRING : Kind.LITERAL, national ? content : text + "'" + content + "'");
        } else {
            add(Kind.WORD, text);
        }
    }

    private void number(int start) {
        if (at + 1 < sql.length() && sql.charAt(at) == '.' && Character.isDigit(sql.charAt(at + 1))) {
            at++;
            while (at < sql.length() && isWordPart(sql.charAt(at))) {
                at++;
            }
        }
        char last = sql.charAt(at - 1);
        if ((last == 'e' || last == 'E') && signedDigitsFollow()) {
            at++;
            while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
                at++;
            }
        }
        add(Kind.NUMBER, sql.substring(start, at));
    }

    private boolean signedDigitsFollow() {
        return at + 1 < sql.length()
                && (sql.charAt(at) == '-' || sql.charAt(at) == '+')
                && Character.isDigit(sql.charAt(at + 1));
    }

    private String text(char quote) {
        return quoted(quote, dialect.mode().backslashEscapes());
    }

    private String quoted(char quote, boolean escapes) {
        int start = at;
        StringBuilder content = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == quote) {
                if (at == sql.length() || sql.charAt(at) != quote) {
                    return content.toString();
                }
                at++;
                content.append(quote);
            } else if (c == '\\' && escapes && at < sql.length()) {
                escape(sql.charAt(at++), content);
            } else {
                content.append(c);
            }
        }
        throw new ParseException("the quote at character " + (start + 1) + " is never closed");
    }

    private static void escape(char c, StringBuilder content) {
        switch (c) {
            case '0' -> content.append('\0');
            case 'b' -> content.append('\b');
            case 'n' -> content.append('\n');
            case 'r' -> content.append('\r');
            case 't' -> content.append('\t');
            case 'Z' -> content.append('\u001a');
            case '%', '_' -> content.append('\\').append(c);
            default -> content.append(c);
        }
    }

    /** Moves to the next token; false when there is none. */
    private boolean skipBlanksAndComments() {
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at))) {
                at++;
            } else if (sql.charAt(at) == '#' || startsLineComment()) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*", at)) {
                comment();
            } else if (openComments > 0 && sql.startsWith("*/", at)) {
                openComments--;
                at += 2;
            } else {
                return true;
            }
        }
        return false;
    }

    private boolean startsLineComment() {
        return sql.startsWith("--", at) && (at + 2 == sql.length() || sql.charAt(at + 2) <= ' ');
    }

    private void comment() {
        int marker = at + 2;
        if (dialect.mariaDb() && sql.startsWith("M!", marker)) {
            marker++;
        }
        if (sql.startsWith("!", marker)) {
            int digits = marker + 1;
            int end = digits;
            while (end < sql.length() && end - digits < MOST_VERSION_DIGITS && Character.isDigit(sql.charAt(end))) {
                end++;
            }
            boolean versioned = end - digits >= FEWEST_VERSION_DIGITS;
            if (dialect.executesComment(versioned ? Integer.parseInt(sql.substring(digits, end)) : 0)) {
                at = versioned ? end : digits;
                openComments++;
                return;
            }
        }
        int end = sql.indexOf("*/", at + 2);
        at = end < 0 ? sql.length() : end + 2;
    }

    private void add(Kind kind, String text) {
        tokens.add(new SqlToken(kind, text));
    }

    private static boolean isWordPart(char c) {
        if (c >= 0x80) {
            return !Character.isWhitespace(c);
        }
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}
