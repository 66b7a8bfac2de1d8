package io.syncpipeline.mysql.internal.ddl;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Applies the clauses of ALTER TABLE, as the MySQL and MariaDB manuals list them ("ALTER TABLE Statement"). */
final class AlterClauses {

    /** Clauses, by their first word, that leave columns, keys and rows as they are. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "ALGORITHM",
            "ANALYZE",
            "CHECK",
            "COALESCE",
            "DISABLE",
            "ENABLE",
            "FORCE",
            "LOCK",
            "OPTIMIZE",
            "PARTITION",
            "REBUILD",
            "REMOVE",
            "REORGANIZE",
            "REPAIR",
            "SECONDARY_LOAD",
            "SECONDARY_UNLOAD",
            "UPGRADE",
            "WITH",
            "WITHOUT");

    private static final Set<String> OPTIONS = Set.of(
            "AUTOEXTEND_SIZE",
            "AUTO_INCREMENT",
            "AVG_ROW_LENGTH",
            "CHARACTER",
            "CHARSET",
            "CHECKSUM",
            "COLLATE",
            "COMMENT",
            "COMPRESSION",
            "CONNECTION",
            "DATA",
            "DEFAULT",
            "DELAY_KEY_WRITE",
            "ENCRYPTION",
            "ENGINE",
            "ENGINE_ATTRIBUTE",
            "INDEX",
            "INSERT_METHOD",
            "KEY_BLOCK_SIZE",
            "MAX_ROWS",
            "MIN_ROWS",
            "PACK_KEYS",
            "PASSWORD",
            "ROW_FORMAT",
            "SECONDARY_ENGINE",
            "SECONDARY_ENGINE_ATTRIBUTE",
            "STATS_AUTO_RECALC",
            "STATS_PERSISTENT",
            "STATS_SAMPLE_PAGES",
            "STORAGE",
            "TABLESPACE",
            "TRANSACTIONAL",
            "TYPE",
            "UNION");

    private final TableEdit edit;
    private final String database;
    private final String databaseCharset;
    private final ServerDialect dialect;

    /**
     * @param database where a new name without a database is
     * @param databaseCharset the default character set of the table's database
     */
    AlterClauses(TableEdit edit, String database, String databaseCharset, ServerDialect dialect) {
        this.edit = edit;
        this.database = database;
        this.databaseCharset = databaseCharset;
        this.dialect = dialect;
    }

    void apply(List<List<SqlToken>> clauses) {
        // the new default character set holds for all columns that the same statement defines
        for (List<SqlToken> clause : clauses) {
            characterSet(new TokenReader(clause));
        }
        for (List<SqlToken> clause : clauses) {
            TokenReader reader = new TokenReader(clause);
            if (reader.isNext("ORDER", "BY")) {
                return; // the commas that follow are its own
            }
            boolean maintenance = reader.peek(1).is("PARTITION");
            clause(reader);
            if (maintenance) {
                return; // it stands alone, and its commas are between partitions
            }
        }
    }

    private void characterSet(TokenReader reader) {
        if (reader.accept("CONVERT", "TO")) {
            TableOptions options = TableOptions.read(reader.rest());
            edit.convertTo(options.charset(), databaseCharset);
        } else if (isOptions(reader)) {
            edit.options(TableOptions.read(reader.rest()), databaseCharset);
        }
    }

    private static boolean isOptions(TokenReader reader) {
        String first = reader.peek().text().toUpperCase(Locale.ROOT);
        if (reader.peek().kind() == SqlToken.Kind.WORD && OPTIONS.contains(first)) {
            return true;
        }
        return reader.peek().isName() && reader.peek(1).isSymbol('=') && !reader.isNext("RENAME");
    }

