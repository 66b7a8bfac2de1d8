package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.SchemaChange.ColumnAdded;
import io.syncpipeline.model.SchemaChange.ColumnDropped;
import io.syncpipeline.model.SchemaChange.ColumnModified;
import io.syncpipeline.model.SchemaChange.ColumnRenamed;
import io.syncpipeline.model.SchemaChange.Step;
import io.syncpipeline.model.SchemaChange.TableCreated;
import io.syncpipeline.model.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries out steps one after the other, as a destination does that knows nothing but them. */
final class SchemaSteps {

    private SchemaSteps() {}

    /** Whether steps turn one shape into the other, the order of columns aside. */
    static boolean lead(TableSchema before, List<Step> steps, TableSchema after) {
        Map<String, Column> columns = new HashMap<>();
        before.columns().forEach(column -> columns.put(column.name(), column));
        Map<String, @Nullable Column> renamed = new HashMap<>();
        for (Step step : steps) {
            if (step instanceof TableCreated) {
                return true;
            } else if (step instanceof ColumnDropped dropped) {
                if (columns.remove(dropped.name()) == null) {
                    return false;
                }
            } else if (step instanceof ColumnRenamed rename) {
                // columns that change names with each other do so at once
                Column displaced = renamed.remove(rename.from());
                Column column = displaced == null ? columns.remove(rename.from()) : displaced;
                Column inTheWay = columns.remove(rename.to());
                if (inTheWay != null) {
                    renamed.put(rename.to(), inTheWay);
                }
                columns.put(rename.to(), Objects.requireNonNull(column).renamed(rename.to()));
            } else if (step instanceof ColumnModified modified) {
                if (!modified.before().equals(columns.put(modified.after().name(), modified.after()))) {
                    return false;
                }
            } else if (step instanceof ColumnAdded added
                    && columns.put(added.column().name(), added.column()) != null) {
                return false;
            }
        }
        Map<String, Column> expected = new HashMap<>();
        after.columns().forEach(column -> expected.put(column.name(), column));
        return columns.equals(expected);
    }
}
