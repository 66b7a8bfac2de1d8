package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.TableId;
import java.util.List;

/** Makes a table of what CREATE TABLE says behind its name. */
final class CreateDefinition {

    private CreateDefinition() {}

    /**
     * The table that a statement creates.
     *
     * @throws ParseException when it is not understood, or takes columns or rows from a query
     */
    static TrackedTable table(TableId id, List<SqlToken> definition, String databaseCharset, ServerDialect dialect) {
        TokenReader reader = new TokenReader(definition);
        List<SqlToken> elements = reader.parenthesised();
        List<SqlToken> options = reader.rest();
        requireOrdinary(options);
        TrackedTable empty = new TrackedTable(id, databaseCharset, List.of(), List.of(), List.of(), "");
        TableEdit edit = new TableEdit(empty, dialect);
        edit.options(TableOptions.read(options), databaseCharset);
        for (List<SqlToken> element : TokenReader.splitAtCommas(elements)) {
            AlterClauses.addElement(new TokenReader(element), false, edit);
        }
        return edit.finish().table();
    }

    private static void requireOrdinary(List<SqlToken> options) {
        TokenReader reader = new TokenReader(options);
        while (!reader.atEnd()) {
            if (reader.isNext("AS") || reader.isNext("SELECT") || isQueryInParentheses(reader)) {
                throw new ParseException(
                        "it fills the table from a query, and was logged as a statement, so the rows are not"
                                + " in the binlog; set binlog_format=ROW and copy the table again");
            }
            if (reader.isNext("WITH", "SYSTEM", "VERSIONING")) {
                throw AlterClauses.systemVersioned();
            }
            if (reader.peek().isSymbol('(')) {
                reader.parenthesised();
            } else {
                reader.next();
            }
        }
    }

    private static boolean isQueryInParentheses(TokenReader reader) {
        return reader.peek().isSymbol('(')
                && (reader.peek(1).is("SELECT") || reader.peek(1).is("WITH"));
    }
}
