package io.syncpipeline.testkit.scenario;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a statement: comparisons that all have to hold.
 *
 * @param comparisons the comparisons; none for all rows
 */
record SqlCondition(List<Comparison> comparisons) {

    static final SqlCondition ALL = new SqlCondition(List.of());

    SqlCondition {
        comparisons = List.copyOf(comparisons);
    }

    /**
     * A comparison.
     *
     * @param column the column
     * @param operator {@code =}, {@code <>}, {@code <}, {@code <=}, {@code >} or {@code >=}; or {@code IS} before NULL
     * @param literal the value
     */
    record Comparison(String column, String operator, Literal literal) {

        boolean holds(TableSchema schema, Map<String, @Nullable Object> row) {
            int index = schema.indexOf(column)
                    .orElseThrow(() -> new IllegalArgumentException(schema.table() + " has no column " + column));
            Column compared = schema.columns().get(index);
            Object value = row.get(compared.name());
            if (operator.equals("IS")) {
                return value == null;
            }
            Object other = Objects.requireNonNull(literal.in(compared), "a comparison with NULL is never true");
            if (value == null) {
                return false;
            }
            if (operator.equals("=") || operator.equals("<>")) {
                return value.equals(other) == operator.equals("=");
            }
            if (compared.type().kind() == Kind.TEXT) {
                throw new IllegalArgumentException("servers order texts by their collations: " + this);
            }
            int order = compare(value, other);
            return switch (operator) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // both are values of one column
        private static int compare(Object one, Object other) {
            return ((Comparable) one).compareTo(other);
        }
    }

    boolean holds(TableSchema schema, Map<String, @Nullable Object> row) {
        return comparisons.stream().allMatch(c -> c.holds(schema, row));
    }
}
