package io.syncpipeline.maxcompute.local;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses rows that do not fit the columns, and notes which columns hold cells too long for the inline text and binary
 * types of H2. One per request; not thread-safe.
 */
final class RowCheck {

    private final TableColumn[] columns;
    private final Set<Integer> large = new HashSet<>();

    RowCheck(List<TableColumn> columns) {
        this.columns = columns.toArray(new TableColumn[0]);
    }

    /** The ids of the columns with cells longer than H2 keeps inline. */
    Set<Integer> largeColumns() {
        return large;
    }

    /** Checks a whole row: every column that must not be NULL has a value, and every value fits. */
    void checkRow(@Nullable Object[] row) {
        for (int i = 0; i < columns.length; i++) {
            if (row[i] == null && !columns[i].nullable()) {
                throw invalid(columns[i], "NULL in a column that is NOT NULL");
            }
        }
        checkValues(row);
    }

    /** Checks only the values that are there. */
    void checkValues(@Nullable Object[] row) {
        for (int i = 0; i < columns.length; i++) {
            Object cell = row[i];
            if (cell != null) {
                check(columns[i], cell);
            }
        }
    }

    private void check(TableColumn column, Object cell) {
        ColumnType type = column.type();
        switch (type.kind()) {
            case TINYINT -> checkRange(column, (Long) cell, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> checkRange(column, (Long) cell, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> checkRange(column, (Long) cell, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> checkRange(column, (Long) cell, Long.MIN_VALUE + 1, Long.MAX_VALUE);
            case DECIMAL -> checkDecimal(column, (BigDecimal) cell);
            case VARCHAR, CHAR -> checkLength(column, (String) cell);
            case STRING, JSON -> noteLength(column, ((String) cell).length());
            case BINARY -> noteLength(column, ((byte[]) cell).length);
            case ARRAY, MAP, STRUCT ->
                noteLength(column, ComplexText.write(type, cell).length());
            case FLOAT,
                    DOUBLE,
                    BOOLEAN,
                    DATE,
                    DATETIME,
                    TIMESTAMP,
                    TIMESTAMP_NTZ,
                    INTERVAL_DAY_TIME,
                    INTERVAL_YEAR_MONTH -> {}
        }
    }

    private static void checkRange(TableColumn column, long value, long least, long most) {
        if (value < least || value > most) {
            throw invalid(column, value + " is not in [" + least + ", " + most + "]");
        }
    }

    private static void checkDecimal(TableColumn column, BigDecimal value) {
        ColumnType type = column.type();
        BigDecimal rounded = value.scale() > type.scale() ? value.setScale(type.scale(), RoundingMode.HALF_UP) : value;
        int integerDigits = rounded.precision() - rounded.scale();
        if (rounded.signum() != 0 && integerDigits > type.length() - type.scale()) {
            throw invalid(
                    column,
                    value.toPlainString() + " has more than " + (type.length() - type.scale())
                            + " digits before the point");
        }
    }

    private static void checkLength(TableColumn column, String text) {
        int most = column.type().length();
        if (text.length() > most && text.codePointCount(0, text.length()) > most) {
            throw invalid(column, "text of " + text.codePointCount(0, text.length()) + " characters");
        }
    }

    private void noteLength(TableColumn column, int length) {
        if (length > H2Types.LONGEST_INLINE) {
            large.add(column.id());
        }
    }

    private static ServiceException invalid(TableColumn column, String what) {
        return new ServiceException(
                400, "InvalidColumnValue", "Column " + column.name() + " of type " + column.type() + ": " + what + ".");
    }
}
