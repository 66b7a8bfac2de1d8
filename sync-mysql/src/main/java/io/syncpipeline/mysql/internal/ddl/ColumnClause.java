package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.mysql.internal.ddl.SqlToken.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes a column definition anew in the plainest words: spelling variants of types in their common form, names in backquotes, text in
 * single quotes, and without attributes that say nothing of a column's shape (defaults, expressions, checks, storage). What remains is
 * what every parser of MySQL knows; a word that is not known here is left for the parser to judge.
 */
final class ColumnClause {

    private static final Map<String, String> CHARSET_WORDS =
            Map.of("ASCII", "latin1", "UNICODE", "ucs2", "BYTE", Charsets.BINARY);
    private static final Set<String> CHARACTER_TYPES =
            Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext");

    private final TokenReader reader;
    private final StringBuilder plain = new StringBuilder();

    private ColumnClause(TokenReader reader) {
        this.reader = reader;
    }

    /**
     * Reads a definition up to its end, or to a partitioning clause behind it.
     *
     * @return the definition, beginning with the column's name
     */
    static String plain(TokenReader reader) {
        ColumnClause clause = new ColumnClause(reader);
        clause.quoted(reader.name());
        clause.type();
        while (!clause.ends()) {
            clause.attribute();
        }
        return clause.plain.toString();
    }

    private boolean ends() {
        return reader.atEnd() || reader.isNext("PARTITION", "BY") || reader.isNext("REMOVE", "PARTITIONING");
    }

    private void type() {
        String type = typeName();
        plain.append(' ').append(type);
        if (reader.peek().isSymbol('(')) {
            plain.append('(');
            for (SqlToken token : reader.parenthesised()) {
                plain.append(token.isText() ? text(token.text()) : token.text());
            }
            plain.append(')');
        }
        if (CHARACTER_TYPES.contains(type)) {
            reader.accept("BINARY");
            charsetWord();
            reader.accept("BINARY");
        }
    }

    private void charsetWord() {
        String charset = CHARSET_WORDS.get(reader.peek().text().toUpperCase(Locale.ROOT));
        if (charset != null && reader.peek().kind() == Kind.WORD) {
            reader.next();
            plain.append(" CHARACTER SET ").append(charset);
        }
    }

    private String typeName() {
        if (reader.accept("LONG")) {
            if (reader.accept("VARBINARY")) {
                return "mediumblob";
            }
            acceptVarchar();
            return "mediumtext";
        }
        if (reader.accept("NATIONAL")) {
            return national(acceptVarchar());
        }
        if (reader.accept("NVARCHAR")) {
            return national(true);
        }
        if (reader.accept("NCHAR")) {
            return national(reader.accept("VARYING") || reader.accept("VARCHAR"));
        }
        if (reader.isNext("CHARACTER") || reader.isNext("CHAR")) {
            return acceptVarchar() ? "varchar" : "char";
        }
        if (reader.accept("DOUBLE", "PRECISION")) {
            return "double";
        }
        return reader.name().toLowerCase(Locale.ROOT);
    }

    /** Reads VARCHAR, CHAR, CHAR VARYING, CHARACTER or CHARACTER VARYING; whether it was one of varying length. */
    private boolean acceptVarchar() {
        if (reader.acceptAny("VARCHAR", "VARCHARACTER")) {
            return true;
        }
        return reader.acceptAny("CHAR", "CHARACTER") && reader.accept("VARYING");
    }

    private String national(boolean varying) {
        return varying ? "nationalvarchar" : "nationalchar";
    }

    private void attribute() {
        if (keptAttribute() || definedBySql() || storageAttribute()) {
            return;
        }
        if (reader.peek().isName() && reader.peek(1).isSymbol('=')) {
            // MariaDB: an attribute that a storage engine defines
            reader.next();
            reader.next();
            reader.next();
            return;
        }
        SqlToken unknown = reader.next();
        plain.append(' ').append(unknown.isText() ? text(unknown.text()) : unknown.text());
    }

