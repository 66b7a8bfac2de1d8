package io.syncpipeline.testkit;

import io.syncpipeline.model.RowChange.Operation;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of a {@link ScriptedSource} that is being put together. It is in the log after {@link #commit()}, as one entry. Values
 * are given in the order of the columns; strings and numbers are taken for whatever the column holds. Not thread-safe.
 */
public final class ScriptedTransaction {

    private final ScriptedSource source;
    private final List<ScriptedLog.Change> changes = new ArrayList<>();

    ScriptedTransaction(ScriptedSource source) {
        this.source = source;
    }

    /** Inserts a row. */
    public ScriptedTransaction insert(TableId table, @Nullable Object... values) {
        return add(table, Operation.INSERT, null, source.row(table, values));
    }

    /** Updates the row with this key (a list of values, or the one value) to these values, which may have another key. */
    public ScriptedTransaction update(TableId table, Object key, @Nullable Object... values) {
        return add(table, Operation.UPDATE, present(table, key), source.row(table, values));
    }

    /** Deletes the row with this key (a list of values, or the one value). */
    public ScriptedTransaction delete(TableId table, Object key) {
        return add(table, Operation.DELETE, present(table, key), null);
    }

    /** Writes it into the log. */
    public void commit() {
        source.commit(changes);
    }

    /** The row as it is within this transaction. */
    private @Nullable Object[] present(TableId table, Object key) {
        TableSchema schema = source.schema(table);
        ScriptedTable view = new ScriptedTable(schema);
        List<Object> wanted = source.key(schema, key);
        for (int i = changes.size() - 1; i >= 0; i--) {
            ScriptedLog.Change change = changes.get(i);
            if (change.table().equals(table)) {
                if (change.after() != null && view.key(change.after()).equals(wanted)) {
                    return change.after();
                }
                if (change.before() != null && view.key(change.before()).equals(wanted)) {
                    throw new IllegalArgumentException(table + " has no row with the key " + wanted + " any more");
                }
            }
        }
        return source.present(table, wanted);
    }

    private ScriptedTransaction add(
            TableId table,
            Operation operation,
            @Nullable Object @Nullable [] before,
            @Nullable Object @Nullable [] after) {
        Objects.requireNonNull(table, "table");
        changes.add(new ScriptedLog.Change(table, operation, before, after));
        return this;
    }
}
