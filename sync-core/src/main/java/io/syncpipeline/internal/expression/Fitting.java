package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Text;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is converted without being asked for, since nothing can be lost: narrow numbers to wider ones, days to their midnight, and texts
 * that are written in the expression to the dates they stand beside.
 */
final class Fitting {

    private static final int DATE_TIME_DIGITS = 6;

    private Fitting() {}

    /** A literal text beside a value of another kind, as a value of that kind; anything else as it is. */
    static Operand literal(ExpressionText source, Operand operand, Kind beside) {
        String text = operand.literalText();
        if (text == null || !(Kinds.isCalendar(beside) || beside == Kind.TIME || beside == Kind.BINARY)) {
            return operand;
        }
        return switch (beside) {
            case BINARY ->
                Operand.constant(
                        operand.syntax(),
                        DataType.of(Kind.BINARY),
                        Text.of(text).utf8());
            case DATE -> {
                // A time of day beside a DATE is compared with the day's midnight rather than refused.
                LocalDate date = TimeText.date(text);
                LocalDateTime dateTime = date == null ? TimeText.dateTime(text) : null;
                yield dateTime == null
                        ? time(source, operand, Kind.DATE, date, text)
                        : time(source, operand, Kind.DATETIME, dateTime, text);
            }
            case DATETIME -> time(source, operand, Kind.DATETIME, TimeText.dateTime(text), text);
            case TIMESTAMP -> time(source, operand, Kind.TIMESTAMP, TimeText.instant(text), text);
            default -> time(source, operand, Kind.TIME, TimeText.time(text), text);
        };
    }

    private static Operand time(
            ExpressionText source, Operand operand, Kind kind, @Nullable Object value, String text) {
        if (value == null) {
            throw source.error(
                    operand.at(),
                    "found the text " + Failure.shown(text) + " beside a " + kind + ", expected "
                            + TextForm.example(kind) + "; to take the value as a text, write CAST(... AS TEXT)");
        }
        int digits = kind == Kind.DATE ? 0 : DATE_TIME_DIGITS;
        return Operand.constant(operand.syntax(), DataType.of(kind, digits), value);
    }

    /** The one type of values of which a row gets one; NULL says nothing about it. */
    static DataType common(ExpressionText source, List<Operand> operands, String consumer) {
        Operand first = null;
        DataType type = DataType.of(Kind.TEXT);
        for (Operand operand : operands) {
            if (!operand.isNull()) {
                DataType wider = first == null ? operand.type() : wider(type, operand.type());
                if (wider == null) {
                    throw source.error(
                            operand.at(),
                            "found " + operand.shown() + " beside " + type + " in " + consumer
                                    + ", expected values of one type; write CAST(... AS type) around one of them");
                }
                type = wider;
                first = operand;
            }
        }
        return type;
    }

    /** The type that holds the values of both without loss, except that a double is near to an exact number; or null. */
    private static @Nullable DataType wider(DataType some, DataType other) {
        Kind a = some.kind();
        Kind b = other.kind();
        if (some.equals(other)) {
            return some;
        }
        if (Kinds.isInteger(a) && Kinds.isInteger(b)) {
            return a.compareTo(b) > 0 ? some : other;
        }
        if (Kinds.isExact(a) && Kinds.isExact(b)) {
            return DecimalTypes.union(Kinds.asDecimal(some), Kinds.asDecimal(other));
        }
        if (Kinds.isNumber(a) && Kinds.isNumber(b)) {
            return DataType.of(Kind.FLOAT64);
        }
        if (Kinds.isText(a) && Kinds.isText(b)) {
            return DataType.of(Kind.TEXT);
        }
        if (a == b && a != Kind.DECIMAL) {
            // No number stands for "as long as it takes" in texts and bytes, the greater one for fractions of seconds.
            boolean sized = a == Kind.BINARY;
            return DataType.of(a, sized ? 0 : Math.max(some.precision(), other.precision()));
        }
        boolean days = (a == Kind.DATE && b == Kind.DATETIME) || (a == Kind.DATETIME && b == Kind.DATE);
        return days ? (a == Kind.DATETIME ? some : other) : null;
    }

    /** A part as one of a type that {@link #common} found. */
    static Operand to(DataType type, Operand operand) {
        if (operand.isNull()) {
            return Operand.constant(operand.syntax(), type, null);
        }
        Kind from = operand.kind();
        if (from == type.kind() && (from != Kind.DECIMAL || operand.type().scale() == type.scale())) {
            return operand;
        }
        NullRules.One conversion =
                switch (type.kind()) {
                    case INT16 -> value -> ((Number) value).shortValue();
                    case INT32 -> value -> ((Number) value).intValue();
                    case INT64 -> Kinds::integer;
                    case DECIMAL -> value -> DecimalTypes.fitted(Kinds.decimal(value), type, "the common type");
                    case FLOAT64 -> Kinds::floating;
                    case DATETIME -> value -> value instanceof LocalDate date ? date.atStartOfDay() : value;
                    case BOOLEAN, INT8, FLOAT32, TEXT, BINARY, DATE, TIME, TIMESTAMP, JSON, FLOAT_VECTOR ->
                        value -> value;
                };
        return new Operand(
                operand.syntax(), type, operand.mayBeInvalid(), NullRules.one(operand.evaluator(), conversion));
    }
}
