package io.syncpipeline.testkit.scenario;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A statement of a scenario, in the part of SQL that the scripted source understands and every server means the same by.
 *
 * @param where the file and line, for messages
 * @param sql its text, without the semicolon
 * @param databases where in the text the names of databases begin, in order
 * @param action what it does
 */
public record SqlStatement(String where, String sql, List<Integer> databases, Action action) {

    public SqlStatement {
        databases = List.copyOf(databases);
    }

    /** What a statement does. */
    sealed interface Action {}

    record CreateTable(TableSchema schema) implements Action {}

    record DropTable(TableId table) implements Action {}

    record Truncate(TableId table) implements Action {}

    /** From the left to the right: from, to, from, to ... */
    record RenameTables(List<TableId> names) implements Action {}

    record AddColumn(TableId table, Column column) implements Action {}

    record DropColumn(TableId table, String column) implements Action {}

    record ModifyColumn(TableId table, Column column) implements Action {}

    /** Another name, and the same type. */
    record ChangeColumn(TableId table, String from, Column column) implements Action {}

    /** No columns: all of them in their order. */
    record Insert(TableId table, List<String> columns, List<List<Literal>> rows) implements Action {}

    record Update(TableId table, Map<String, Literal> values, SqlCondition condition) implements Action {}

    record Delete(TableId table, SqlCondition condition) implements Action {}

    /** The text with something put before the name of each database. */
    public String text(String prefix) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int database : databases) {
            text.append(sql, at, database).append(prefix);
            at = database;
        }
        return text.append(sql.substring(at)).toString();
    }

    /** The databases that it names. */
    public Set<String> databaseNames() {
        Set<String> names = new TreeSet<>();
        for (int database : databases) {
            names.add(sql.substring(database, sql.indexOf('.', database)));
        }
        return names;
    }

    @Override
    public String toString() {
        return where + ": " + sql;
    }
}
