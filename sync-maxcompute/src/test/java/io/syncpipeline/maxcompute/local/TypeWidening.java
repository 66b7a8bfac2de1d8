package io.syncpipeline.maxcompute.local;

import io.syncpipeline.maxcompute.local.ColumnType.Kind;

/**
 * Which changes of a column's type the service carries out: those where every old value has an image. The service's own
 * table is not public; this one allows larger integers, larger decimals, FLOAT to DOUBLE, longer texts, and STRING for
 * every type with a text form.
 */
final class TypeWidening {

    private TypeWidening() {}

    static boolean isAllowed(ColumnType from, ColumnType to) {
        if (from.equals(to)) {
            return true;
        }
        return switch (from.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> integerFits(from, to);
            case FLOAT -> to.kind() == Kind.DOUBLE || to.kind() == Kind.STRING;
            case DECIMAL -> to.kind() == Kind.STRING || decimalFits(from.length(), from.scale(), to);
            case VARCHAR -> to.kind() == Kind.STRING || (to.kind() == Kind.VARCHAR && to.length() >= from.length());
            case CHAR -> to.kind() == Kind.STRING || (isShort(to.kind()) && to.length() >= from.length());
            case DOUBLE, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ -> to.kind() == Kind.STRING;
            case BOOLEAN, STRING, JSON, BINARY, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH, ARRAY, MAP, STRUCT -> false;
        };
    }

    private static boolean isShort(Kind kind) {
        return kind == Kind.VARCHAR || kind == Kind.CHAR;
    }

    private static boolean integerFits(ColumnType from, ColumnType to) {
        if (to.kind().isInteger()) {
            return digits(to.kind()) > digits(from.kind());
        }
        return to.kind() == Kind.STRING
                || (to.kind() == Kind.DOUBLE && from.kind() != Kind.BIGINT)
                || decimalFits(digits(from.kind()), 0, to);
    }

    private static int digits(Kind integer) {
        return switch (integer) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INT -> 10;
            default -> 19;
        };
    }

    private static boolean decimalFits(int digits, int scale, ColumnType to) {
        return to.kind() == Kind.DECIMAL && to.scale() >= scale && to.length() - to.scale() >= digits - scale;
    }
}