    private boolean keptAttribute() {
        if (reader.accept("NOT", "NULL")) {
            plain.append(" NOT NULL");
        } else if (reader.accept("NULL")) {
            plain.append(" NULL");
        } else if (reader.accept("AUTO_INCREMENT")) {
            plain.append(" AUTO_INCREMENT");
        } else if (reader.accept("SERIAL", "DEFAULT", "VALUE")) {
            plain.append(" NOT NULL AUTO_INCREMENT UNIQUE");
        } else if (reader.accept("PRIMARY", "KEY") || reader.acceptAny("PRIMARY", "KEY")) {
            plain.append(" PRIMARY KEY");
        } else if (reader.accept("UNIQUE")) {
            reader.acceptAny("KEY", "INDEX");
            plain.append(" UNIQUE");
        } else if (reader.accept("COMMENT")) {
            plain.append(" COMMENT ").append(text(value()));
        } else if (reader.accept("COLLATE")) {
            plain.append(" COLLATE ");
            quoted(value().toLowerCase(Locale.ROOT));
        } else if (reader.accept("CHARACTER", "SET") || reader.acceptAny("CHARSET")) {
            plain.append(" CHARACTER SET ").append(value().toLowerCase(Locale.ROOT));
            reader.accept("BINARY");
        } else if (reader.accept("UNSIGNED")) {
            plain.append(" UNSIGNED");
        } else if (reader.accept("ZEROFILL")) {
            plain.append(" ZEROFILL");
        } else if (reader.accept("FIRST")) {
            plain.append(" FIRST");
        } else if (reader.accept("AFTER")) {
            plain.append(" AFTER ");
            quoted(reader.name());
        } else {
            return false;
        }
        return true;
    }

    /** Attributes with an expression in them, or that refer to something else. */
    private boolean definedBySql() {
        if (reader.accept("DEFAULT") || reader.accept("ON", "UPDATE")) {
            term();
        } else if (reader.accept("GENERATED", "ALWAYS", "AS", "ROW") || reader.accept("AS", "ROW")) {
            reader.acceptAny("START", "END");
        } else if (reader.accept("GENERATED", "ALWAYS", "AS") || reader.accept("AS")) {
            reader.parenthesised();
        } else if (reader.isNext("CONSTRAINT") || reader.isNext("CHECK")) {
            check();
        } else if (reader.accept("REFERENCES")) {
            references();
        } else {
            return reader.accept("WITH", "SYSTEM", "VERSIONING") || reader.accept("WITHOUT", "SYSTEM", "VERSIONING");
        }
        return true;
    }

    private void check() {
        if (reader.accept("CONSTRAINT") && !reader.isNext("CHECK")) {
            reader.name();
        }
        reader.accept("CHECK");
        reader.parenthesised();
        if (!reader.accept("NOT", "ENFORCED")) {
            reader.accept("ENFORCED");
        }
    }

    private void references() {
        reader.name();
        if (reader.acceptSymbol('.')) {
            reader.name();
        }
        if (reader.peek().isSymbol('(')) {
            reader.parenthesised();
        }
        if (reader.accept("MATCH")) {
            reader.next();
        }
        while (reader.isNext("ON", "DELETE") || reader.isNext("ON", "UPDATE")) {
            reader.next();
            reader.next();
            if (!reader.accept("SET", "NULL") && !reader.accept("SET", "DEFAULT") && !reader.accept("NO", "ACTION")) {
                reader.next();
            }
        }
    }

    private boolean storageAttribute() {
        if (reader.acceptAny("SIGNED", "VIRTUAL", "STORED", "PERSISTENT", "VISIBLE", "INVISIBLE")
                || reader.accept("NOT", "SECONDARY")) {
            return true;
        }
        if (reader.accept("COMPRESSED")) {
            if (reader.peek().isSymbol('=')) {
                value();
            }
            return true;
        }
        if (reader.acceptAny(
                "COLUMN_FORMAT",
                "STORAGE",
                "ENGINE_ATTRIBUTE",
                "SECONDARY_ENGINE_ATTRIBUTE",
                "SRID",
                "REF_SYSTEM_ID")) {
            value();
            return true;
        }
        return false;
    }

    /** Passes over the one term that DEFAULT and ON UPDATE take: a literal with or without a sign, a call, or something in parentheses. */
    private void term() {
        if (reader.peek().isSymbol('(')) {
            reader.parenthesised();
            return;
        }
        if (reader.accept("NEXT", "VALUE", "FOR")) {
            references();
            return;
        }
        if (!reader.acceptSymbol('-')) {
            reader.acceptSymbol('+');
        }
        SqlToken first = reader.next();
        while (first.isName() && reader.acceptSymbol('.')) {
            reader.name();
        }
        boolean introduced = first.kind() == Kind.WORD && (first.text().startsWith("_") || isDateWord(first));
        while ((introduced || first.isText())
                && (reader.peek().isText() || reader.peek().kind() == Kind.LITERAL)) {
            reader.next();
        }
        if (first.isName() && reader.peek().isSymbol('(')) {
            reader.parenthesised();
        }
    }

    private static boolean isDateWord(SqlToken token) {
        return token.is("DATE") || token.is("TIME") || token.is("TIMESTAMP");
    }

    private String value() {
        reader.acceptSymbol('=');
        SqlToken token = reader.next();
        if (token.kind() == Kind.SYMBOL) {
            throw new ParseException("a value is expected where " + TokenReader.describe(token) + " stands");
        }
        return token.text();
    }

    private void quoted(String name) {
        plain.append(quotedName(name));
    }

    static String quotedName(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String text(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
