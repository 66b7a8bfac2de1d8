package io.syncpipeline.maxcompute.local;

import io.syncpipeline.maxcompute.local.Statement.Alteration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses ALTER TABLE after those two words. */
final class AlterTableParser {

    private final TokenStream tokens;

    AlterTableParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    Statement.AlterTable parse() {
        Statement.TableName table = StatementParser.tableName(tokens);
        Alteration alteration = alteration();
        tokens.expectEnd();
        return new Statement.AlterTable(table, alteration);
    }

    private Alteration alteration() {
        if (tokens.accept("ADD")) {
            return add();
        }
        if (tokens.accept("DROP")) {
            return drop();
        }
        if (tokens.accept("CHANGE")) {
            tokens.accept("COLUMN");
            return change();
        }
        if (tokens.accept("RENAME", "TO")) {
            return new Alteration.RenameTable(lastName());
        }
        if (tokens.accept("SET")) {
            return set();
        }
        if (tokens.accept("TOUCH") || tokens.accept("COMPACT")) {
            while (!tokens.atEnd() && !tokens.peek().isSymbol(";")) {
                tokens.take();
            }
            return new Alteration.Nothing();
        }
        throw tokens.unexpected("ADD, DROP, CHANGE, RENAME or SET");
    }

    private Alteration add() {
        if (tokens.accept("COLUMNS") || tokens.accept("COLUMN")) {
            boolean ifNotExists = tokens.accept("IF", "NOT", "EXISTS");
            return new Alteration.AddColumns(ifNotExists, CreateTableParser.plainColumns(tokens));
        }
        boolean ifNotExists = tokens.accept("IF", "NOT", "EXISTS");
        return new Alteration.AddPartitions(ifNotExists, StatementParser.partitions(tokens));
    }

    private Alteration drop() {
        if (tokens.accept("COLUMNS") || tokens.accept("COLUMN")) {
            List<String> names = new ArrayList<>();
            do {
                names.add(tokens.name());
            } while (tokens.acceptSymbol(","));
            return new Alteration.DropColumns(names);
        }
        boolean ifExists = tokens.accept("IF", "EXISTS");
        return new Alteration.DropPartitions(ifExists, StatementParser.partitions(tokens));
    }

    private Alteration change() {
        String name = tokens.name();
        if (tokens.accept("RENAME", "TO")) {
            return new Alteration.ChangeColumn(name, tokens.name(), null, null, false);
        }
        if (tokens.accept("COMMENT")) {
            return new Alteration.ChangeColumn(name, name, null, tokens.string(), false);
        }
        if (tokens.accept("NULL")) {
            return new Alteration.ChangeColumn(name, name, null, null, true);
        }
        String newName = tokens.name();
        ColumnType type = TypeParser.parse(tokens);
        @Nullable String comment = tokens.accept("COMMENT") ? tokens.string() : null;
        return new Alteration.ChangeColumn(name, newName, type, comment, false);
    }

    private Alteration set() {
        if (tokens.accept("LIFECYCLE")) {
            return new Alteration.SetLifecycle(tokens.integer());
        }
        if (tokens.accept("COMMENT")) {
            return new Alteration.SetComment(tokens.string());
        }
        if (tokens.accept("TBLPROPERTIES")) {
            return new Alteration.SetProperties(StatementParser.properties(tokens));
        }
        throw tokens.unexpected("LIFECYCLE, COMMENT or TBLPROPERTIES");
    }

    private String lastName() {
        Statement.TableName name = StatementParser.tableName(tokens);
        return name.name();
    }
}
