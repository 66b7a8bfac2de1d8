package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.ddl.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads tokens from left to right. Past the last one it goes on giving {@link #END}. */
final class TokenReader {

    static final SqlToken END = new SqlToken(Kind.SYMBOL, "\0");

    private final List<SqlToken> tokens;
    private int at;

    TokenReader(List<SqlToken> tokens) {
        this.tokens = tokens;
    }

    boolean atEnd() {
        return at >= tokens.size();
    }

    SqlToken peek() {
        return peek(0);
    }

    SqlToken peek(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead) : END;
    }

    SqlToken next() {
        SqlToken token = peek();
        at++;
        return token;
    }

    /** Whether these words come next. */
    boolean isNext(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Reads these words when they come next. */
    boolean accept(String... words) {
        if (!isNext(words)) {
            return false;
        }
        at += words.length;
        return true;
    }

    /** Reads one of these words when it comes next. */
    boolean acceptAny(String... words) {
        for (String word : words) {
            if (accept(word)) {
                return true;
            }
        }
        return false;
    }

    boolean acceptSymbol(char symbol) {
        if (!peek().isSymbol(symbol)) {
            return false;
        }
        at++;
        return true;
    }

    boolean acceptIfExists() {
        return accept("IF", "EXISTS");
    }

    boolean acceptIfNotExists() {
        return accept("IF", "NOT", "EXISTS");
    }

    /** A name, quoted or not. */
    String name() {
        SqlToken token = next();
        if (!token.isName()) {
            throw new ParseException("a name is expected where " + describe(token) + " stands");
        }
        return token.text();
    }

    /** A table's name as the server stores it. */
    TableId tableName(String defaultDatabase, ServerDialect dialect) {
        acceptSymbol('.');
        String first = name();
        if (acceptSymbol('.')) {
            return new TableId(dialect.stored(first), dialect.stored(name()));
        }
        return new TableId(dialect.stored(defaultDatabase), dialect.stored(first));
    }

    /** The tokens between the parenthesis that comes next and the one that closes it; both are read. */
    List<SqlToken> parenthesised() {
        if (!acceptSymbol('(')) {
            throw new ParseException("'(' is expected where " + describe(peek()) + " stands");
        }
        int start = at;
        for (int depth = 1; depth > 0; at++) {
            if (atEnd()) {
                throw new ParseException("a parenthesis is never closed");
            }
            if (peek().isSymbol('(')) {
                depth++;
            } else if (peek().isSymbol(')')) {
                depth--;
            }
        }
        return tokens.subList(start, at - 1);
    }

    /** All tokens that have not been read; they count as read. */
    List<SqlToken> rest() {
        List<SqlToken> rest = tokens.subList(Math.min(at, tokens.size()), tokens.size());
        at = tokens.size();
        return rest;
    }

    /** Cuts tokens at the commas outside all parentheses. */
    static List<List<SqlToken>> splitAtCommas(List<SqlToken> tokens) {
        List<List<SqlToken>> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.isSymbol('(')) {
                depth++;
            } else if (token.isSymbol(')')) {
                depth--;
            } else if (depth == 0 && token.isSymbol(',')) {
                parts.add(tokens.subList(start, i));
                start = i + 1;
            }
        }
        if (start < tokens.size()) {
            parts.add(tokens.subList(start, tokens.size()));
        }
        return parts;
    }

    static String describe(SqlToken token) {
        return token.equals(END) ? "the end" : "'" + token.text() + "'";
    }
}
