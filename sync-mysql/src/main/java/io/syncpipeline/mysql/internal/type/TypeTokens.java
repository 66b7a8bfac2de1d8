package io.syncpipeline.mysql.internal.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A declared type taken apart: words in lower case, the arguments in parentheses, quoted strings without their quotes. Comments, which
 * MariaDB adds to old formats and compressed columns, are passed over. Read from front to back.
 */
final class TypeTokens {

    private final String declared;
    private int at;

    TypeTokens(String declared) {
        this.declared = declared;
    }

    /** The next word, without moving on; empty at the end or before anything that is no word. */
    String peekWord() {
        int start = skipBlanks();
        int end = start;
        while (end < declared.length() && isWordPart(declared.charAt(end))) {
            end++;
        }
        return declared.substring(start, end).toLowerCase(Locale.ROOT);
    }

    /** Takes the next word. */
    String word() {
        String word = peekWord();
        at = skipBlanks() + word.length();
        return word;
    }

    /** Takes the next word when it is this one. */
    boolean take(String expected) {
        if (peekWord().equals(expected)) {
            word();
            return true;
        }
        return false;
    }

    /** Takes a name that may stand in quotes, such as that of a character set after {@code =} or nothing. */
    String name() {
        int start = skipBlanks();
        if (start < declared.length() && declared.charAt(start) == '=') {
            at = start + 1;
            start = skipBlanks();
        }
        if (start < declared.length() && isQuote(declared.charAt(start))) {
            at = start;
            return quoted().toLowerCase(Locale.ROOT);
        }
        return word();
    }

    /** Takes numbers in parentheses; empty when there are none. */
    List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        if (open()) {
            do {
                String digits = word();
                try {
                    numbers.add(Integer.valueOf(digits));
                } catch (NumberFormatException e) {
                    throw malformed();
                }
            } while (take(','));
            close();
        }
        return numbers;
    }

    /** Takes quoted strings in parentheses. */
    List<String> strings() {
        List<String> strings = new ArrayList<>();
        if (!open()) {
            throw malformed();
        }
        do {
            skipBlanksAndIntroducer();
            strings.add(quoted());
        } while (take(','));
        close();
        return strings;
    }

    boolean atEnd() {
        return skipBlanks() == declared.length();
    }

    IllegalArgumentException malformed() {
        return new IllegalArgumentException("Malformed column type " + declared);
    }

    private boolean open() {
        return take('(');
    }

    private void close() {
        if (!take(')')) {
            throw malformed();
        }
    }

    private boolean take(char expected) {
        int start = skipBlanks();
        if (start < declared.length() && declared.charAt(start) == expected) {
            at = start + 1;
            return true;
        }
        return false;
    }

    /** A label may carry its character set, such as {@code _utf8mb4'a'}. */
    private void skipBlanksAndIntroducer() {
        if (peekWord().startsWith("_")) {
            word();
        }
        at = skipBlanks();
    }

    private String quoted() {
        if (at >= declared.length() || !isQuote(declared.charAt(at))) {
            throw malformed();
        }
        char quote = declared.charAt(at++);
        StringBuilder text = new StringBuilder();
        while (at < declared.length()) {
            char c = declared.charAt(at++);
            if (c == '\\' && quote != '`' && at < declared.length()) {
                appendEscaped(text, declared.charAt(at++));
            } else if (c != quote) {
                text.append(c);
            } else if (at < declared.length() && declared.charAt(at) == quote) {
                text.append(quote);
                at++;
            } else {
                return text.toString();
            }
        }
        throw malformed();
    }

    /** The escapes of MySQL string literals; the server prints labels with them too. */
    private static void appendEscaped(StringBuilder text, char c) {
        switch (c) {
            case '0' -> text.append('\0');
            case 'b' -> text.append('\b');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'Z' -> text.append('\u001a');
            case '%', '_' -> text.append('\\').append(c);
            default -> text.append(c);
        }
    }

    private int skipBlanks() {
        int next = at;
        while (next < declared.length()) {
            if (Character.isWhitespace(declared.charAt(next))) {
                next++;
            } else if (declared.startsWith("/*", next)) {
                int end = declared.indexOf("*/", next + 2);
                next = end < 0 ? declared.length() : end + 2;
            } else {
                break;
            }
        }
        return next;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"' || c == '`';
    }
}
