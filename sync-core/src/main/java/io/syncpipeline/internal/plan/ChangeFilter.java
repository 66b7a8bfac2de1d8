package io.syncpipeline.internal.plan;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.RowFunction;
import org.jspecify.annotations.Nullable;

/** Which changes of one kind are carried over. Bound to a shape; immutable, thread-safe. */
final class ChangeFilter {

    private static final ChangeFilter ALL = new ChangeFilter(false, "", null);
    private static final ChangeFilter NONE = new ChangeFilter(true, "", null);

    private final boolean none;
    private final String description;
    private final RowFunction.@Nullable Bound<Boolean> condition;

    private ChangeFilter(boolean none, String description, RowFunction.@Nullable Bound<Boolean> condition) {
        this.none = none;
        this.description = description;
        this.condition = condition;
    }

    /**
     * Binds an action to a shape.
     *
     * @throws DefinitionException when its condition does not fit
     */
    static ChangeFilter of(DmlAction action, TableSchema schema) {
        if (action instanceof DmlAction.Ignore) {
            return NONE;
        }
        if (action instanceof DmlAction.When when) {
            return new ChangeFilter(
                    false, when.description(), ColumnValue.bind(when.condition(), when.description(), schema));
        }
        return ALL;
    }

    /** Whether no change is carried over. */
    boolean ignores() {
        return none;
    }

    /** Whether a change is carried over, judged by one image of its row. A condition that gives null says no. */
    boolean accepts(RowChange change, Row row) {
        RowFunction.Bound<Boolean> judge = condition;
        return judge == null ? !none : Boolean.TRUE.equals(ColumnValue.call(judge, description, change, row));
    }
}
