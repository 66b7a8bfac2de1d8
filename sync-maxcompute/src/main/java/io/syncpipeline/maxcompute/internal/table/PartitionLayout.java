package io.syncpipeline.maxcompute.internal.table;

import io.syncpipeline.maxcompute.internal.record.ColumnType;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the partitions that mutations of a table name, and refuses those that cannot be written to. Immutable and thread-safe.
 *
 * <p>The service takes values of at most 255 bytes. Between client and service a partition travels as a specification such as
 * {@code dt=a,hh=1}, which the SDK and the service cut at commas, slashes and equals signs, without quotes and without the blanks around
 * a value: values in which these stand would name another partition, or none.
 */
public final class PartitionLayout {

    /** The types of partition columns according to the MaxCompute documentation of partition operations. */
    static final Set<ColumnType.Kind> TYPES = EnumSet.of(
            ColumnType.Kind.TINYINT,
            ColumnType.Kind.SMALLINT,
            ColumnType.Kind.INT,
            ColumnType.Kind.BIGINT,
            ColumnType.Kind.CHAR,
            ColumnType.Kind.VARCHAR,
            ColumnType.Kind.STRING);

    private static final int MAX_VALUE_BYTES = 255;
    private static final int MAX_SHOWN = 300;
    private static final String SEPARATORS = ",/='\"`";
    private static final int FIRST_PRINTABLE = ' ';
    private static final int DELETE = 0x7F;

    private record PartitionColumn(String name, ColumnType type) {}

    private final String table;
    private final List<PartitionColumn> columns;

    private PartitionLayout(String table, List<PartitionColumn> columns) {
        this.table = table;
        this.columns = columns;
    }

    /** The partition columns of a table, which {@link TableCheck} has found to be right. */
    public static PartitionLayout of(DestinationTable table) {
        return new PartitionLayout(
                table.name(),
                table.partitionColumns().stream()
                        .map(column -> new PartitionColumn(column.name(), ColumnType.parse(column.type())))
                        .toList());
    }

    /**
     * The partition that a mutation names.
     *
     * @param text {@code name=value} parts in the order of the table's partition columns, joined by commas; empty for a table without
     *     partitions
     * @throws DirtyRowException when a value is empty, does not fit its column or cannot stand in a specification
     * @throws IllegalArgumentException when the text names other columns than the table has
     */
    public Partition read(String text) {
        if (columns.isEmpty() && text.isEmpty()) {
            return Partition.NONE;
        }
        List<String> values = new ArrayList<>(columns.size());
        StringBuilder specification = new StringBuilder();
        int at = 0;
        for (int i = 0; i < columns.size(); i++) {
            PartitionColumn column = columns.get(i);
            at = skip(text, at, column.name() + "=");
            int end = i + 1 < columns.size()
                    ? find(text, at, "," + columns.get(i + 1).name() + "=")
                    : text.length();
            String value = checked(column, text.substring(at, end));
            values.add(value);
            specification
                    .append(i == 0 ? "" : ",")
                    .append(column.name())
                    .append('=')
                    .append(value);
            at = Math.min(end + 1, text.length());
        }
        if (columns.isEmpty() || at < text.length()) {
            throw mismatch(text);
        }
        return new Partition(values, specification.toString());
    }

    private int skip(String text, int at, String expected) {
        if (!text.regionMatches(true, at, expected, 0, expected.length())) {
            throw mismatch(text);
        }
        return at + expected.length();
    }

    private int find(String text, int from, String expected) {
        for (int at = from; at <= text.length() - expected.length(); at++) {
            if (text.regionMatches(true, at, expected, 0, expected.length())) {
                return at;
            }
        }
        throw mismatch(text);
    }

    private IllegalArgumentException mismatch(String text) {
        return new IllegalArgumentException("A mutation of table " + table + " names the partition '" + text
                + "'; the table's partition columns are "
                + columns.stream().map(PartitionColumn::name).toList());
    }

    private String checked(PartitionColumn column, String value) {
        if (value.isEmpty()) {
            throw dirty(column, value, "is empty; MaxCompute has no partition for NULL or an empty text");
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_VALUE_BYTES) {
            throw dirty(column, value, "has " + bytes + " bytes; MaxCompute takes " + MAX_VALUE_BYTES);
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (SEPARATORS.indexOf(c) >= 0) {
                throw dirty(column, value, "holds " + c + ", which cannot stand in the name of a partition");
            }
            if (c < FIRST_PRINTABLE || c == DELETE) {
                throw dirty(column, value, "holds the control character U+" + String.format("%04X", (int) c));
            }
        }
        if (!value.equals(value.strip())) {
            throw dirty(column, value, "begins or ends with a blank, which MaxCompute cuts off");
        }
        return fitted(column, value);
    }

    private String fitted(PartitionColumn column, String value) {
        return switch (column.type().kind()) {
            case TINYINT -> whole(column, value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> whole(column, value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> whole(column, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> whole(column, value, Long.MIN_VALUE + 1, Long.MAX_VALUE);
            case CHAR, VARCHAR -> {
                int length = value.codePointCount(0, value.length());
                if (length > column.type().precision()) {
                    throw dirty(column, value, "has " + length + " characters");
                }
                yield value;
            }
            default -> value;
        };
    }

    /** The number as the service spells it, so that 07 and 7 are one partition. */
    private String whole(PartitionColumn column, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return Long.toString(number);
            }
        } catch (NumberFormatException e) {
            throw dirty(column, value, "is no whole number");
        }
        throw dirty(column, value, "is outside the range of " + column.type());
    }

    private DirtyRowException dirty(PartitionColumn column, String value, String reason) {
        String shown = value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "...";
        return new DirtyRowException("Table " + table + ", partition column " + column.name() + " (" + column.type()
                + "): the value '" + shown + "' " + reason + ". Map the column to other values");
    }
}
