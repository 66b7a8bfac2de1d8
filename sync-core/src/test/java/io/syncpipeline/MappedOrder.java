package io.syncpipeline;

import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.testkit.Shape;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A row of the tables that {@link RandomMappingTest} changes. The columns a and b are required. */
record MappedOrder(
        int a,
        int b,
        @Nullable String name,
        @Nullable String grp,
        @Nullable Integer n,
        @Nullable String status,
        @Nullable LocalDate day) {

    static final int KEYS_OF_A = 10;
    static final int KEYS_OF_B = 3;

    static final List<String> COLUMNS = List.of("a", "b", "name", "grp", "n", "status", "day");

    static TableSchema shape(String table, List<String> key) {
        return Shape.of("shop", table)
                .required("a", Kind.INT32)
                .required("b", Kind.INT32)
                .column("name", Kind.TEXT)
                .column("grp", Kind.TEXT)
                .column("n", Kind.INT32)
                .column("status", Kind.TEXT)
                .column("day", Kind.DATE)
                .key(key.toArray(String[]::new))
                .build();
    }

    /**
     * A row.
     *
     * @param grouped whether its group may not be NULL
     */
    static MappedOrder random(Random random, boolean grouped) {
        return new MappedOrder(
                random.nextInt(KEYS_OF_A),
                random.nextInt(KEYS_OF_B),
                any(random, null, "x", "Yé", "z"),
                grouped ? any(random, "eu", "us", "cn") : any(random, null, "eu", "us"),
                any(random, null, 1, 3, 4, 5, 7, 9),
                any(random, null, "new", "draft", "paid"),
                any(random, null, LocalDate.of(2024, 2, 29), LocalDate.of(2024, 3, 1), LocalDate.of(999, 12, 31)));
    }

    @SafeVarargs
    private static <T> @Nullable T any(Random random, @Nullable T... values) {
        return values[random.nextInt(values.length)];
    }

    /** This row with some of another's values, mostly not in its key, and sometimes in all columns. */
    MappedOrder changed(Random random, MappedOrder other) {
        @Nullable Object[] values = values();
        @Nullable Object[] others = other.values();
        int all = random.nextInt(8);
        for (int i = 0; i < values.length; i++) {
            if (all == 0 || random.nextInt(i < 2 ? 6 : 3) == 0) {
                values[i] = others[i];
            }
        }
        return of(Arrays.asList(values));
    }

    @Nullable
    Object[] values() {
        return new @Nullable Object[] {a, b, name, grp, n, status, day};
    }

    /** The values as text, by column. */
    String text(String column) {
        return String.valueOf(values()[COLUMNS.indexOf(column)]);
    }

    /** The row that a source gives as values by column. */
    static MappedOrder of(Map<String, @Nullable Object> row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (String column : COLUMNS) {
            Object value = row.get(column);
            values.add(
                    value instanceof Integer || value instanceof LocalDate || value == null ? value : value.toString());
        }
        return of(values);
    }

    private static MappedOrder of(List<@Nullable Object> values) {
        return new MappedOrder(
                (Integer) values.get(0),
                (Integer) values.get(1),
                (String) values.get(2),
                (String) values.get(3),
                (Integer) values.get(4),
                (String) values.get(5),
                (LocalDate) values.get(6));
    }
}
