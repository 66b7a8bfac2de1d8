package io.syncpipeline.testkit.scenario;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a statement of a scenario, and refuses whatever it does not know. Not thread-safe. */
final class SqlParser {

    private final String where;
    private final String sql;
    private final List<SqlToken> tokens;
    private final List<Integer> databases = new ArrayList<>();
    private int next;

    private SqlParser(String where, String sql) {
        this.where = where;
        this.sql = sql;
        this.tokens = SqlToken.of(where, sql);
    }

    static SqlStatement parse(String where, String sql) {
        SqlParser parser = new SqlParser(where, sql);
        SqlStatement.Action action = parser.statement();
        if (parser.peek().kind() != SqlToken.Kind.END) {
            throw parser.wrong("'" + parser.peek().text() + "' is not understood here");
        }
        return new SqlStatement(where, sql, parser.databases, action);
    }

    private SqlStatement.Action statement() {
        String first = word("a statement").toUpperCase(Locale.ROOT);
        return switch (first) {
            case "CREATE" -> {
                keyword("TABLE");
                yield createTable(table());
            }
            case "DROP" -> {
                keyword("TABLE");
                yield new SqlStatement.DropTable(table());
            }
            case "TRUNCATE" -> {
                keyword("TABLE");
                yield new SqlStatement.Truncate(table());
            }
            case "RENAME" -> {
                keyword("TABLE");
                yield renameTables();
            }
            case "ALTER" -> {
                keyword("TABLE");
                yield alter(table());
            }
            case "INSERT" -> {
                keyword("INTO");
                yield insert(table());
            }
            case "UPDATE" -> update(table());
            case "DELETE" -> {
                keyword("FROM");
                yield new SqlStatement.Delete(table(), where());
            }
            default -> throw wrong("scenarios do not know the statement " + first);
        };
    }

    // ------------------------------------------------------------------ definitions

    private SqlStatement.Action createTable(TableId table) {
        List<Column> columns = new ArrayList<>();
        List<String> key = new ArrayList<>();
        List<List<String>> uniqueKeys = new ArrayList<>();
        sign("(");
        do {
            if (take("PRIMARY")) {
                keyword("KEY");
                key.addAll(names());
            } else if (take("UNIQUE")) {
                keyword("KEY");
                word("the key's name");
                uniqueKeys.add(names());
            } else {
                Column column = column(word("a column"));
                if (take("PRIMARY")) {
                    keyword("KEY");
                    key.add(column.name());
                }
                columns.add(column);
            }
        } while (take(","));
        sign(")");
        List<Column> all = columns.stream()
                .map(c -> key.contains(c.name())
                        ? new Column(c.name(), c.type(), c.nativeType(), c.charset(), false, c.comment())
                        : c)
                .toList();
        uniqueKeys.removeIf(names ->
                names.stream().anyMatch(n -> all.stream().anyMatch(c -> c.name().equals(n) && c.nullable())));
        return new SqlStatement.CreateTable(new TableSchema(table, all, key, uniqueKeys, ""));
    }

    private SqlStatement.Action alter(TableId table) {
        String clause = word("ADD, DROP, MODIFY or CHANGE").toUpperCase(Locale.ROOT);
        keyword("COLUMN");
        String column = word("a column");
        return switch (clause) {
            case "ADD" -> new SqlStatement.AddColumn(table, nullable(column(column)));
            case "DROP" -> new SqlStatement.DropColumn(table, column);
            case "MODIFY" -> new SqlStatement.ModifyColumn(table, column(column));
            case "CHANGE" -> new SqlStatement.ChangeColumn(table, column, column(word("a name")));
            default -> throw wrong("scenarios do not know ALTER TABLE ... " + clause);
        };
    }

    /** Servers would give the present rows a value that scripted ones do not have. */
    private Column nullable(Column column) {
        if (!column.nullable()) {
            throw wrong("an added column has to be nullable");
        }
        return column;
    }

    private SqlStatement.Action renameTables() {
        List<TableId> names = new ArrayList<>();
        do {
            names.add(table());
            keyword("TO");
            names.add(table());
        } while (take(","));
        return new SqlStatement.RenameTables(names);
    }

    private Column column(String name) {
        String type = word("a type").toLowerCase(Locale.ROOT);
        List<Integer> numbers = new ArrayList<>();
        if (take("(")) {
            do {
                numbers.add(Integer.valueOf(number()));
            } while (take(","));
            sign(")");
        }
        boolean unsigned = take("UNSIGNED");
        boolean required = take("NOT");
        if (required || peek().is("NULL")) {
            keyword("NULL");
        } else if (type.equals("timestamp")) {
            throw wrong("servers differ in whether a TIMESTAMP may be NULL; say NULL or NOT NULL");
        }
        String arguments = numbers.isEmpty()
                ? ""
                : numbers.toString().replace("[", "(").replace("]", ")").replace(" ", "");
        String nativeType = type + arguments + (unsigned ? " unsigned" : "");
        DataType dataType = type(type, numbers, unsigned);
        if (dataType == null) {
            throw wrong("scenarios do not know the type " + nativeType);
        }
        return new Column(name, dataType, nativeType, "", !required, "");
    }

