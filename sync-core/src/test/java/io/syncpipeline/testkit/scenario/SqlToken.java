package io.syncpipeline.testkit.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A token of a statement.
 *
 * @param kind what it is
 * @param text its characters; those of a text without quotes
 * @param at where it begins
 */
record SqlToken(Kind kind, String text, int at) {

    enum Kind {
        WORD,
        NUMBER,
        TEXT,
        SIGN,
        END
    }

    boolean is(String wordOrSign) {
        return kind != Kind.TEXT && text.toUpperCase(Locale.ROOT).equals(wordOrSign);
    }

    static List<SqlToken> of(String where, String sql) {
        List<SqlToken> tokens = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            int end = end(where, sql, at);
            String text = sql.substring(at, end);
            if (c == '\'') {
                String inner = text.substring(1, text.length() - 1).replace("''", "'");
                tokens.add(new SqlToken(Kind.TEXT, inner, at));
            } else if (isDigit(c) || c == '-') {
                tokens.add(new SqlToken(Kind.NUMBER, text, at));
            } else if (isWord(c)) {
                tokens.add(new SqlToken(Kind.WORD, text, at));
            } else {
                tokens.add(new SqlToken(Kind.SIGN, text, at));
            }
            at = end;
        }
        tokens.add(new SqlToken(Kind.END, "the end", sql.length()));
        return tokens;
    }

    private static int end(String where, String sql, int from) {
        char c = sql.charAt(from);
        int at = from + 1;
        if (c == '\'') {
            while (at < sql.length() && (sql.charAt(at) != '\'' || sql.startsWith("''", at))) {
                if (sql.charAt(at) == '\\') {
                    throw new ScenarioException(where, "servers differ in what a backslash means: " + sql);
                }
                at += sql.charAt(at) == '\'' ? 2 : 1;
            }
            if (at == sql.length()) {
                throw new ScenarioException(where, "a quote is missing: " + sql);
            }
            return at + 1;
        }
        if (isDigit(c) || c == '-') {
            while (at < sql.length() && (isDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
                at++;
            }
            return at;
        }
        if (isWord(c)) {
            while (at < sql.length() && (isWord(sql.charAt(at)) || isDigit(sql.charAt(at)))) {
                at++;
            }
            return at;
        }
        if (sql.startsWith("<>", from) || sql.startsWith("<=", from) || sql.startsWith(">=", from)) {
            return from + 2;
        }
        if ("(),.=<>".indexOf(c) < 0) {
            throw new ScenarioException(where, "'" + c + "' is not understood: " + sql);
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }
}
