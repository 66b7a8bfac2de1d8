package io.syncpipeline.testkit.scenario;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.Text;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A value as it stands in a statement.
 *
 * @param text its characters; null for NULL
 * @param quoted whether it stood in quotes
 */
record Literal(@Nullable String text, boolean quoted) {

    /**
     * The value in a column, as a source has it.
     *
     * @throws IllegalArgumentException when the column's type does not take it as it is: nothing is converted, cut or rounded
     */
    @Nullable
    Object in(Column column) {
        if (text == null) {
            if (!column.nullable()) {
                throw new IllegalArgumentException("column '" + column + "' may not be NULL");
            }
            return null;
        }
        try {
            return quoted ? ofQuoted(text, column) : ofNumber(text, column);
        } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
            throw new IllegalArgumentException("column '" + column + "' does not take " + this, e);
        }
    }

    private Object ofNumber(String number, Column column) {
        return switch (column.type().kind()) {
            case INT8 -> Byte.valueOf(number);
            case INT16 -> Short.valueOf(number);
            case INT32 -> Integer.valueOf(number);
            case INT64 -> Long.valueOf(number);
            case FLOAT64 -> Double.valueOf(number);
            case DECIMAL -> new BigDecimal(number).setScale(column.type().scale());
            default -> throw new IllegalArgumentException("column '" + column + "' does not take the number " + this);
        };
    }

    private Object ofQuoted(String characters, Column column) {
        return switch (column.type().kind()) {
            case TEXT -> {
                if (characters.length() > column.type().precision()) {
                    throw new IllegalArgumentException("column '" + column + "' is too short for " + this);
                }
                yield Text.of(characters);
            }
            case DATE -> LocalDate.parse(characters);
            case DATETIME -> moment(characters, column);
            case TIMESTAMP -> moment(characters, column).toInstant(ZoneOffset.UTC);
            default -> throw new IllegalArgumentException("column '" + column + "' does not take the text " + this);
        };
    }

    private static LocalDateTime moment(String characters, Column column) {
        LocalDateTime moment = LocalDateTime.parse(characters.replace(' ', 'T'));
        BigDecimal seconds = BigDecimal.valueOf(moment.getNano(), 9).stripTrailingZeros();
        if (seconds.scale() > column.type().precision()) {
            throw new IllegalArgumentException("column '" + column + "' would round " + characters);
        }
        return moment;
    }

    @Override
    public String toString() {
        return text == null ? "NULL" : quoted ? "'" + text + "'" : text;
    }
}
