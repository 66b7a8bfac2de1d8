package io.syncpipeline.internal.expression;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.rule.NamedFunction;
import io.syncpipeline.rule.Variable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row with a column of every kind: the row of the examples in docs/expressions.md, and some columns more. */
final class SampleRow {

    static final Map<Kind, Class<?>> CLASSES = Map.ofEntries(
            Map.entry(Kind.BOOLEAN, Boolean.class),
            Map.entry(Kind.INT8, Byte.class),
            Map.entry(Kind.INT16, Short.class),
            Map.entry(Kind.INT32, Integer.class),
            Map.entry(Kind.INT64, Long.class),
            Map.entry(Kind.DECIMAL, BigDecimal.class),
            Map.entry(Kind.FLOAT32, Float.class),
            Map.entry(Kind.FLOAT64, Double.class),
            Map.entry(Kind.TEXT, Text.class),
            Map.entry(Kind.BINARY, byte[].class),
            Map.entry(Kind.DATE, LocalDate.class),
            Map.entry(Kind.TIME, Duration.class),
            Map.entry(Kind.DATETIME, LocalDateTime.class),
            Map.entry(Kind.TIMESTAMP, Instant.class),
            Map.entry(Kind.JSON, Text.class),
            Map.entry(Kind.FLOAT_VECTOR, float[].class));

    private static final List<Column> COLUMNS = new ArrayList<>();
    private static final List<@Nullable Object> VALUES = new ArrayList<>();

    static {
        add("id", DataType.of(Kind.INT64), 42L);
        add("amount", DataType.decimal(10, 2), new BigDecimal("19.90"));
        add("price", DataType.of(Kind.FLOAT64), 0.1);
        add("name", DataType.of(Kind.TEXT, 40), Text.of("Zoë 𝒵ed"));
        add("active", DataType.of(Kind.BOOLEAN), true);
        add("day", DataType.of(Kind.DATE), LocalDate.of(2024, 1, 31));
        add("created", DataType.of(Kind.DATETIME, 3), LocalDateTime.of(2024, 1, 31, 23, 30, 0, 500_000_000));
        add("moment", DataType.of(Kind.TIMESTAMP, 0), Instant.parse("2024-01-31T23:30:00Z"));
        add("millis", DataType.of(Kind.INT64), 1706743800000L);
        add("doc", DataType.of(Kind.JSON), Text.of("{\"a\": {\"b\": [1.10, \"x\"]}, \"n\": null}"));
        add("note", DataType.of(Kind.TEXT), null);
        add("bad_day", DataType.of(Kind.DATE), new InvalidDate("0000-00-00"));
        add("tiny", DataType.of(Kind.INT8), (byte) -7);
        add("small", DataType.of(Kind.INT16), (short) 300);
        add("medium", DataType.of(Kind.INT32), 70_000);
        add("big", DataType.of(Kind.INT64), Long.MAX_VALUE);
        add("single", DataType.of(Kind.FLOAT32), 0.1f);
        add("bytes", DataType.of(Kind.BINARY), new byte[] {'a', 'b', 'c'});
        add("span", DataType.of(Kind.TIME, 0), Duration.ofSeconds(-3_723));
        add("vector", DataType.of(Kind.FLOAT_VECTOR), new float[] {1});
        add("huge", DataType.of(Kind.FLOAT64), 1.7e308);
        add("none", DataType.of(Kind.INT64), null);
        add("unknown", DataType.of(Kind.BOOLEAN), null);
        add("bad_time", DataType.of(Kind.DATETIME, 0), new InvalidDate("2024-02-31 10:00:00"));
        add("order by", DataType.of(Kind.TEXT), Text.of("odd"));
        add("pattern", DataType.of(Kind.TEXT), Text.of("yyyy"));
    }

    static final TableSchema SCHEMA =
            new TableSchema(new TableId("shop", "orders"), COLUMNS, List.of("id"), List.of(), "");

    static final Row ROW = new Row(VALUES.toArray(), 0);

    static final VariableValues VARIABLES = variable -> switch (variable) {
        case EXECUTE_TIME, UPDATE_TIME -> 1706743800000L;
        case EVENT_TIME -> Instant.parse("2024-01-31T23:30:00Z");
        default ->
            Text.of(
                    variable == Variable.TABLE_NAME_SRC
                            ? "orders"
                            : variable.name().toLowerCase(Locale.ROOT));
    };

    static final List<NamedFunction> FUNCTIONS = List.of(
            NamedFunction.of("TWICE", DataType.of(Kind.INT64), a -> ((Long) a.get(0)) * 2)
                    .arguments(1),
            NamedFunction.of("COUNT_NULLS", DataType.of(Kind.INT64), a -> a.stream()
                            .filter(v -> v == null)
                            .count())
                    .callingWithNull()
                    .arguments(0, 3),
            NamedFunction.of("WRONG", DataType.of(Kind.INT64), a -> "text").arguments(1),
            NamedFunction.of("CENTS", DataType.decimal(5, 2), a -> a.get(0)).arguments(1),
            NamedFunction.of("THROWS", DataType.of(Kind.INT64), a -> {
                        throw new IllegalStateException("no luck");
                    })
                    .notDeterministic());

    private SampleRow() {}

    private static void add(String name, DataType type, @Nullable Object value) {
        COLUMNS.add(new Column(name, type, "native", "", true, ""));
        VALUES.add(value);
    }

    static Scope values() {
        return Scope.ofValue(SCHEMA, FUNCTIONS);
    }

    static Scope filters() {
        return Scope.ofFilter(SCHEMA, FUNCTIONS);
    }
}
