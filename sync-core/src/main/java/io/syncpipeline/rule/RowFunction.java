package io.syncpipeline.rule;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * Something that the user computes of a row. It is bound once for each shape of a table, where columns are looked up by name, and then
 * called for each row. Both have to be pure: after a crash a row comes again and must give the same. Called by several threads at the same
 * time.
 *
 * <pre>{@code
 * RowFunction<Boolean> paid = schema -> {
 *     int status = schema.indexOf("status").orElseThrow();
 *     return (change, row) -> Text.of("paid").equals(row.get(status));
 * };
 * }</pre>
 *
 * @param <T> what is computed
 */
@FunctionalInterface
public interface RowFunction<T> {

    /**
     * Binds to a shape.
     *
     * @throws DefinitionException when the shape lacks what it needs; other exceptions mean the same and are wrapped
     */
    Bound<T> bind(TableSchema schema);

    /**
     * Bound to a shape.
     *
     * @param <T> what is computed
     */
    @FunctionalInterface
    interface Bound<T> {

        /**
         * Computes it; null stands for NULL, and for no where a yes or no is asked for. An exception makes the row a dirty row.
         *
         * @param change the change: what happened, when, in which table
         * @param row the image concerned: the one before a delete, otherwise the one after the change
         */
        @Nullable
        T of(RowChange change, Row row);
    }
}
