package io.syncpipeline.maxcompute.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a table: the value of each partition column, in their order.
 *
 * @param values as text; empty for a table that is not partitioned
 */
record Partition(List<String> values) implements Comparable<Partition> {

    /** The only "partition" of a table without partition columns. */
    static final Partition NONE = new Partition(List.of());

    Partition {
        values = List.copyOf(values);
    }

    /** Reads {@code dt=a,hh=1} or {@code dt='a'/hh='1'} for a table; null or empty stands for none. */
    static Partition parse(TableDefinition table, @Nullable String specification) {
        String text = specification == null ? "" : specification;
        List<TableColumn> columns = table.partitionColumns();
        if (columns.isEmpty() && text.isEmpty()) {
            return NONE;
        }
        String[] parts = text.isEmpty() ? new String[0] : text.split("[,/]", -1);
        if (parts.length != columns.size()) {
            throw invalid(table, text);
        }
        String[] values = new String[parts.length];
        for (String part : parts) {
            int equals = part.indexOf('=');
            int place =
                    equals < 0 ? -1 : place(columns, part.substring(0, equals).trim());
            if (place < 0) {
                throw invalid(table, text);
            }
            values[place] = stored(
                    columns.get(place), unquoted(part.substring(equals + 1).trim()));
        }
        for (String value : values) {
            if (value == null || value.isEmpty()) {
                throw invalid(table, text);
            }
        }
        return new Partition(Arrays.asList(values));
    }

    /** The form in which a value is kept: of a number the shortest one. */
    static String stored(TableColumn column, String value) {
        if (!column.type().kind().isInteger()) {
            return value;
        }
        try {
            return Long.toString(Long.parseLong(value));
        } catch (NumberFormatException failure) {
            return value;
        }
    }

    private static int place(List<TableColumn> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(unquoted(name))) {
                return i;
            }
        }
        return -1;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '\'' || text.charAt(0) == '"' || text.charAt(0) == '`')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static ServiceException invalid(TableDefinition table, String text) {
        return new ServiceException(
                400,
                "InvalidPartitionSpec",
                "The specified partition '" + text + "' does not fit table " + table.name() + " partitioned by "
                        + table.partitionColumns().stream()
                                .map(TableColumn::name)
                                .toList() + ".");
    }

    /** The form {@code dt=a/hh=1}. */
    String path(TableDefinition table) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            parts.add(table.partitionColumns().get(i).name() + "=" + values.get(i));
        }
        return String.join("/", parts);
    }

    @Override
    public int compareTo(Partition other) {
        for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
            int order = values.get(i).compareTo(other.values.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(values.size(), other.values.size());
    }
}
