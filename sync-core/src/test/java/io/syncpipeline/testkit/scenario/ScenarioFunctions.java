package io.syncpipeline.testkit.scenario;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Text;
import io.syncpipeline.rule.NamedFunction;
import io.syncpipeline.rule.RowFunction;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Java code that scenario files can name. */
final class ScenarioFunctions {

    private static final Map<String, NamedFunction> NAMED = Map.of(
            "MASK",
            NamedFunction.of("MASK", DataType.of(Kind.TEXT), arguments -> masked(arguments.get(0)))
                    .arguments(1));

    private ScenarioFunctions() {}

    private static Text masked(@Nullable Object text) {
        String characters = String.valueOf(text);
        return Text.of(characters.substring(0, Math.min(1, characters.length())) + "***");
    }

    /** A function that expressions call. */
    static Optional<NamedFunction> named(String name) {
        return Optional.ofNullable(NAMED.get(name));
    }

    /** Whether the column {@code id} is even. */
    static final RowFunction<Boolean> EVEN_ID = schema -> {
        int id = schema.indexOf("id").orElseThrow();
        return (change, row) -> row.get(id) instanceof Number number && number.longValue() % 2 == 0;
    };

    /** How many columns the source table has at the moment of the change. */
    static final RowFunction<Integer> COLUMN_COUNT = schema -> {
        Integer count = schema.columns().size();
        return (change, row) -> count;
    };
}