    private void clause(TokenReader reader) {
        if (reader.atEnd() || isOptions(reader)) {
            return;
        }
        SqlToken first = reader.next();
        String verb = first.text().toUpperCase(Locale.ROOT);
        switch (verb) {
            case "ADD" -> add(reader);
            case "DROP" -> drop(reader);
            case "CHANGE" -> change(reader);
            case "MODIFY" -> modify(reader);
            case "RENAME" -> rename(reader);
            case "ALTER" -> {
                // a default, an index's visibility, whether a check is enforced: none of them is kept
            }
            case "CONVERT" -> {
                if (!reader.isNext("TO")) {
                    throw unloggedRows(first, reader);
                }
            }
            case "TRUNCATE", "EXCHANGE", "DISCARD", "IMPORT" -> throw unloggedRows(first, reader);
            default -> {
                if (!WITHOUT_EFFECT.contains(verb)) {
                    throw new ParseException("its clause " + verb + " is not understood");
                }
            }
        }
    }

    private static ParseException unloggedRows(SqlToken first, TokenReader reader) {
        return new ParseException(first.text().toUpperCase(Locale.ROOT) + " "
                + reader.peek().text().toUpperCase(Locale.ROOT)
                + " removes or replaces rows without logging which; copy the table again");
    }

    private void add(TokenReader reader) {
        if (reader.isNext("PARTITION")) {
            return;
        }
        if (reader.isNext("SYSTEM", "VERSIONING")) {
            throw systemVersioned();
        }
        boolean column = reader.accept("COLUMN");
        boolean ifNotExists = reader.acceptIfNotExists();
        if (reader.peek().isSymbol('(')) {
            for (List<SqlToken> element : TokenReader.splitAtCommas(reader.parenthesised())) {
                addElement(new TokenReader(element), ifNotExists, edit);
            }
        } else if (column) {
            edit.addColumn(DefinitionParser.parse(reader), ifNotExists);
        } else {
            addElement(reader, ifNotExists, edit);
        }
    }

    static ParseException systemVersioned() {
        return new ParseException(
                "it makes the table system-versioned: its log then holds the history of rows beside the rows,"
                        + " which cannot be told apart; leave the table out");
    }

    /** Adds a column, key or constraint. */
    static void addElement(TokenReader reader, boolean ifNotExists, TableEdit edit) {
        if (KeyClause.isNext(reader)) {
            KeyClause.apply(reader, edit);
        } else {
            edit.addColumn(DefinitionParser.parse(reader), ifNotExists);
        }
    }

    private void drop(TokenReader reader) {
        if (reader.accept("PRIMARY", "KEY")) {
            edit.indexes().dropPrimary();
        } else if (reader.accept("INDEX") || reader.acceptAny("KEY", "CONSTRAINT")) {
            reader.acceptIfExists();
            edit.indexes().drop(reader.name());
        } else if (reader.isNext("PARTITION")) {
            throw unloggedRows(new SqlToken(SqlToken.Kind.WORD, "DROP"), reader);
        } else if (!reader.isNext("FOREIGN", "KEY")
                && !isNamed(reader, "CHECK")
                && !reader.isNext("SYSTEM", "VERSIONING")
                && !reader.isNext("PERIOD", "FOR")) {
            reader.accept("COLUMN");
            reader.acceptIfExists();
            edit.dropColumn(reader.name());
        }
    }

    private static boolean isNamed(TokenReader reader, String kind) {
        return reader.isNext(kind) && reader.peek(1).isName();
    }

    private void change(TokenReader reader) {
        reader.accept("COLUMN");
        boolean ifExists = reader.acceptIfExists();
        String name = reader.name();
        edit.changeColumn(name, DefinitionParser.parse(reader), ifExists);
    }

    private void modify(TokenReader reader) {
        reader.accept("COLUMN");
        boolean ifExists = reader.acceptIfExists();
        ColumnDefinition definition = DefinitionParser.parse(reader);
        edit.changeColumn(definition.name(), definition, ifExists);
    }

    private void rename(TokenReader reader) {
        if (reader.accept("COLUMN")) {
            boolean ifExists = reader.acceptIfExists();
            String from = reader.name();
            reader.accept("TO");
            edit.renameColumn(from, reader.name(), ifExists);
        } else if (isNamed(reader, "INDEX") || isNamed(reader, "KEY")) {
            reader.next();
            reader.acceptIfExists();
            String from = reader.name();
            reader.accept("TO");
            edit.indexes().rename(from, reader.name());
        } else {
            if (!reader.acceptAny("TO", "AS")) {
                reader.acceptSymbol('=');
            }
            edit.rename(reader.tableName(database, dialect));
        }
    }
}
