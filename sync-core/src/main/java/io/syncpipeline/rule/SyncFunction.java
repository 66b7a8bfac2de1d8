package io.syncpipeline.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a function of a user's own computes. {@link NamedFunction} gives it the name under which expressions call it.
 *
 * <p>It is called once per row and call, by several threads at the same time, and must be thread-safe, quick, and pure: it reads
 * nothing but its arguments, keeps nothing, and does not block. An exception that it throws makes the row a dirty row.
 */
@FunctionalInterface
public interface SyncFunction {

    /**
     * The result for one row.
     *
     * @param arguments the arguments in order, each of the class that {@link io.syncpipeline.model.DataType.Kind} names for its type, or
     *     null where the function takes NULL ({@link NamedFunction#callsWithNull()}); the list is read-only and must not be kept, nor may
     *     an array in it be changed
     * @return a value of the class that the function's result type names, or null for NULL
     */
    @Nullable
    Object apply(List<@Nullable Object> arguments);
}
