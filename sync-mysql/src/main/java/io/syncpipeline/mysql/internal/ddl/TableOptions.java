package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.mysql.internal.ddl.SqlToken.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a table or database that are kept; the many others say nothing of its shape.
 *
 * @param charset its default character set, or the one of its default collation; null when it names none
 * @param comment its comment; null when it says none
 */
record TableOptions(@Nullable String charset, @Nullable String comment) {

    static TableOptions read(List<SqlToken> tokens) {
        TokenReader reader = new TokenReader(tokens);
        String charset = null;
        String comment = null;
        while (!reader.atEnd() && !reader.isNext("PARTITION", "BY")) {
            if (reader.peek().isSymbol('(')) {
                reader.parenthesised();
            } else if (reader.accept("CHARACTER", "SET") || reader.accept("CHARSET")) {
                charset = value(reader);
            } else if (reader.accept("COLLATE")) {
                String implied = Charsets.ofCollation(value(reader));
                charset = implied == null ? charset : implied;
            } else if (reader.isNext("COMMENT")
                    && (reader.peek(1).isText() || reader.peek(1).isSymbol('='))) {
                reader.next();
                comment = value(reader);
            } else {
                reader.next();
            }
        }
        return new TableOptions(charset, comment);
    }

    private static String value(TokenReader reader) {
        reader.acceptSymbol('=');
        SqlToken token = reader.next();
        if (token.kind() == Kind.SYMBOL) {
            throw new ParseException("a value is expected where " + TokenReader.describe(token) + " stands");
        }
        return token.text();
    }
}
