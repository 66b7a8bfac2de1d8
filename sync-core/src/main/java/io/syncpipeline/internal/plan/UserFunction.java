package io.syncpipeline.internal.plan;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.rule.RowFunction;
import org.jspecify.annotations.Nullable;

/** Binds and calls functions of the user's, and says what failed when one throws. */
final class UserFunction {

    private UserFunction() {}

    /**
     * Binds a function to a shape.
     *
     * @throws DefinitionException when it cannot be bound
     */
    static <T> RowFunction.Bound<T> bind(RowFunction<T> function, String description, TableSchema schema) {
        try {
            return function.bind(schema);
        } catch (DefinitionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new DefinitionException(
                    description + " cannot be bound to " + schema.table() + " with the columns " + schema.columnNames()
                            + ": " + e,
                    e);
        }
    }

    /**
     * Calls a function.
     *
     * @throws DirtyRowException when it fails
     */
    static <T> @Nullable T call(RowFunction.Bound<T> bound, String description, RowChange change, Row row) {
        try {
            return bound.of(change, row);
        } catch (SyncException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new DirtyRowException(description + " failed for " + change + ": " + e, e);
        }
    }
}
