package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of an expression, as a line that tests can compare. */
final class Outcome {

    private Outcome() {}

    /** {@code TYPE value}, {@code dirty row: message} or {@code refused at line:column: message}. */
    static String of(String expression, Scope scope, Row row) {
        Expression compiled;
        try {
            compiled = Expression.compile(expression, scope);
        } catch (DefinitionException e) {
            String message = String.valueOf(e.getMessage());
            return "refused at "
                    + message.replaceFirst("^line (\\d+), column (\\d+): ", "$1:$2: ")
                            .replace(". In the expression: " + expression, "");
        }
        try {
            return compiled.type() + " " + shown(compiled.evaluate(row, SampleRow.VARIABLES), compiled.type());
        } catch (DirtyRowException e) {
            return "dirty row: " + String.valueOf(e.getMessage()).replace(". In the expression: " + expression, "");
        }
    }

    private static String shown(@Nullable Object value, DataType type) {
        if (value == null) {
            return "NULL";
        }
        if (!value.getClass().equals(SampleRow.CLASSES.get(type.kind())) && !(value instanceof InvalidDate)) {
            throw new AssertionError(value.getClass() + " is no value of " + type);
        }
        if (value instanceof BigDecimal decimal && decimal.scale() != type.scale()) {
            throw new AssertionError(value + " has not the scale of " + type);
        }
        if (value instanceof BigDecimal decimal && decimal.precision() > type.precision() && decimal.signum() != 0) {
            throw new AssertionError(value + " has more digits than " + type);
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Duration time) {
            Text text = (Text) Objects.requireNonNull(
                    TextForm.conversion(DataType.of(DataType.Kind.TIME)).of(time));
            return text.toString();
        }
        return value instanceof Text text ? "'" + text + "'" : TextForm.of(value);
    }
}
