package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.AlterTable;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.CreateTable;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.CreateTableLike;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.DefineDatabase;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.DropDatabase;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.DropTables;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.Other;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.RenameTables;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.TruncateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads of a statement only its leading keywords and the names of its tables; whatever is no DDL of tables is passed over unread. */
final class StatementScanner {

    private static final Set<String> DDL = Set.of("CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "SET");

    private static final Set<String> OBJECTS = Set.of("TABLE", "TABLES", "INDEX", "DATABASE", "SCHEMA");

    // CREATE OR REPLACE UNIQUE INDEX
    private static final int LONGEST_BEGINNING = 5;

    private static final Other OTHER = new Other();

    private final TokenReader reader;
    private final String defaultDatabase;
    private final ServerDialect dialect;

    private StatementScanner(List<SqlToken> tokens, String defaultDatabase, ServerDialect dialect) {
        this.reader = new TokenReader(tokens);
        this.defaultDatabase = defaultDatabase;
        this.dialect = dialect;
    }

    /**
     * What a statement is.
     *
     * @throws ParseException when it begins like DDL of tables and goes on in a form that is not understood
     */
    static DdlStatement scan(String sql, String defaultDatabase, ServerDialect dialect) {
        if (!mayDefineTables(sql, dialect)) {
            return OTHER;
        }
        List<SqlToken> tokens = SqlLexer.tokens(sql, dialect, Integer.MAX_VALUE);
        if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).isSymbol(';')) {
            tokens = tokens.subList(0, tokens.size() - 1);
        }
        return new StatementScanner(tokens, defaultDatabase, dialect).statement();
    }

    /** Looks at the beginning only, so that accounts, routines and the like need not even be cut into tokens. */
    private static boolean mayDefineTables(String sql, ServerDialect dialect) {
        List<SqlToken> first = SqlLexer.tokens(sql, dialect, 1);
        if (first.isEmpty() || !DDL.contains(first.get(0).text().toUpperCase(Locale.ROOT))) {
            return false;
        }
        if (!first.get(0).is("CREATE")
                && !first.get(0).is("ALTER")
                && !first.get(0).is("DROP")) {
            return true;
        }
        return SqlLexer.tokens(sql, dialect, LONGEST_BEGINNING).stream()
                .anyMatch(token -> token.kind() == SqlToken.Kind.WORD
                        && OBJECTS.contains(token.text().toUpperCase(Locale.ROOT)));
    }

    private DdlStatement statement() {
        if (reader.accept("SET")) {
            return afterSetStatement();
        }
        return switch (reader.next().text().toUpperCase(Locale.ROOT)) {
            case "CREATE" -> create();
            case "ALTER" -> alter();
            case "DROP" -> drop();
            case "RENAME" -> rename();
            case "TRUNCATE" -> truncate();
            default -> OTHER;
        };
    }

    /** MariaDB: {@code SET STATEMENT variable = value, ... FOR statement}. */
    private DdlStatement afterSetStatement() {
        if (!reader.accept("STATEMENT")) {
            return OTHER;
        }
        while (!reader.atEnd()) {
            if (reader.next().is("FOR")) {
                return statement();
            }
        }
        return OTHER;
    }

    private DdlStatement create() {
        boolean orReplace = reader.accept("OR", "REPLACE");
        if (reader.acceptAny("DATABASE", "SCHEMA")) {
            reader.acceptIfNotExists();
            return new DefineDatabase(dialect.stored(reader.name()), true, databaseCharset());
        }
        if (reader.accept("TABLE")) {
            return createTable(orReplace);
        }
        boolean unique = reader.accept("UNIQUE");
        reader.acceptAny("ONLINE", "OFFLINE", "FULLTEXT", "SPATIAL", "VECTOR");
        if (reader.accept("INDEX")) {
            return createIndex(unique);
        }
        return OTHER;
    }

    private DdlStatement createTable(boolean orReplace) {
        boolean ifNotExists = reader.acceptIfNotExists();
        TableId table = tableName();
        if (reader.accept("LIKE")) {
            return new CreateTableLike(table, ifNotExists, orReplace, tableName());
        }
        if (reader.peek().isSymbol('(') && reader.peek(1).is("LIKE")) {
            TokenReader inner = new TokenReader(reader.parenthesised());
            inner.next();
            return new CreateTableLike(table, ifNotExists, orReplace, inner.tableName(defaultDatabase, dialect));
        }
        return new CreateTable(table, ifNotExists, orReplace, reader.rest());
    }

    /** Turns CREATE INDEX into the clause of ALTER TABLE that does the same. */
    private DdlStatement createIndex(boolean unique) {
        List<SqlToken> clause = new ArrayList<>();
        clause.add(word("ADD"));
        if (unique) {
            clause.add(word("UNIQUE"));
        }
        clause.add(word("INDEX"));
        while (!reader.atEnd() && !reader.isNext("ON")) {
            clause.add(reader.next());
        }
        reader.next();
        TableId table = tableName();
        clause.addAll(reader.rest());
        return new AlterTable(table, List.of(clause));
    }

    private DdlStatement alter() {
        if (reader.acceptAny("DATABASE", "SCHEMA")) {
            boolean named = reader.peek().isName() && !startsDatabaseOption();
            String database = named ? reader.name() : defaultDatabase;
            return new DefineDatabase(dialect.stored(database), false, databaseCharset());
        }
        reader.acceptAny("ONLINE", "OFFLINE");
        reader.accept("IGNORE");
        if (!reader.accept("TABLE")) {
            return OTHER;
        }
        reader.acceptIfExists();
        TableId table = tableName();
        if (reader.accept("WAIT")) {
            reader.next();
        } else {
            reader.accept("NOWAIT");
        }
        return new AlterTable(table, TokenReader.splitAtCommas(reader.rest()));
    }

    private boolean startsDatabaseOption() {
        return reader.isNext("DEFAULT")
                || reader.isNext("CHARACTER", "SET")
                || reader.isNext("CHARSET")
                || reader.isNext("COLLATE")
                || reader.isNext("ENCRYPTION")
                || reader.isNext("COMMENT");
    }

    private @Nullable String databaseCharset() {
        return TableOptions.read(reader.rest()).charset();
    }

    private DdlStatement drop() {
        if (reader.accept("TEMPORARY")) {
            return OTHER;
        }
        if (reader.acceptAny("DATABASE", "SCHEMA")) {
            reader.acceptIfExists();
            return new DropDatabase(dialect.stored(reader.name()));
        }
        if (reader.acceptAny("TABLE", "TABLES")) {
            reader.acceptIfExists();
            List<TableId> tables = new ArrayList<>();
            do {
                tables.add(tableName());
            } while (reader.acceptSymbol(','));
            return new DropTables(tables);
        }
        reader.acceptAny("ONLINE", "OFFLINE");
        if (reader.accept("INDEX")) {
            boolean ifExists = reader.acceptIfExists();
            List<SqlToken> clause = new ArrayList<>(List.of(word("DROP"), word("INDEX")));
            if (ifExists) {
                clause.addAll(List.of(word("IF"), word("EXISTS")));
            }
            clause.add(reader.next());
            reader.accept("ON");
            return new AlterTable(tableName(), List.of(clause));
        }
        return OTHER;
    }

    private DdlStatement rename() {
        if (!reader.acceptAny("TABLE", "TABLES")) {
            return OTHER;
        }
        boolean ifExists = reader.acceptIfExists();
        List<RenameTables.Pair> pairs = new ArrayList<>();
        do {
            TableId from = tableName();
            if (reader.accept("WAIT")) {
                reader.next();
            } else {
                reader.accept("NOWAIT");
            }
            if (!reader.accept("TO")) {
                throw new ParseException("TO is expected where " + TokenReader.describe(reader.peek()) + " stands");
            }
            pairs.add(new RenameTables.Pair(from, tableName()));
        } while (reader.acceptSymbol(','));
        return new RenameTables(ifExists, pairs);
    }

    private DdlStatement truncate() {
        reader.accept("TABLE");
        return new TruncateTable(tableName());
    }

    private TableId tableName() {
        return reader.tableName(defaultDatabase, dialect);
    }

    private static SqlToken word(String text) {
        return new SqlToken(SqlToken.Kind.WORD, text);
    }
}
