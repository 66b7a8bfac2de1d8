package io.syncpipeline.maxcompute.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses one statement; definitions of tables and alterations have parsers of their own. */
final class StatementParser {

    private final String text;
    private final TokenStream tokens;

    private StatementParser(String text) {
        this.text = text;
        this.tokens = new TokenStream(text);
    }

    static Statement parse(String text) {
        return new StatementParser(text).statement();
    }

    private Statement statement() {
        if (tokens.accept("CREATE", "TABLE")) {
            return new CreateTableParser(tokens).parse();
        }
        if (tokens.accept("ALTER", "TABLE")) {
            return new AlterTableParser(tokens).parse();
        }
        if (tokens.accept("CREATE", "SCHEMA")) {
            boolean ifNotExists = tokens.accept("IF", "NOT", "EXISTS");
            return ended(new Statement.CreateSchema(lastName(), ifNotExists));
        }
        if (tokens.accept("DROP", "SCHEMA")) {
            boolean ifExists = tokens.accept("IF", "EXISTS");
            return ended(new Statement.DropSchema(lastName(), ifExists));
        }
        if (tokens.accept("DROP", "TABLE")) {
            boolean ifExists = tokens.accept("IF", "EXISTS");
            Statement.TableName table = tableName(tokens);
            tokens.accept("PURGE");
            return ended(new Statement.DropTable(table, ifExists));
        }
        if (tokens.accept("TRUNCATE", "TABLE")) {
            Statement.TableName table = tableName(tokens);
            return ended(new Statement.TruncateTable(
                    table, tokens.peek().isWord("PARTITION") ? partitions(tokens) : List.of()));
        }
        if (tokens.accept("SHOW")) {
            return show();
        }
        if (tokens.accept("DESC") || tokens.accept("DESCRIBE")) {
            return describe();
        }
        if (tokens.accept("SET")) {
            return new Statement.SetProperty();
        }
        return rows();
    }

    private Statement rows() {
        if (tokens.accept("INSERT")) {
            return insert();
        }
        if (tokens.accept("DELETE", "FROM")) {
            return new Statement.Modify(tableName(tokens), text);
        }
        if (tokens.accept("UPDATE")) {
            return new Statement.Modify(tableName(tokens), text);
        }
        Token first = tokens.peek();
        if (first.isWord("SELECT") || first.isWord("WITH") || first.isWord("VALUES") || first.isSymbol("(")) {
            return new Statement.Query(text);
        }
        throw tokens.unexpected("a statement");
    }

    private Statement show() {
        if (tokens.accept("TABLES")) {
            String schema = tokens.accept("IN") || tokens.accept("FROM") ? lastName() : "";
            String pattern = tokens.accept("LIKE") ? tokens.string() : "";
            return ended(new Statement.ShowTables(schema, pattern));
        }
        if (tokens.accept("PARTITIONS")) {
            return ended(new Statement.ShowPartitions(tableName(tokens)));
        }
        if (tokens.accept("CREATE", "TABLE")) {
            return ended(new Statement.ShowCreateTable(tableName(tokens)));
        }
        throw tokens.unexpected("TABLES, PARTITIONS or CREATE TABLE");
    }

    private Statement describe() {
        boolean extended = tokens.accept("EXTENDED");
        tokens.accept("TABLE");
        return ended(new Statement.Describe(tableName(tokens), extended));
    }

    private Statement insert() {
        boolean overwrite = tokens.accept("OVERWRITE");
        if (!overwrite) {
            tokens.expect("INTO");
        }
        tokens.accept("TABLE");
        Statement.TableName table = tableName(tokens);
        Map<String, @Nullable String> partition =
                tokens.accept("PARTITION") ? dynamicPartition() : new LinkedHashMap<>();
        List<String> columns =
                tokens.peek().isSymbol("(") && !tokens.peek(1).isWord("SELECT") ? nameList(tokens) : List.of();
        return new Statement.Insert(table, overwrite, partition, columns, QueryTranslation.rest(tokens));
    }

    private Map<String, @Nullable String> dynamicPartition() {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        tokens.expectSymbol("(");
        do {
            String name = tokens.name();
            values.put(name, tokens.acceptSymbol("=") ? partitionValue(tokens) : null);
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return values;
    }

    private String lastName() {
        String name = tokens.name();
        while (tokens.acceptSymbol(".")) {
            name = tokens.name();
        }
        return name;
    }

    private Statement ended(Statement statement) {
        tokens.expectEnd();
        return statement;
    }

    /** {@code [project.][schema.]table}; which of one prefix is meant is decided where names are resolved. */
    static Statement.TableName tableName(TokenStream tokens) {
        String first = tokens.name();
        if (!tokens.acceptSymbol(".")) {
            return new Statement.TableName("", first);
        }
        String second = tokens.name();
        if (!tokens.acceptSymbol(".")) {
            return new Statement.TableName(first, second);
        }
        return new Statement.TableName(second, tokens.name());
    }

    /** {@code (a, b)}. */
    static List<String> nameList(TokenStream tokens) {
        List<String> names = new ArrayList<>();
        tokens.expectSymbol("(");
        do {
            names.add(tokens.name());
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return names;
    }

    /** {@code (a='x', b=1)}. */
    static Map<String, String> partition(TokenStream tokens) {
        Map<String, String> values = new LinkedHashMap<>();
        tokens.expectSymbol("(");
        do {
            String name = tokens.name();
            tokens.expectSymbol("=");
            values.put(name, partitionValue(tokens));
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return values;
    }

    /** {@code PARTITION (a='x') PARTITION (a='y')}, with commas between or without. */
    static List<Map<String, String>> partitions(TokenStream tokens) {
        List<Map<String, String>> partitions = new ArrayList<>();
        do {
            tokens.expect("PARTITION");
            partitions.add(partition(tokens));
            tokens.acceptSymbol(",");
        } while (tokens.peek().isWord("PARTITION"));
        return partitions;
    }

    private static String partitionValue(TokenStream tokens) {
        Token value = tokens.take();
        if (value.kind() != Token.Kind.STRING && value.kind() != Token.Kind.NUMBER) {
            throw SqlException.parse(value.line(), value.column(), "expected a partition value");
        }
        return value.text();
    }

    /** {@code ('key'='value', ...)}; keys keep their case. */
    static Map<String, String> properties(TokenStream tokens) {
        Map<String, String> values = new LinkedHashMap<>();
        tokens.expectSymbol("(");
        do {
            String key = tokens.string();
            tokens.expectSymbol("=");
            values.put(key, tokens.string());
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return values;
    }
}