    /** As the MySQL source has it; null for what is not known. */
    private static @Nullable DataType type(String type, List<Integer> numbers, boolean unsigned) {
        if (unsigned && !numbers.isEmpty()) {
            return null;
        }
        return switch (numbers.size()) {
            case 0 ->
                switch (type) {
                    case "tinyint" -> DataType.of(unsigned ? Kind.INT16 : Kind.INT8);
                    case "smallint" -> DataType.of(unsigned ? Kind.INT32 : Kind.INT16);
                    case "int" -> DataType.of(unsigned ? Kind.INT64 : Kind.INT32);
                    case "bigint" -> unsigned ? DataType.decimal(20, 0) : DataType.of(Kind.INT64);
                    case "double" -> unsigned ? null : DataType.of(Kind.FLOAT64);
                    case "text" -> unsigned ? null : DataType.of(Kind.TEXT, 65_535);
                    case "date" -> unsigned ? null : DataType.of(Kind.DATE);
                    case "datetime" -> unsigned ? null : DataType.of(Kind.DATETIME);
                    case "timestamp" -> unsigned ? null : DataType.of(Kind.TIMESTAMP);
                    default -> null;
                };
            case 1 ->
                switch (type) {
                    case "tinyint" -> numbers.get(0) == 1 ? DataType.of(Kind.INT8) : null;
                    case "varchar" -> DataType.of(Kind.TEXT, numbers.get(0));
                    case "datetime" -> DataType.of(Kind.DATETIME, numbers.get(0));
                    case "timestamp" -> DataType.of(Kind.TIMESTAMP, numbers.get(0));
                    default -> null;
                };
            case 2 -> type.equals("decimal") ? DataType.decimal(numbers.get(0), numbers.get(1)) : null;
            default -> null;
        };
    }

    // ------------------------------------------------------------------------- rows

    private SqlStatement.Action insert(TableId table) {
        List<String> columns = peek().is("(") ? names() : List.of();
        keyword("VALUES");
        List<List<Literal>> rows = new ArrayList<>();
        do {
            List<Literal> row = new ArrayList<>();
            sign("(");
            do {
                row.add(literal());
            } while (take(","));
            sign(")");
            rows.add(row);
        } while (take(","));
        return new SqlStatement.Insert(table, columns, rows);
    }

    private SqlStatement.Action update(TableId table) {
        keyword("SET");
        Map<String, Literal> values = new LinkedHashMap<>();
        do {
            String column = word("a column");
            sign("=");
            values.put(column, literal());
        } while (take(","));
        return new SqlStatement.Update(table, values, where());
    }

    private SqlCondition where() {
        return take("WHERE") ? condition() : SqlCondition.ALL;
    }

    /** A condition alone, as a rule's copyCondition has it. */
    static SqlCondition condition(String where, String sql) {
        SqlParser parser = new SqlParser(where, sql);
        SqlCondition condition = parser.condition();
        if (parser.peek().kind() != SqlToken.Kind.END) {
            throw parser.wrong("'" + parser.peek().text() + "' is not understood here");
        }
        return condition;
    }

    private SqlCondition condition() {
        List<SqlCondition.Comparison> comparisons = new ArrayList<>();
        do {
            String column = word("a column");
            if (take("IS")) {
                keyword("NULL");
                comparisons.add(new SqlCondition.Comparison(column, "IS", new Literal(null, false)));
            } else {
                String operator = token().text();
                if (!List.of("=", "<>", "<", "<=", ">", ">=").contains(operator)) {
                    throw wrong("'" + operator + "' is no comparison");
                }
                comparisons.add(new SqlCondition.Comparison(column, operator, literal()));
            }
        } while (take("AND"));
        return new SqlCondition(comparisons);
    }

    private Literal literal() {
        SqlToken token = token();
        if (token.is("NULL")) {
            return new Literal(null, false);
        }
        return switch (token.kind()) {
            case NUMBER -> new Literal(token.text(), false);
            case TEXT -> new Literal(token.text(), true);
            case WORD, SIGN, END -> throw wrong("'" + token.text() + "' is no value");
        };
    }

    // ----------------------------------------------------------------------- tokens

    private TableId table() {
        int at = peek().at();
        String database = word("a database");
        sign(".");
        databases.add(at);
        return new TableId(database, word("a table"));
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        sign("(");
        do {
            names.add(word("a column"));
        } while (take(","));
        sign(")");
        return names;
    }

    private String number() {
        SqlToken token = token();
        if (token.kind() != SqlToken.Kind.NUMBER) {
            throw wrong("'" + token.text() + "' is no number");
        }
        return token.text();
    }

    private String word(String what) {
        SqlToken token = token();
        if (token.kind() != SqlToken.Kind.WORD) {
            throw wrong("expected " + what + ", found '" + token.text() + "'");
        }
        return token.text();
    }

    private void keyword(String wanted) {
        if (!take(wanted)) {
            throw wrong("expected " + wanted + ", found '" + peek().text() + "'");
        }
    }

    private void sign(String wanted) {
        keyword(wanted);
    }

    private boolean take(String wanted) {
        boolean there = peek().is(wanted);
        next += there ? 1 : 0;
        return there;
    }

    private SqlToken peek() {
        return tokens.get(next);
    }

    private SqlToken token() {
        SqlToken token = tokens.get(next);
        next += token.kind() == SqlToken.Kind.END ? 0 : 1;
        return token;
    }

    private ScenarioException wrong(String message) {
        return new ScenarioException(where, message + ": " + sql);
    }
}
