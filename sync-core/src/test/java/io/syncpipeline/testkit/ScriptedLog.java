package io.syncpipeline.testkit;

import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What stands in the log of a {@link ScriptedSource}, and how it changes the tables. */
final class ScriptedLog {

    private ScriptedLog() {}

    /** One entry of the log. */
    sealed interface Entry {
        Transaction transaction();
    }

    /** A committed transaction. */
    record Changes(Transaction transaction, List<Change> changes) implements Entry {}

    /** A statement that changed the shape of tables. */
    record Statement(Transaction transaction, List<SchemaChange> changes) implements Entry {}

    /** A change of a row. */
    @SuppressWarnings("ArrayRecordComponent")
    record Change(
            TableId table,
            RowChange.Operation operation,
            @Nullable Object @Nullable [] before,
            @Nullable Object @Nullable [] after) {}

    /** All tables at one moment. Not thread-safe. */
    static final class Tables {

        private final Map<TableId, ScriptedTable> tables = new TreeMap<>();

        Map<TableId, ScriptedTable> all() {
            return tables;
        }

        ScriptedTable get(TableId id) {
            ScriptedTable table = tables.get(id);
            if (table == null) {
                throw new IllegalArgumentException("there is no table " + id + "; there are " + tables.keySet());
            }
            return table;
        }

        void add(TableSchema schema) {
            tables.put(schema.table(), new ScriptedTable(schema));
        }

        void apply(Entry entry) {
            if (entry instanceof Changes changes) {
                changes.changes().forEach(this::apply);
            } else if (entry instanceof Statement statement) {
                statement.changes().forEach(this::apply);
            }
        }

        void apply(Change change) {
            ScriptedTable table = get(change.table());
            if (change.before() != null) {
                table.remove(table.key(change.before()));
            }
            if (change.after() != null) {
                table.put(change.after());
            }
        }

        void apply(SchemaChange change) {
            TableSchema after = change.after();
            for (SchemaChange.Step step : change.steps()) {
                if (step instanceof SchemaChange.TableDropped) {
                    tables.remove(change.table());
                } else if (step instanceof SchemaChange.TableTruncated) {
                    get(change.table()).clear();
                } else if (step instanceof SchemaChange.TableCreated && after != null) {
                    add(after);
                } else if (step instanceof SchemaChange.TableRenamed renamed) {
                    tables.put(renamed.to(), get(change.table()));
                    tables.remove(change.table());
                }
            }
            ScriptedTable table = after == null ? null : tables.get(after.table());
            if (table != null && after != null) {
                table.reshape(change, after);
            }
        }
    }
}
