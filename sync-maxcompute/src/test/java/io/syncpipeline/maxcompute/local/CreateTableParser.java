package io.syncpipeline.maxcompute.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses CREATE TABLE after those two words. */
final class CreateTableParser {

    private static final int NO_LIFECYCLE = -1;

    private final TokenStream tokens;
    private final List<Statement.ColumnDefinition> columns = new ArrayList<>();
    private final List<Statement.ColumnDefinition> partitionColumns = new ArrayList<>();
    private final List<String> primaryKey = new ArrayList<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private String comment = "";
    private int lifecycleDays = NO_LIFECYCLE;

    CreateTableParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    Statement.CreateTable parse() {
        boolean ifNotExists = tokens.accept("IF", "NOT", "EXISTS");
        Statement.TableName table = StatementParser.tableName(tokens);
        elements();
        boolean more = clause();
        while (more) {
            more = clause();
        }
        tokens.expectEnd();
        return new Statement.CreateTable(
                table, ifNotExists, columns, partitionColumns, primaryKey, properties, comment, lifecycleDays);
    }

    private void elements() {
        tokens.expectSymbol("(");
        do {
            if (tokens.accept("PRIMARY", "KEY")) {
                primaryKey.addAll(StatementParser.nameList(tokens));
            } else {
                column();
            }
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
    }

    private void column() {
        String name = tokens.name();
        ColumnType type = TypeParser.parse(tokens);
        boolean nullable = true;
        String columnComment = "";
        while (true) {
            if (tokens.accept("NOT", "NULL")) {
                nullable = false;
            } else if (tokens.accept("COMMENT")) {
                columnComment = tokens.string();
            } else if (tokens.accept("PRIMARY", "KEY")) {
                primaryKey.add(name);
            } else if (!tokens.accept("NULL")) {
                columns.add(new Statement.ColumnDefinition(name, type, nullable, columnComment));
                return;
            }
        }
    }

    private boolean clause() {
        if (tokens.accept("COMMENT")) {
            comment = tokens.string();
        } else if (tokens.accept("PARTITIONED", "BY")) {
            partitionColumns.addAll(plainColumns(tokens));
        } else if (tokens.accept("TBLPROPERTIES")) {
            properties.putAll(StatementParser.properties(tokens));
        } else if (tokens.accept("LIFECYCLE")) {
            lifecycleDays = tokens.integer();
        } else if (tokens.peek().isWord("AUTO")) {
            throw SqlException.semantic("AUTO PARTITIONED BY is not supported by this local service");
        } else {
            return false;
        }
        return true;
    }

    /** {@code (name TYPE [NOT NULL] [COMMENT ''], ...)}. */
    static List<Statement.ColumnDefinition> plainColumns(TokenStream tokens) {
        List<Statement.ColumnDefinition> columns = new ArrayList<>();
        tokens.expectSymbol("(");
        do {
            String name = tokens.name();
            ColumnType type = TypeParser.parse(tokens);
            boolean nullable = !tokens.accept("NOT", "NULL");
            String comment = tokens.accept("COMMENT") ? tokens.string() : "";
            columns.add(new Statement.ColumnDefinition(name, type, nullable, comment));
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return columns;
    }
}
