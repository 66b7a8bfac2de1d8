package io.syncpipeline.mysql.internal.ddl;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads table-level keys and constraints, as CREATE TABLE lists them and ADD takes them: those that can identify a row are kept.
 */
final class KeyClause {

    private KeyClause() {}

    /** Whether what comes next is a key or constraint rather than a column. */
    static boolean isNext(TokenReader reader) {
        return reader.isNext("PRIMARY", "KEY")
                || reader.isNext("UNIQUE")
                || reader.isNext("KEY")
                || reader.isNext("INDEX")
                || reader.isNext("FULLTEXT")
                || reader.isNext("SPATIAL")
                || reader.isNext("VECTOR", "INDEX")
                || reader.isNext("VECTOR", "KEY")
                || reader.isNext("CONSTRAINT")
                || reader.isNext("FOREIGN", "KEY")
                || reader.isNext("CHECK")
                || reader.isNext("PERIOD", "FOR");
    }

    static void apply(TokenReader reader, TableEdit edit) {
        IndexEdit indexes = edit.indexes();
        if (reader.accept("PERIOD", "FOR")) {
            reader.name();
            edit.requireNotNull(columns(reader, edit).names());
            return;
        }
        boolean ifNotExists = isConditional(reader);
        String constraint = constraintName(reader);
        if (reader.accept("PRIMARY", "KEY")) {
            indexName(reader);
            indexes.addPrimary(columns(reader, edit).names());
        } else if (reader.accept("UNIQUE")) {
            reader.acceptAny("KEY", "INDEX");
            String name = indexName(reader);
            indexes.add(name.isEmpty() ? constraint : name, true, wholeColumns(reader, edit), ifNotExists);
        } else if (!reader.isNext("FOREIGN") && !reader.isNext("CHECK")) {
            reader.acceptAny("FULLTEXT", "SPATIAL", "VECTOR");
            reader.acceptAny("KEY", "INDEX");
            String name = indexName(reader);
            indexes.add(name, false, wholeColumns(reader, edit), ifNotExists);
        }
    }

    private static boolean isConditional(TokenReader reader) {
        for (int i = 0; !reader.peek(i).isSymbol('(') && !reader.peek(i).equals(TokenReader.END); i++) {
            if (reader.peek(i).is("IF") && reader.peek(i + 1).is("NOT")) {
                return true;
            }
        }
        return false;
    }

    private static String constraintName(TokenReader reader) {
        if (!reader.accept("CONSTRAINT")) {
            return "";
        }
        reader.acceptIfNotExists();
        boolean named = !reader.isNext("PRIMARY", "KEY")
                && !reader.isNext("UNIQUE")
                && !reader.isNext("FOREIGN", "KEY")
                && !reader.isNext("CHECK");
        return named ? reader.name() : "";
    }

    /** Reads up to the key's columns. */
    private static String indexName(TokenReader reader) {
        reader.acceptIfNotExists();
        String name = "";
        if (reader.peek().isName() && !startsType(reader)) {
            name = reader.name();
        }
        if (reader.acceptAny("USING", "TYPE")) {
            reader.next();
        }
        return name;
    }

    private static boolean startsType(TokenReader reader) {
        return (reader.isNext("USING") || reader.isNext("TYPE"))
                && reader.peek(1).isName();
    }

    private record Columns(List<String> names, boolean whole) {}

    /** The columns of a key that is not the primary one; none when a part is not a whole column, as no row can be found by that. */
    private static List<String> wholeColumns(TokenReader reader, TableEdit edit) {
        Columns columns = columns(reader, edit);
        return columns.whole() ? columns.names() : List.of();
    }

    private static Columns columns(TokenReader reader, TableEdit edit) {
        List<String> names = new ArrayList<>();
        boolean whole = true;
        for (List<SqlToken> part : TokenReader.splitAtCommas(reader.parenthesised())) {
            TokenReader column = new TokenReader(part);
            if (column.peek().isSymbol('(')) {
                edit.expressionInKey();
                whole = false;
                continue;
            }
            String name = column.name();
            if (column.isNext("WITHOUT", "OVERLAPS")) {
                throw new ParseException(
                        "its key over the period '" + name + "' is not understood; leave the table out");
            }
            whole &= !column.peek().isSymbol('(');
            names.add(name);
        }
        return new Columns(names, whole);
    }
}
