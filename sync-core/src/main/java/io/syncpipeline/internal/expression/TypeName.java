package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The types that CAST knows, by the names that MaxCompute, MySQL and this library have for them. */
final class TypeName {

    private static final Map<String, Kind> KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("BOOLEAN", Kind.BOOLEAN),
            Map.entry("TINYINT", Kind.INT8),
            Map.entry("INT8", Kind.INT8),
            Map.entry("SMALLINT", Kind.INT16),
            Map.entry("INT16", Kind.INT16),
            Map.entry("INT", Kind.INT32),
            Map.entry("INT32", Kind.INT32),
            Map.entry("BIGINT", Kind.INT64),
            Map.entry("INT64", Kind.INT64),
            Map.entry("DECIMAL", Kind.DECIMAL),
            Map.entry("FLOAT", Kind.FLOAT32),
            Map.entry("FLOAT32", Kind.FLOAT32),
            Map.entry("DOUBLE", Kind.FLOAT64),
            Map.entry("FLOAT64", Kind.FLOAT64),
            Map.entry("STRING", Kind.TEXT),
            Map.entry("TEXT", Kind.TEXT),
            Map.entry("DATE", Kind.DATE),
            Map.entry("TIME", Kind.TIME),
            Map.entry("DATETIME", Kind.DATETIME),
            Map.entry("TIMESTAMP", Kind.TIMESTAMP)));

    private static final int FRACTION_DIGITS = 6;

    private TypeName() {}

    /** The type that stands in a CAST. */
    static DataType parse(ExpressionText source, Token name, List<String> numbers) {
        Kind kind = KINDS.get(name.text().toUpperCase(Locale.ROOT));
        if (kind == null) {
            throw source.error(
                    name.at(),
                    "found " + name.shown() + ", expected a type: one of " + String.join(", ", KINDS.keySet()));
        }
        if (kind == Kind.DECIMAL) {
            return decimal(source, name, numbers);
        }
        if (!numbers.isEmpty()) {
            throw source.error(name.at(), "found numbers after the type " + name.text() + ", which only DECIMAL takes");
        }
        boolean time = kind == Kind.TIME || kind == Kind.DATETIME || kind == Kind.TIMESTAMP;
        return DataType.of(kind, time ? FRACTION_DIGITS : 0);
    }

    private static DataType decimal(ExpressionText source, Token name, List<String> numbers) {
        int precision = numbers.isEmpty() ? -1 : number(numbers.get(0));
        int scale = numbers.size() < 2 ? 0 : number(numbers.get(1));
        boolean digits = precision >= 1 && precision <= NumberText.MOST_DIGITS;
        if (!digits || numbers.size() > 2 || scale < 0 || scale > Math.min(precision, NumberText.MOST_SCALE)) {
            throw source.error(
                    name.at(),
                    "found DECIMAL(" + String.join(", ", numbers)
                            + "), expected DECIMAL(digits) or DECIMAL(digits, scale)"
                            + " with 1 to " + NumberText.MOST_DIGITS + " digits and a scale of 0 to "
                            + NumberText.MOST_SCALE + " that is no more than the digits");
        }
        return DataType.decimal(precision, scale);
    }

    private static int number(String digits) {
        return digits.length() > 2 || digits.contains(".") ? -1 : Integer.parseInt(digits);
    }
}
