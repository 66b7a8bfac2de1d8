package io.syncpipeline.maxcompute.internal.table;

import io.syncpipeline.maxcompute.internal.record.ColumnType;
import java.util.List;

/** Which type changes lose nothing, and are therefore worth asking the service for. */
final class Widening {

    private static final List<ColumnType.Kind> INTEGERS =
            List.of(ColumnType.Kind.TINYINT, ColumnType.Kind.SMALLINT, ColumnType.Kind.INT, ColumnType.Kind.BIGINT);
    private static final List<Integer> INTEGER_DIGITS = List.of(3, 5, 10, 19);

    private Widening() {}

    static boolean isAllowed(ColumnType from, ColumnType to) {
        int fromInteger = INTEGERS.indexOf(from.kind());
        int toInteger = INTEGERS.indexOf(to.kind());
        return switch (to.kind()) {
            case STRING -> from.kind() != ColumnType.Kind.BINARY && from.kind() != ColumnType.Kind.OTHER;
            case SMALLINT, INT, BIGINT -> fromInteger >= 0 && fromInteger < toInteger;
            case DOUBLE -> from.kind() == ColumnType.Kind.FLOAT || fromInteger >= 0 && fromInteger < 3;
            case DECIMAL ->
                fromInteger >= 0
                        ? to.precision() - to.scale() >= INTEGER_DIGITS.get(fromInteger)
                        : from.kind() == ColumnType.Kind.DECIMAL
                                && to.scale() >= from.scale()
                                && to.precision() - to.scale() >= from.precision() - from.scale();
            case VARCHAR ->
                (from.kind() == ColumnType.Kind.VARCHAR || from.kind() == ColumnType.Kind.CHAR)
                        && to.precision() >= from.precision();
            case CHAR -> from.kind() == ColumnType.Kind.CHAR && to.precision() >= from.precision();
            case TIMESTAMP -> from.kind() == ColumnType.Kind.DATETIME;
            default -> false;
        };
    }
}
