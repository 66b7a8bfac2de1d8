package io.syncpipeline.internal.plan;

import io.syncpipeline.internal.expression.Expression;
import io.syncpipeline.internal.expression.Scope;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.NamedFunction;
import io.syncpipeline.rule.RowFunction;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Which changes of one kind are carried over. Bound to a shape; immutable, thread-safe. */
final class ChangeFilter {

    private static final ChangeFilter ALL = new ChangeFilter(null, false);
    private static final ChangeFilter NONE = new ChangeFilter(null, true);

    private final RowFunction.@Nullable Bound<Boolean> condition;
    private final boolean none;

    private ChangeFilter(RowFunction.@Nullable Bound<Boolean> condition, boolean none) {
        this.condition = condition;
        this.none = none;
    }

    /**
     * Binds an action to a shape.
     *
     * @param functions the user's own functions
     * @throws DefinitionException when its condition does not fit
     */
    static ChangeFilter of(
            DmlAction action, ChangeVariables variables, Collection<NamedFunction> functions, TableSchema schema) {
        if (action instanceof DmlAction.Ignore) {
            return NONE;
        }
        if (action instanceof DmlAction.When when) {
            RowFunction.Bound<Boolean> bound = UserFunction.bind(when.condition(), when.description(), schema);
            return new ChangeFilter((change, row) -> UserFunction.call(bound, when.description(), change, row), false);
        }
        if (action instanceof DmlAction.Where where) {
            Expression expression = Expression.compile(where.expression(), Scope.ofFilter(schema, functions));
            return new ChangeFilter((change, row) -> expression.isTrue(row, variables.of(change)), false);
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
        return judge == null ? !none : Boolean.TRUE.equals(judge.of(change, row));
    }
}
