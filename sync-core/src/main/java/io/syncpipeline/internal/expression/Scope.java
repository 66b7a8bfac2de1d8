package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.rule.NamedFunction;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the names in an expression mean: the columns of one table in one shape, and the functions. Immutable, thread-safe. */
public final class Scope {

    private final TableSchema schema;
    private final Map<String, NamedFunction> functions;
    private final boolean filter;

    private Scope(TableSchema schema, Collection<NamedFunction> functions, boolean filter) {
        this.schema = schema;
        this.functions = byName(functions);
        this.filter = filter;
    }

    /**
     * For the value of a column: columns are written {@code #{name}}.
     *
     * @param functions the user's own functions, beside those of the language
     * @throws DefinitionException when two functions have the same name, or one has a name that the language uses
     */
    public static Scope ofValue(TableSchema schema, Collection<NamedFunction> functions) {
        return new Scope(schema, functions, false);
    }

    /**
     * For a filter: the whole is a condition, and a column can be written without braces.
     *
     * @param functions the user's own functions, beside those of the language
     * @throws DefinitionException when two functions have the same name, or one has a name that the language uses
     */
    public static Scope ofFilter(TableSchema schema, Collection<NamedFunction> functions) {
        return new Scope(schema, functions, true);
    }

    private static Map<String, NamedFunction> byName(Collection<NamedFunction> functions) {
        Map<String, NamedFunction> byName = new HashMap<>();
        for (NamedFunction function : functions) {
            String name = function.name().toUpperCase(Locale.ROOT);
            if (BuiltIns.find(name) != null || Parser.isKeyword(name)) {
                throw new DefinitionException("the function " + function.name()
                        + " has a name that the language of expressions uses itself; give it another one");
            }
            if (byName.put(name, function) != null) {
                throw new DefinitionException(
                        "there are two functions named " + function.name() + ", without regard to case");
            }
        }
        return byName;
    }

    TableSchema schema() {
        return schema;
    }

    boolean isFilter() {
        return filter;
    }

    @Nullable
    NamedFunction function(String name) {
        return functions.get(name.toUpperCase(Locale.ROOT));
    }

    /** The names of all functions. */
    Collection<String> functionNames() {
        Collection<String> names = new TreeSet<>(BuiltIns.names());
        functions.values().forEach(f -> names.add(f.name()));
        return names;
    }
}
