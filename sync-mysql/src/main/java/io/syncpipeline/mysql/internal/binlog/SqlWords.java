package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.mysql.internal.ddl.SqlMode;
import org.jspecify.annotations.Nullable;

/** Cuts a statement into words, names and signs; strings and comments are passed over. What executable comments hold counts. */
final class SqlWords {

    /**
     * A word, a name or a sign.
     *
     * @param text the word without quotes
     * @param quoted whether it was a quoted name
     */
    record Word(String text, boolean quoted) {

        /** Whether it is this keyword. */
        boolean is(String keyword) {
            return !quoted && text.equalsIgnoreCase(keyword);
        }

        /** Whether it may name something. */
        boolean isName() {
            return quoted || isNameCharacter(text.charAt(0));
        }
    }

    private final String sql;
    private final SqlMode mode;
    private int at;

    SqlWords(String sql, SqlMode mode) {
        this.sql = sql;
        this.mode = mode;
    }

    /** The next one; null at the end. */
    @Nullable
    Word next() {
        while (at < sql.length()) {
            char character = sql.charAt(at);
            if (Character.isWhitespace(character)) {
                at++;
            } else if (isLineComment()) {
                at = endOf("\n");
            } else if (sql.startsWith("/*!", at) || sql.startsWith("/*M!", at)) {
                at = sql.indexOf('!', at) + 1;
                skipDigits();
            } else if (sql.startsWith("/*", at)) {
                at += 2;
                at = endOf("*/");
            } else if (sql.startsWith("*/", at)) {
                at += 2;
            } else if (character == '`' || (character == '"' && mode.ansiQuotes())) {
                return new Word(quoted(character, false), true);
            } else if (character == '\'' || character == '"') {
                quoted(character, mode.backslashEscapes());
            } else {
                return plain();
            }
        }
        return null;
    }

    /** What is left of the statement. */
    String rest() {
        return sql.substring(at);
    }

    private boolean isLineComment() {
        return sql.charAt(at) == '#'
                || sql.startsWith("--", at) && (at + 2 == sql.length() || Character.isWhitespace(sql.charAt(at + 2)));
    }

    private int endOf(String terminator) {
        int end = sql.indexOf(terminator, at);
        return end < 0 ? sql.length() : end + terminator.length();
    }

    private void skipDigits() {
        while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
            at++;
        }
    }

    // a doubled quote stands for itself everywhere, a backslash escapes in strings only
    private String quoted(char quote, boolean escapes) {
        StringBuilder text = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char character = sql.charAt(at++);
            if (character == '\\' && escapes) {
                at++;
            } else if (character == quote) {
                if (at == sql.length() || sql.charAt(at) != quote) {
                    return text.toString();
                }
                text.append(quote);
                at++;
            } else {
                text.append(character);
            }
        }
        return text.toString();
    }

    private Word plain() {
        int start = at;
        while (at < sql.length() && isNameCharacter(sql.charAt(at))) {
            at++;
        }
        if (at == start) {
            at++;
        }
        return new Word(sql.substring(start, at), false);
    }

    private static boolean isNameCharacter(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '$';
    }
}
