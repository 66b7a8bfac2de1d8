package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a statement does and to which tables, before the definitions in it are looked at. */
sealed interface DdlStatement {

    /** Nothing that can change a table's shape or rows. */
    record Other() implements DdlStatement {}

    /**
     * A table was defined.
     *
     * @param definition all that follows the table's name
     */
    record CreateTable(TableId table, boolean ifNotExists, boolean orReplace, List<SqlToken> definition)
            implements DdlStatement {}

    /**
     * A table was made in the likeness of another.
     *
     * @param source the table whose definition is taken over
     */
    record CreateTableLike(TableId table, boolean ifNotExists, boolean orReplace, TableId source)
            implements DdlStatement {}

    /**
     * A table was changed.
     *
     * @param clauses what stands between the commas behind the table's name
     */
    record AlterTable(TableId table, List<List<SqlToken>> clauses) implements DdlStatement {}

    /** Pairs of an old and a new name, which take effect one after the other. */
    record RenameTables(boolean ifExists, List<Pair> pairs) implements DdlStatement {
        record Pair(TableId from, TableId to) {}
    }

    record DropTables(List<TableId> tables) implements DdlStatement {}

    record TruncateTable(TableId table) implements DdlStatement {}

    /**
     * A database was made, or its default character set changed.
     *
     * @param created whether it is new
     * @param charset the character set it names; null when it names none
     */
    record DefineDatabase(
            String database, boolean created, @Nullable String charset) implements DdlStatement {}

    record DropDatabase(String database) implements DdlStatement {}
}
