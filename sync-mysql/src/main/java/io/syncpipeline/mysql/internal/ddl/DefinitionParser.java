package io.syncpipeline.mysql.internal.ddl;

import com.alibaba.druid.DbType;
import com.alibaba.druid.sql.SQLUtils;
import com.alibaba.druid.sql.ast.SQLDataType;
import com.alibaba.druid.sql.ast.SQLDataTypeImpl;
import com.alibaba.druid.sql.ast.SQLExpr;
import com.alibaba.druid.sql.ast.SQLStatement;
import com.alibaba.druid.sql.ast.expr.SQLCharExpr;
import com.alibaba.druid.sql.ast.expr.SQLIntegerExpr;
import com.alibaba.druid.sql.ast.statement.SQLAlterTableAddColumn;
import com.alibaba.druid.sql.ast.statement.SQLAlterTableStatement;
import com.alibaba.druid.sql.ast.statement.SQLCharacterDataType;
import com.alibaba.druid.sql.ast.statement.SQLColumnConstraint;
import com.alibaba.druid.sql.ast.statement.SQLColumnDefinition;
import com.alibaba.druid.sql.ast.statement.SQLColumnPrimaryKey;
import com.alibaba.druid.sql.ast.statement.SQLColumnUniqueKey;
import com.alibaba.druid.sql.ast.statement.SQLNotNullConstraint;
import com.alibaba.druid.sql.ast.statement.SQLNullConstraint;
import com.alibaba.druid.sql.parser.ParserException;
import io.syncpipeline.mysql.internal.ddl.ColumnDefinition.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Understands column definitions by the Druid SQL parser. */
final class DefinitionParser {

    private static final String NATIONAL = "national";

    private final SQLColumnDefinition parsed;
    private final String plain;
    private @Nullable Boolean nullable;
    private boolean primary;
    private boolean unique;

    private DefinitionParser(SQLColumnDefinition parsed, String plain) {
        this.parsed = parsed;
        this.plain = plain;
    }

    /**
     * Parses the column definition that comes next.
     *
     * @throws ParseException when it is not understood
     */
    static ColumnDefinition parse(TokenReader reader) {
        String plain = ColumnClause.plain(reader);
        SQLAlterTableAddColumn added = addedColumn(plain);
        DefinitionParser parser = new DefinitionParser(added.getColumns().get(0), plain);
        Place place = new Place(
                added.isFirst(),
                added.getAfterColumn() == null
                        ? null
                        : unquoted(added.getAfterColumn().getSimpleName()));
        return parser.definition(place);
    }

    private static SQLAlterTableAddColumn addedColumn(String plain) {
        List<SQLStatement> statements;
        try {
            statements = SQLUtils.parseStatements("ALTER TABLE t ADD COLUMN " + plain, DbType.mysql);
        } catch (ParserException e) {
            throw new ParseException("the column definition " + plain + " is not understood", e);
        }
        if (statements.size() == 1
                && statements.get(0) instanceof SQLAlterTableStatement alter
                && alter.getItems().size() == 1
                && alter.getTableOptions().isEmpty()
                && alter.getItems().get(0) instanceof SQLAlterTableAddColumn added
                && added.getColumns().size() == 1) {
            return added;
        }
        throw new ParseException("the column definition " + plain + " is not understood");
    }

    private ColumnDefinition definition(Place place) {
        parsed.getConstraints().forEach(this::constraint);
        String comment = parsed.getComment() == null ? "" : text(parsed.getComment());
        boolean serial = typeName().equals("serial");
        return new ColumnDefinition(
                unquoted(parsed.getColumnName()),
                type(),
                nullable,
                parsed.isAutoIncrement() || serial,
                primary,
                unique || serial,
                comment,
                place);
    }

    private void constraint(SQLColumnConstraint constraint) {
        if (constraint instanceof SQLNotNullConstraint) {
            nullable = false;
        } else if (constraint instanceof SQLNullConstraint) {
            nullable = true;
        } else if (constraint instanceof SQLColumnPrimaryKey) {
            primary = true;
        } else if (constraint instanceof SQLColumnUniqueKey) {
            unique = true;
        } else {
            throw new ParseException("the attribute " + constraint + " of " + plain + " is not understood");
        }
    }

    private DeclaredType type() {
        String name = typeName();
        boolean labelled = name.equals("enum") || name.equals("set");
        List<Long> numbers = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (SQLExpr argument : parsed.getDataType().getArguments()) {
            if (labelled) {
                // the server drops trailing spaces of labels
                labels.add(text(argument).stripTrailing());
            } else if (argument instanceof SQLIntegerExpr number) {
                numbers.add(number.getNumber().longValue());
            } else {
                throw new ParseException("the type of " + plain + " is not understood");
            }
        }
        boolean unsigned =
                parsed.getDataType() instanceof SQLDataTypeImpl type && (type.isUnsigned() || type.isZerofill());
        if (name.startsWith(NATIONAL)) {
            return new DeclaredType(name.substring(NATIONAL.length()), numbers, labels, unsigned, "utf8");
        }
        return new DeclaredType(name, numbers, labels, unsigned, charset());
    }

    private String typeName() {
        return unquoted(parsed.getDataType().getName()).toLowerCase(Locale.ROOT);
    }

    private @Nullable String charset() {
        SQLDataType type = parsed.getDataType();
        String charset = name(parsed.getCharsetExpr());
        String collation = name(parsed.getCollateExpr());
        if (type instanceof SQLCharacterDataType character) {
            charset = character.getCharSetName() == null ? charset : unquoted(character.getCharSetName());
            collation = character.getCollate() == null ? collation : unquoted(character.getCollate());
        }
        if (charset != null) {
            return charset;
        }
        return collation == null ? null : Charsets.ofCollation(collation);
    }

    private static @Nullable String name(@Nullable SQLExpr expression) {
        return expression == null ? null : unquoted(expression.toString());
    }

    private String text(SQLExpr expression) {
        if (expression instanceof SQLCharExpr text) {
            return text.getText();
        }
        throw new ParseException("text is expected where " + expression + " stands in " + plain);
    }

    private static String unquoted(String name) {
        if (name.length() > 1 && name.charAt(0) == '`' && name.charAt(name.length() - 1) == '`') {
            return name.substring(1, name.length() - 1).replace("``", "`");
        }
        return name;
    }
}
